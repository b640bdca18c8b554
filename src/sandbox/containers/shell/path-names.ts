import { posix } from 'node:path';

import type { FileSystem } from '../files/file-system.js';
import { hasSpecial, matcherOf, plain } from './pattern.js';

/** The paths that a pattern stands for, as it has them: absolute or not. */
export function matchPaths(files: FileSystem, cwd: string, pattern: string): string[] {
  const isAbsolute = pattern.startsWith('/');
  let paths = [isAbsolute ? '/' : ''];
  for (const segment of pattern.split('/').filter((one) => one !== '')) {
    paths = paths.flatMap((path) => matchNames(files, posix.resolve(cwd, path), segment).map((name) => path + name));
    paths = paths.map((path) => `${path}/`);
  }
  return paths.map((path) => path.replace(/\/$/, '')).filter((path) => path !== '');
}

function matchNames(files: FileSystem, directory: string, segment: string): string[] {
  if (!hasSpecial(segment)) {
    const name = plain(segment);
    return files.find(posix.join(directory, name)) === undefined ? [] : [name];
  }
  if (files.find(directory)?.type !== 'directory') return [];
  const isMatch = matcherOf(segment);
  const names = files.list(directory).map(([name]) => name);
  return names.filter((name) => (!name.startsWith('.') || segment.startsWith('.')) && isMatch(name));
}
