import { expect, test } from 'vitest';
import { Disk } from '../../../../src/sandbox/containers/files/disk.js';
import { FileSystem } from '../../../../src/sandbox/containers/files/file-system.js';
import { machine, mountOf, sh } from './machine.js';

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
