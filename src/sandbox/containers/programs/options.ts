import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import type { Process } from '../machine.js';
import { Refused } from '../refused.js';

export interface Options {
  /** Letters, or whole names without their dashes, and the values of those that take one. */
  readonly flags: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** Every option in its order, also those that are given again. */
  readonly given: readonly Given[];
}

type Given = readonly [name: string, value: string];

/** The options that a program knows. Those of one letter may stand together (`-la`). */
export interface Known {
  /** Letters that nothing follows. */
  readonly flags?: string;
  /** Letters that a value follows. */
  readonly values?: string;
  /** Names of several letters: those that nothing follows, and those that a value does. */
  readonly longFlags?: readonly string[];
  readonly longValues?: readonly string[];
  /** The exit code for an option that is none of these. */
  readonly code?: number;
}

/** Reads options; those that the program does not know are refused. */
export function readOptions(args: readonly string[], known: Known = {}): Options {
  const given: Given[] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!/^-./.test(arg)) operands.push(arg);
    else at += readOption(arg, args[at + 1], known, given);
  }
  return { flags: new Map(given), operands, given };
}

/** Returns how many of the following arguments were taken. */
function readOption(arg: string, next: string | undefined, known: Known, given: Given[]): number {
  const [, name = '', attached] = /^-+([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
  if (known.longFlags?.includes(name) === true && attached === undefined) {
    given.push([name, '']);
    return 0;
  }
  if (known.longValues?.includes(name) === true) {
    given.push([name, attached ?? value(next, name, known)]);
    return Number(attached === undefined);
  }
  if (arg.startsWith('--')) throw new Refused(`unrecognized option: ${name}`, known.code);
  return readLetters(arg.slice(1), next, known, given);
}

function readLetters(letters: string, next: string | undefined, known: Known, given: Given[]): number {
  const { flags: plain = '', values = '', code } = known;
  for (const [index, letter] of Array.from(letters).entries()) {
    if (plain.includes(letter)) given.push([letter, '']);
    else if (!values.includes(letter)) throw new Refused(`unrecognized option: ${letter}`, code);
    else {
      const attached = letters.slice(index + 1);
      given.push([letter, attached === '' ? value(next, letter, known) : attached]);
      return Number(attached === '');
    }
  }
  return 0;
}

function value(next: string | undefined, name: string, { code }: Known): string {
  if (next === undefined) throw new Refused(`option requires an argument: ${name}`, code);
  return next;
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
