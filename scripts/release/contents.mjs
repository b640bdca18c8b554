// What is in the archive of a platform.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executableOf, targetOf } from './platforms.mjs';

/**
 * kubectl asks for completion through a shell script, which Windows does not run.
 *
 * @param {import('./platforms.mjs').Platform} platform
 * @param {{ root: string, executables: string, nodeLicense: string }} from
 * @returns {Promise<import('./archive.mjs').Entry[]>}
 */
export function contentsOf(platform, { root, executables, nodeLicense }) {
  const executable = executableOf(platform);
  // That of the very Node that is in the executable, where who made that has found it.
  const itsLicense = join(executables, targetOf(platform), 'LICENSE.nodejs.txt');
  const files = [
    { name: executable, mode: 0o755, path: join(executables, targetOf(platform), executable) },
    { name: 'kubectl_complete-petset', mode: 0o755, path: join(root, 'plugin/kubectl_complete-petset') },
    { name: 'LICENSE', mode: 0o644, path: join(root, 'LICENSE') },
    { name: 'THIRD-PARTY-LICENSES.txt', mode: 0o644, path: join(root, 'THIRD-PARTY-LICENSES.txt') },
    { name: 'LICENSE.nodejs.txt', mode: 0o644, path: existsSync(itsLicense) ? itsLicense : nodeLicense },
    { name: 'README.md', mode: 0o644, path: join(root, 'README.md') },
  ].filter(({ name }) => platform.os !== 'windows' || name !== 'kubectl_complete-petset');
  return Promise.all(files.map(async ({ name, mode, path }) => ({ name, mode, contents: await readFile(path) })));
}
