import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemFailure } from './program.js';

/** A folder of ours that nobody else may look into. The smallest of containers have no place for one. */
export async function temporaryFolder(name: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), `${name}-`));
  } catch (error) {
    const what = `cannot make a folder in ${tmpdir()}, for which TMPDIR may name another place`;
    throw error instanceof Error ? systemFailure(what, error) : error;
  }
}
