import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { extract, type Header } from 'tar-stream';
import { afterEach, expect, test, vi } from 'vitest';
import { tarGz, zip } from '../../../scripts/release/archive.mjs';

const ENTRIES = [
  { name: 'kubectl-petset', mode: 0o755, contents: Buffer.from('#!/bin/sh\n') },
  { name: 'LICENSE', mode: 0o644, contents: Buffer.from('free\n') },
];
const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

test.each([
  ['tar.gz', tarGz],
  ['zip', zip],
])('the same files make the same %s, in whatever order, time and time zone', async (_form, pack) => {
  const once = sum(await pack(ENTRIES));
  vi.stubEnv('TZ', 'Pacific/Auckland');
  vi.useFakeTimers({ now: new Date('2031-01-01'), toFake: ['Date'] });
  expect(sum(await pack([...ENTRIES].reverse()))).toBe(once);
  expect(sum(await pack([{ ...ENTRIES[0]!, mode: 0o644 }, ENTRIES[1]!]))).not.toBe(once);
});

test('a tar.gz holds files of nobody, in order, with their modes', async () => {
  const seen: (Pick<Header, 'name' | 'mode' | 'uid' | 'gid' | 'type' | 'mtime'> & { text: string })[] = [];
  const tar = extract();
  tar.end(gunzipSync(await tarGz(ENTRIES)));
  for await (const entry of tar) {
    const { name, mode, uid, gid, type, mtime } = entry.header;
    seen.push({ name, mode, uid, gid, type, mtime, text: (await buffer(entry)).toString() });
  }
  const common = { uid: 0, gid: 0, type: 'file', mtime: new Date('1980-01-01T00:00:00Z') };
  expect(seen).toEqual([
    { ...common, name: 'LICENSE', mode: 0o644, text: 'free\n' },
    { ...common, name: 'kubectl-petset', mode: 0o755, text: '#!/bin/sh\n' },
  ]);
});

test('a zip holds them in order, with their modes for who knows modes', () => {
  const bytes = Buffer.from(zip(ENTRIES));
  expect(Object.entries(unzipSync(bytes)).map(([name, it]) => [name, Buffer.from(it).toString()])).toEqual([
    ['LICENSE', 'free\n'],
    ['kubectl-petset', '#!/bin/sh\n'],
  ]);
  // PKWARE's APPNOTE 4.3.12: in the central directory, "version made by" is 4 bytes and the external attributes are 38 bytes in.
  const first = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const second = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), first + 1);
  const modes = [first, second].map((at) => [bytes.readUInt8(at + 5), bytes.readUInt32LE(at + 38) >>> 16]);
  expect(modes).toEqual([
    [3, 0o100644],
    [3, 0o100755],
  ]);
});
