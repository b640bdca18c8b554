import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

test.skipIf(process.getuid?.() !== 0)('a user that the system does not know', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [BUNDLE, '--version'], {
    uid: 54_321,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
