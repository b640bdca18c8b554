// SHA-256 sums, as `sha256sum --check` reads them.
import { createHash } from 'node:crypto';

/** @param {Uint8Array} contents */
export const sha256 = (contents) => createHash('sha256').update(contents).digest('hex');

/** @param {ReadonlyMap<string, Uint8Array>} files by name */
export function checksums(files) {
  const names = [...files.keys()].sort();
  return names.map((name) => `${sha256(files.get(name) ?? new Uint8Array())}  ${name}\n`).join('');
}
