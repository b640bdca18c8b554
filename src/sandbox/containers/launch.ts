import { posix } from 'node:path';

import { FileFault } from './files/fault.js';
import type { Machine, Process, Program } from './machine.js';
import { Refused } from './refused.js';

/** Where programs lie; each is in all of them. */
export const PROGRAM_FOLDERS: readonly string[] = ['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin'];

/** A program that cannot be run. */
export class Missing extends Error {
  readonly code: 126 | 127;
  /** In the words of a shell. */
  readonly words: string;

  constructor(code: 126 | 127, words: string) {
    super(words);
    this.code = code;
    this.words = words;
  }
}

/** The path of a program that is called by its name alone, if there is one. */
export function findProgram(name: string, { programs }: Pick<Machine, 'programs'>): string | undefined {
  if (name.includes('/')) return isProgramPath(name) && programs.has(posix.basename(name)) ? name : undefined;
  return programs.has(name) ? `/usr/bin/${name}` : undefined;
}

const isProgramPath = (path: string): boolean => PROGRAM_FOLDERS.includes(posix.dirname(path));

/** Runs a program, or a file that is a script. */
export async function launch(
  [name = '', ...args]: readonly string[],
  process: Omit<Process, 'name' | 'args'>,
): Promise<number> {
  const { machine, cwd } = process;
  const program = machine.programs.get(posix.basename(name));
  if (program !== undefined && findProgram(name, machine) !== undefined) {
    return start(program, { ...process, name: posix.basename(name), args });
  }
  if (!name.includes('/')) throw new Missing(127, 'not found');
  const path = posix.resolve(cwd, name);
  const found = machine.files.find(path);
  if (found === undefined) throw new Missing(127, 'not found');
  const shell = machine.programs.get('sh');
  if (found.type !== 'file' || (found.mode & 0o111) === 0 || shell === undefined)
    throw new Missing(126, 'Permission denied');
  return start(shell, { ...process, name: 'sh', args: [path, ...args] });
}

/** Runs a program, and tells what ends it: what it writes may not fit where it goes to. */
async function start(program: Program, process: Process): Promise<number> {
  try {
    return await program(process);
  } catch (error) {
    if (!(error instanceof FileFault || error instanceof Refused)) throw error;
    const words = error instanceof FileFault ? `write error: ${error.reason}` : error.message;
    await process.stderr.write(`${process.name}: ${words}\n`);
    return error instanceof FileFault ? 1 : error.code;
  }
}
