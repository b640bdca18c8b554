import { growing } from '../files/appender.js';
import { FileFault } from '../files/fault.js';
import type { Output } from '../io/streams.js';
import type { Program } from '../machine.js';
import { complain, forEach, pathOf, readOptions } from './options.js';

export const tee: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'ai' });
  const { files } = process.machine;
  const outputs: Output[] = [process.stdout];
  const code = await forEach(
    process,
    operands,
    (name, reason) => `${name}: ${reason}`,
    (name) => {
      outputs.push(growing(files, pathOf(process, name), flags.has('a')));
    },
  );
  for (;;) {
    const bytes = await process.stdin.read(process.signal);
    if (bytes === undefined) return code;
    try {
      for (const output of outputs) await output.write(bytes);
    } catch (error) {
      if (error instanceof FileFault) return complain(process, error.reason);
      throw error;
    }
  }
};
