import { posix } from 'node:path';

import type { FileSystem } from '../files/file-system.js';

/** Characters that stand for others, unless a backslash is before them. */
const SPECIAL = /[*?[\]\\]/g;

/** Text that stands for itself in a pattern. */
export const literal = (text: string): string => text.replace(SPECIAL, '\\$&');

/** What a pattern is once its backslashes are gone. */
export const plain = (pattern: string): string => pattern.replace(/\\([^])/g, '$1');

export const hasSpecial = (pattern: string): boolean => /[*?[]/.test(pattern.replace(/\\[^]/g, ''));

/** A pattern of the shell as an expression for a whole text. */
export function toExpression(pattern: string): RegExp {
  const source = pattern.replace(/\\([^])|\[(!?)((?:\\[^]|[^\]])+)\]|[^]/g, (found, escaped, not, set) => {
    if (typeof escaped === 'string') return quote(escaped);
    if (typeof set === 'string') return `[${not === '!' ? '^' : ''}${set.replace(/[[^]/g, '\\$&')}]`;
    if (found === '*') return '[^]*';
    return found === '?' ? '[^]' : quote(found);
  });
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    // A set that is none, such as `[z-a]`.
    return new RegExp(`^${quote(plain(pattern))}$`, 'u');
  }
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** What is left of a text when what matches at one of its ends is taken away: `##` and `%%` take the most they can. */
export function strip(text: string, operator: string, pattern: string): string {
  const expression = toExpression(pattern);
  const isPrefix = operator.startsWith('#');
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  for (const length of operator.length === 2 ? lengths.toReversed() : lengths) {
    const end = isPrefix ? text.slice(0, length) : text.slice(text.length - length);
    if (expression.test(end)) return isPrefix ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

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
  const expression = toExpression(segment);
  const names = files.list(directory).map(([name]) => name);
  return names.filter((name) => (!name.startsWith('.') || segment.startsWith('.')) && expression.test(name));
}
