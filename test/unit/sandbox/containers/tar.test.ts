import { expect, test } from 'vitest';
import { readTar, TarError, writeTar } from '../../../../src/sandbox/containers/archive/tar.js';
import { machine, sh } from './machine.js';

const CHANGED = Date.UTC(2016, 6, 1);

test('an archive is read as it was written, names of any length included', () => {
  const long = `${'deep/'.repeat(40)}file`;
  const members = [
    { name: 'pages/', mode: 0o755, changedAt: CHANGED },
    { name: 'pages/a', mode: 0o600, changedAt: CHANGED, bytes: Buffer.from('one\n') },
    { name: long, mode: 0o644, changedAt: CHANGED, bytes: Buffer.alloc(513, 'x') },
    { name: 'empty', mode: 0o644, changedAt: CHANGED, bytes: Buffer.alloc(0) },
  ];
  const archive = writeTar(members);
  expect(archive.length % 512).toBe(0);
  expect(readTar(archive)).toEqual(members);
});

test('the name that a PAX header tells counts', () => {
  const [path, text] = ['a/pax/name', '17 path=a/pax/name\n'];
  const archive = writeTar([
    { name: 'PaxHeaders', mode: 0o644, changedAt: CHANGED, bytes: Buffer.from(text) },
    { name: 'short', mode: 0o644, changedAt: CHANGED, bytes: Buffer.from('x') },
  ]);
  archive.write('x', 156);
  expect(readTar(archive).map(({ name }) => name)).toEqual([path]);
});

test('what ends too early is no archive', () => {
  const archive = writeTar([{ name: 'a', mode: 0o644, changedAt: CHANGED, bytes: Buffer.from('one') }]);
  expect(() => readTar(archive.subarray(0, 512))).toThrow(TarError);
});

test('tar packs and unpacks directories, and nothing outside of where it is told to', async () => {
  const script = `
    mkdir -p /tmp/from/deep /tmp/to; echo one > /tmp/from/a; echo two > /tmp/from/deep/b; chmod +x /tmp/from/a
    tar cf - -C /tmp from | tar -xmf - -C /tmp/to
    cat /tmp/to/from/a /tmp/to/from/deep/b; test -x /tmp/to/from/a && echo runs
    cd /tmp/to; tar cf /tmp/out.tar ../from/a; tar tf /tmp/out.tar; mkdir /tmp/in; tar xf /tmp/out.tar -C /tmp/in; ls /tmp/in`;
  const { out, err } = await sh(script, machine());
  expect(out).toBe('one\ntwo\nruns\n../from/a\nfrom\n');
  expect(err).toBe('');
});

test('tar says what it cannot find or read', async () => {
  const { err } = await sh(
    'tar cf /tmp/none.tar /none; echo x > /tmp/x; tar xf /tmp/x; tar czf /tmp/z /etc; tar -v',
    machine(),
  );
  expect(err.split('\n')).toEqual([
    'tar: /none: No such file or directory',
    'tar: short read',
    'tar: archives are not compressed here',
    'tar: must specify one of -c, -x, -t',
    '',
  ]);
});
