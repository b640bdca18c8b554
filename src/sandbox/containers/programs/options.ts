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
    else at += readOption(arg, args[at + 1] ?? '', takers, flags);
  }
  return { flags, operands };
}

/** Returns how many of the following arguments were taken. */
function readOption(arg: string, next: string, takers: readonly string[], flags: Map<string, string>): number {
  const [, name = '', value] = /^-+([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
  if (!arg.startsWith('--') && !takers.includes(name)) return readLetters(arg.slice(1), next, takers, flags);
  const isTaker = value === undefined && takers.includes(name);
  flags.set(name, value ?? (isTaker ? next : ''));
  return Number(isTaker);
}

function readLetters(letters: string, next: string, takers: readonly string[], flags: Map<string, string>): number {
  for (const [index, letter] of Array.from(letters).entries()) {
    if (!takers.includes(letter)) {
      flags.set(letter, '');
      continue;
    }
    const attached = letters.slice(index + 1);
    flags.set(letter, attached === '' ? next : attached);
    return Number(attached === '');
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
