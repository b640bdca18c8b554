import type { Program } from '../machine.js';
import { cantOpen, inputsOf, open } from './inputs.js';
import { forEach, readOptions } from './options.js';

export const cat: Program = (process) => {
  const { operands } = readOptions(process.args, { flags: 'u' });
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const input = open(process, name);
    for (;;) {
      const bytes = await input.read(process.signal);
      if (bytes === undefined) return;
      await process.stdout.write(bytes);
    }
  });
};
