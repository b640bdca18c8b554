import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

/** Makes the system know nobody, as in a container that runs as a user which its image has not heard of. */
const NOBODY_IS_KNOWN = `
  import os from 'node:os';
  import { syncBuiltinESMExports } from 'node:module';
  os.userInfo = () => { throw new Error('no such user'); };
  syncBuiltinESMExports();
`;

test('a user that the system does not know', () => {
  const preload = `data:text/javascript,${encodeURIComponent(NOBODY_IS_KNOWN)}`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', preload, BUNDLE, '--version'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
