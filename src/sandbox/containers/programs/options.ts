import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import type { Process } from '../machine.js';

export interface Options {
  /** Letters, or whole names without their dashes, and the values of those that take one. */
  readonly flags: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** Reads options; `takers` are those that a value follows. Letters may stand together (`-la`). */
export function readOptions(args: readonly string[], takers: readonly string[] = []): Options {
  const flags = new Map<string, string>();
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') return { flags, operands: [...operands, ...args.slice(at + 1)] };
    if (!/^-./.test(arg)) operands.push(arg);
    else if (arg.startsWith('--') || takers.includes(arg.slice(1).replace(/=.*$/s, ''))) {
      const [, name = '', value] = /^-+([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
      const isTaker = value === undefined && takers.includes(name);
      flags.set(name, value ?? (isTaker ? (args[at + 1] ?? '') : ''));
      if (isTaker) at += 1;
    } else at += readLetters(arg.slice(1), args[at + 1] ?? '', takers, flags);
  }
  return { flags, operands };
}

/** Returns how many of the following arguments were taken. */
function readLetters(letters: string, next: string, takers: readonly string[], flags: Map<string, string>): number {
  for (const [index, letter] of [...letters].entries()) {
    if (!takers.includes(letter)) {
      flags.set(letter, '');
      continue;
    }
    const attached = letters.slice(index + 1);
    flags.set(letter, attached === '' ? next : attached);
    return attached === '' ? 1 : 0;
  }
  return 0;
}

export const pathOf = ({ cwd }: Process, name: string): string => posix.resolve(cwd, name);

/** Says what went wrong; returns the exit code of that. */
export async function complain({ name, stderr }: Process, words: string, code = 1): Promise<number> {
  await stderr.write(`${name}: ${words}\n`);
  return code;
}

/** Does something with each operand: what fails is told, and the others are done all the same. */
export async function forEach(
  process: Process,
  operands: readonly string[],
  tell: (name: string, reason: string) => string,
  act: (name: string) => void | Promise<void>,
): Promise<number> {
  let code = 0;
  for (const name of operands) {
    try {
      await act(name);
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      code = await complain(process, tell(name, error.reason));
    }
  }
  return code;
}
