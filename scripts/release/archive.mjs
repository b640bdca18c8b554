// Packs files so that the same files make the same bytes, whoever packs them, and when.
import { Buffer } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { pack } from 'tar-stream';

/** @typedef {{ name: string, mode: number, contents: Uint8Array }} Entry */

/** A zip knows no earlier time. */
const EPOCH = new Date(Date.UTC(1980, 0, 1));
const REGULAR_FILE = 0o100000;
/** Of the systems that a zip may come from, the one that knows modes. */
const UNIX = 3;

/** @param {readonly Entry[]} entries */
const sorted = (entries) => [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));

/** @param {readonly Entry[]} entries @returns {Promise<Uint8Array>} */
export async function tarGz(entries) {
  const tar = pack();
  for (const { name, mode, contents } of sorted(entries)) {
    const owner = { uid: 0, gid: 0, uname: 'root', gname: 'root' };
    tar.entry({ name, mode, mtime: EPOCH, type: 'file', ...owner }, Buffer.from(contents));
  }
  tar.finalize();
  return gzipSync(await buffer(tar), { level: 9 });
}

/** @param {readonly Entry[]} entries @returns {Uint8Array} */
export function zip(entries) {
  // A zip knows no time zone: it is written as local time, so it is made as local time.
  const mtime = new Date(1980, 0, 1);
  const files = sorted(entries).map(({ name, mode, contents }) => {
    const attrs = ((REGULAR_FILE | mode) << 16) >>> 0;
    return [name, [contents, { level: 9, mtime, os: UNIX, attrs }]];
  });
  return zipSync(Object.fromEntries(files));
}
