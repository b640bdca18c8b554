import type { Program } from '../machine.js';
import { complain, forEach, pathOf, readOptions } from './options.js';

/** `-x` is a mode, and no option. */
const chmodArgs = (args: readonly string[]): readonly string[] =>
  /^-[rwx]+$/.test(args[0] ?? '') ? args : readOptions(args).operands;

export const chmod: Program = async (process) => {
  const [mode = '', ...names] = chmodArgs(process.args);
  const { files } = process.machine;
  if (!/^[0-7]{3,4}$|^[ugoa]*[-+][rwx]+$/.test(mode)) return complain(process, `invalid mode '${mode}'`);
  return forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      files.changeMode(path, changedMode(files.get(path).mode, mode));
    },
  );
};

const BITS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

function changedMode(present: number, change: string): number {
  if (/^\d/.test(change)) return parseInt(change, 8);
  const [, sign, letters = ''] = /([-+])([rwx]+)$/.exec(change) ?? [];
  const bits = Object.entries(BITS).reduce((sum, [letter, bit]) => (letters.includes(letter) ? sum | bit : sum), 0);
  return sign === '+' ? present | bits : present & ~bits;
}
