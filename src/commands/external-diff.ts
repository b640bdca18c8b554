import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../petset/failure.js';
import type { Compared } from '../render/object-diff.js';
import type { World } from './command.js';
import { runProgram } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

/** What diff says when it found differences; above that it could not tell. */
const DIFFERENT = 1;

/**
 * Has a program of the user's compare two directories, as kubectl does: a file an object, as it is and as it would be. Answers
 * with its exit code. Throws a `Failure` where it did not compare.
 */
export async function compareWith(
  program: readonly string[],
  compared: readonly Compared[],
  world: World,
): Promise<number> {
  const folder = await temporaryFolder('petset-diff');
  const [live, file] = [join(folder, 'LIVE'), join(folder, 'MERGED')];
  try {
    await Promise.all([live, file].map((each) => mkdir(each)));
    for (const each of compared) {
      const name = fileName(each);
      // One that is not there has no file: the program says so in its way.
      if (each.live !== '') await writeFile(join(live, name), each.live, { mode: 0o600 });
      await writeFile(join(file, name), each.file, { mode: 0o600 });
    }
    const code = await runProgram([...program, live, file], {}, world);
    if (code <= DIFFERENT) return code;
    throw new Failure(`error: ${program[0] ?? ''} ended with exit code ${code}`, { exitCode: code });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `petset.default.web`: two namespaces may have objects of one name. */
function fileName({ name, namespace }: Compared): string {
  return name
    .split('/')
    .toSpliced(1, 0, ...(namespace === '' ? [] : [namespace]))
    .join('.');
}
