import type { Input, Output } from '../io/streams.js';
import type { Process, Program } from '../machine.js';
import { Refused } from '../refused.js';
import { cantOpen, inputsOf, linesWithEnds, open } from './inputs.js';
import { forEach, readOptions } from './options.js';

const DEFAULT_LINES = 10;

interface Part {
  readonly count: number;
  readonly isBytes: boolean;
  /** `+3`: from the third on. */
  readonly isFrom: boolean;
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

/** `-n 3`, `-3`, `-c 3`. */
function partOf({ args }: Process, flags: string): Part {
  const spelled = args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
  const options = readOptions(spelled, { flags, values: 'nc' });
  const text = options.flags.get('c') ?? options.flags.get('n') ?? String(DEFAULT_LINES);
  if (!/^[-+]?\d+$/.test(text)) throw new Refused(`invalid number '${text}'`);
  return {
    ...options,
    count: Math.abs(Number(text)),
    isBytes: options.flags.has('c'),
    isFrom: text.startsWith('+'),
  };
}

/** Does something with each input; several have their names above them. */
function eachInput(process: Process, { operands, flags }: Part, act: (name: string) => Promise<void>): Promise<number> {
  const hasNames = flags.has('v') || (operands.length > 1 && !flags.has('q'));
  let isFirst = true;
  return forEach(process, inputsOf(operands), cantOpen, async (name) => {
    if (hasNames) await process.stdout.write(`${isFirst ? '' : '\n'}==> ${name} <==\n`);
    isFirst = false;
    await act(name);
  });
}

export const head: Program = (process) => {
  const part = partOf(process, 'qv');
  if (process.args.some((arg) => /^-(?:[nc])?-\d/.test(arg)))
    throw new Refused('a count from the end is not known to this simulated container');
  return eachInput(process, part, async (name) => {
    const input = open(process, name);
    if (part.isBytes) return firstBytes(input, process, part.count);
    for (let left = part.count; left > 0; left -= 1) {
      const line = await input.readLine(process.signal);
      if (line === undefined) return;
      await process.stdout.write(line.text + (line.isWhole ? '\n' : ''));
    }
  });
};

async function firstBytes(
  input: Input,
  { stdout, signal }: { stdout: Output; signal: AbortSignal },
  count: number,
): Promise<void> {
  for (let left = count; left > 0;) {
    const bytes = await input.read(signal);
    if (bytes === undefined) return;
    await stdout.write(bytes.subarray(0, left));
    left -= bytes.length;
  }
}

const FOLLOW_MS = 1000;

export const tail: Program = async (process) => {
  const part = partOf(process, 'qvfF');
  const code = await eachInput(process, part, async (name) => {
    const bytes = await open(process, name).readAll(process.signal);
    await process.stdout.write(part.isBytes ? lastBytes(bytes, part) : lastLines(bytes, part));
  });
  const isFollowing = ['f', 'F'].some((flag) => part.flags.has(flag));
  const [name] = part.operands;
  if (!isFollowing || name === undefined || code !== 0) return code;
  if (part.operands.length > 1) throw new Refused('this simulated container follows one file only');
  return follow(process, name);
};

function lastBytes(bytes: Buffer, { count, isFrom }: Part): Buffer {
  return bytes.subarray(isFrom ? Math.max(0, count - 1) : Math.max(0, bytes.length - count));
}

function lastLines(bytes: Buffer, { count, isFrom }: Part): string {
  const lines = linesWithEnds(bytes.toString());
  return lines.slice(isFrom ? Math.max(0, count - 1) : Math.max(0, lines.length - count)).join('');
}

/** Writes what comes to a file until it is interrupted. */
async function follow(process: Process, name: string): Promise<never> {
  const read = async (): Promise<Buffer> => open(process, name).readAll(process.signal);
  let seen = (await read()).length;
  for (;;) {
    await process.machine.sleep(FOLLOW_MS, process.signal);
    const bytes = await read();
    // What became shorter was begun anew.
    if (bytes.length < seen) seen = 0;
    if (bytes.length > seen) await process.stdout.write(bytes.subarray(seen));
    seen = bytes.length;
  }
}
