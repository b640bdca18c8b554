import type { Program } from '../machine.js';
import { cantOpen, inputsOf, open } from './inputs.js';
import { forEach, readOptions } from './options.js';

/** In the order in which they are shown. */
const COUNTS: readonly (readonly [flag: string, count: (bytes: Buffer, text: string) => number])[] = [
  ['l', (_bytes, text) => text.split('\n').length - 1],
  ['w', (_bytes, text) => text.split(/\s+/).filter((word) => word !== '').length],
  ['m', (_bytes, text) => Array.from(text).length],
  ['c', (bytes) => bytes.length],
  ['L', (_bytes, text) => text.split('\n').reduce((most, { length }) => Math.max(most, length), 0)],
];

const DEFAULT = 'lwc';

export const wc: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'lwmcL' });
  const shown = COUNTS.filter(([flag]) => (flags.size === 0 ? DEFAULT.includes(flag) : flags.has(flag)));
  const totals = shown.map(() => 0);
  const show = (counts: readonly number[], name: string): Promise<void> => {
    const line = counts.length === 1 ? counts.join('') : counts.map((count) => String(count).padStart(9)).join(' ');
    return process.stdout.write(`${line}${name === '-' ? '' : ` ${name}`}\n`);
  };
  const code = await forEach(process, inputsOf(operands), cantOpen, async (name) => {
    const bytes = await open(process, name).readAll(process.signal);
    const text = bytes.toString();
    const counts = shown.map(([, count]) => count(bytes, text));
    for (const [index, count] of counts.entries()) totals[index] = (totals[index] ?? 0) + count;
    await show(counts, name);
  });
  if (operands.length > 1) await show(totals, 'total');
  return code;
};
