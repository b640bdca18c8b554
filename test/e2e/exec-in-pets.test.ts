import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

const WEB_ROOT = '/usr/share/nginx/html';

/** It needs a shell in the image: there is one in those that CONTRIBUTING names. */
describe.skipIf(!inject('kubectl'))('a command in all pets', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
    await namespace.petset('create', '-f', namespace.file(webManifest()));
  });
  afterAll(() => namespace.remove());

  const exec = (flags: readonly string[], ...command: readonly string[]) =>
    namespace.petset('exec', 'web', ...flags, '--', ...command);

  test('does what the guide of 2016 did in a loop', async () => {
    await exec([], 'sh', '-c', `echo $(hostname) > ${WEB_ROOT}/index.html`);
    await namespace.kubectl('delete', 'pod', '-l', 'app=nginx');
    await namespace.petset('reconcile', 'web');
    expect(await exec([], 'cat', `${WEB_ROOT}/index.html`)).toEqual({
      code: 0,
      stdout: 'web-0 | web-0\nweb-1 | web-1\n',
      stderr: '',
    });
  });

  test('ends with the first failure, after it was run in all', async () => {
    expect(await exec([], 'sh', '-c', 'hostname; [ $(hostname) = web-0 ] || exit 3; exit 4')).toEqual({
      code: 4,
      stdout: 'web-0 | web-0\nweb-1 | web-1\n',
      stderr:
        'error: pod/web-0: command terminated with exit code 4\nerror: pod/web-1: command terminated with exit code 3\n',
    });
  });

  test('says what kubectl says of a container that there is not', async () => {
    expect(await exec(['-c', 'nosuch', '--pets=0,5'], 'true')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: pod/web-0: container nosuch is not valid for pod web-0\n' +
        'Error from server (NotFound): pods "web-5" not found\n',
    });
  });

  test('is run in all at once, and is ended by Ctrl-C', async () => {
    const running = namespace.start('exec', 'web', '--parallel', '--', 'sh', '-c', 'echo here; exec sleep 1000');
    await Promise.all([running.line(/^web-0 \| here$/), running.line(/^web-1 \| here$/)]);
    running.child.kill('SIGINT');
    expect(await running.end()).toBe(130);
    expect(running.lines.at(-1)).toBe('interrupted');
  });

  test('needs no more than the role edit', async () => {
    await namespace.kubectl('create', 'rolebinding', 'editor', '--clusterrole=edit', '--user=petset-editor');
    const { code, stdout } = await exec(['--as=petset-editor'], 'hostname');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'web-0 | web-0\nweb-1 | web-1\n' });
  });
});
