import { afterEach, expect, test, vi } from 'vitest';
import { Disk } from '../../../../src/sandbox/containers/files/disk.js';
import { sizeOf } from '../../../../src/sandbox/containers/files/entry.js';
import { FileSystem } from '../../../../src/sandbox/containers/files/file-system.js';
import { Reader } from '../../../../src/sandbox/containers/shell/reader.js';
import { machine, mountOf, run, sh } from './machine.js';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a disk that is full takes nothing more, and what is removed makes room', async () => {
  const on = machine();
  const script =
    'i=0; while [ $i -lt 100 ]; do echo 0123456789012345678901234567890123456789 >> /small/f || break; i=$((i+1)); done; [ $i -gt 50 ] && [ $i -lt 100 ] && echo full';
  const ran = await sh(script, on);
  expect(ran.err).toContain('No space left on device');
  expect(await sh('rm /small/f; echo again > /small/g; cat /small/g', on)).toEqual({
    code: 0,
    out: 'again\n',
    err: '',
  });
});

test('volumes are seen where they are mounted, the innermost one first', () => {
  const [own, outer, inner] = [new Disk(0, 1e6), new Disk(0, 1e6), new Disk(0, 1e6)];
  const files = new FileSystem([mountOf('/', own), mountOf('/a', outer), mountOf('/a/b/c', inner)], () => 0);
  files.write('/a/b/c/deep', Buffer.from('x'));
  expect([...inner.root.entries.keys()]).toEqual(['deep']);
  expect(files.list('/a/b').map(([name]) => name)).toEqual(['c']);
  expect(() => files.remove('/a')).toThrow('Device or resource busy');
});

test('a path through a file is no directory, and a directory is no file', () => {
  const files = new FileSystem([mountOf('/', new Disk(0, 1e6))], () => 0);
  files.write('/f', Buffer.from('x'));
  expect(() => files.get('/f/g')).toThrow('Not a directory');
  expect(() => files.read('/')).toThrow('Is a directory');
  expect(() => files.write('/none/f', Buffer.from(''))).toThrow('No such file or directory');
});

test('what is used of a disk is known without looking at it again', () => {
  const disk = new Disk(0, 1e6);
  const files = new FileSystem([mountOf('/', disk)], () => 0);
  files.write('/f', Buffer.from('abc'));
  files.write('/f', Buffer.from('de'), 'append');
  files.makeDirectory('/d');
  files.write('/d/g', Buffer.from('gone'));
  expect(disk.used).toBe(sizeOf(disk.root));
  files.write('/f', Buffer.from('x'));
  files.remove('/d/g');
  files.remove('/d');
  expect(disk.used).toBe(sizeOf(disk.root));
  expect(disk.used).toBeLessThan(300);
});

test('what is appended changes no bytes that somebody has read', () => {
  const files = new FileSystem([mountOf('/', new Disk(0, 1e6))], () => 0);
  files.write('/f', Buffer.from('abc'));
  files.write('/f', Buffer.from('def'), 'append');
  const read = files.read('/f');
  files.write('/f', Buffer.from('ghi'), 'append');
  files.write('/f', Buffer.from('new'));
  files.write('/f', Buffer.from('!'), 'append');
  expect([read.toString(), files.read('/f').toString()]).toEqual(['abcdef', 'new!']);
});

test('a file that grows little by little is seldom moved, and its disk not looked through', () => {
  const disk = new Disk(0, 16e6);
  const files = new FileSystem([mountOf('/', disk)], () => 0);
  for (let count = 0; count < 10; count += 1) files.write(`/f${count}`, Buffer.alloc(0));
  const lookedThrough = vi.spyOn(disk.root.entries, 'values');
  const line = Buffer.alloc(100);
  const places = new Set<ArrayBufferLike>();
  for (let count = 0; count < 10_000; count += 1) {
    files.write('/f0', line, 'append');
    places.add(files.read('/f0').buffer);
  }
  expect(files.read('/f0')).toHaveLength(1_000_000);
  // Twice the room each time.
  expect(places.size).toBeLessThanOrEqual(Math.log2(1_000_000));
  expect(lookedThrough).not.toHaveBeenCalled();
});

test('a long here-document is read once, line by line as it is', async () => {
  const count = 2_000;
  const looks = vi.spyOn(Reader.prototype, 'rest', 'get');
  const script = `cat <<-EOF | wc -l\n${'a line of text\n'.repeat(count)}\tEOF\necho "two\nlines"\n`;
  const { out } = await run(['sh'], machine(), script);
  expect(out).toBe(`${count}\ntwo\nlines\n`);
  expect(looks.mock.calls.length).toBeGreaterThanOrEqual(count);
  expect(looks.mock.calls.length).toBeLessThan(2 * count);
});
