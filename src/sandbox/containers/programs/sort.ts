import type { Program } from '../machine.js';
import { cantOpen, inputsOf, linesOfText, readText } from './inputs.js';
import { forEach, readOptions } from './options.js';

const number = (line: string): number => {
  const value = parseFloat(line);
  return Number.isNaN(value) ? 0 : value;
};

const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export const sort: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'nru' });
  const lines: string[] = [];
  const code = await forEach(process, inputsOf(operands), cantOpen, async (name) => {
    for (const line of linesOfText(await readText(process, name))) lines.push(line);
  });
  const sorted = lines.toSorted((a, b) => (flags.has('n') ? number(a) - number(b) || inOrder(a, b) : inOrder(a, b)));
  const ordered = flags.has('r') ? sorted.toReversed() : sorted;
  const keyOf = (line: string): string | number => (flags.has('n') ? number(line) : line);
  const shown = flags.has('u')
    ? ordered.filter((line, index) => index === 0 || keyOf(line) !== keyOf(ordered[index - 1] ?? ''))
    : ordered;
  await process.stdout.write(shown.map((line) => `${line}\n`).join(''));
  return code;
};
