import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Running, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';
import { hasTerminal, onTerminal } from './terminal.js';

const WEB_ROOT = '/usr/share/nginx/html';
const NAMES = ['web-0', 'web-1'];

/** It needs a shell in the image, which elsewhere depends on who chose the images. */
const IS_EMBEDDED = process.env.E2E_KUBECONFIG === undefined;

describe.skipIf(!inject('kubectl') || !IS_EMBEDDED)('kubectl exec in pets', () => {
  let namespace: TestNamespace;
  beforeAll(async () => {
    namespace = await TestNamespace.create();
    await namespace.petset('create', '-f', namespace.file(webManifest()));
  });
  afterAll(() => namespace.remove());

  const exec = (pod: string, ...command: readonly string[]) => namespace.kubectl('exec', pod, '--', ...command);

  test('write the hostname, delete the pods, read it back: the guide of 2016', async () => {
    for (const pod of NAMES) await exec(pod, 'sh', '-c', `echo $(hostname) > ${WEB_ROOT}/index.html`);
    await namespace.kubectl('delete', 'pod', '-l', 'app=nginx');
    await namespace.petset('reconcile', 'web');
    for (const pod of NAMES) {
      expect(await exec(pod, 'cat', `${WEB_ROOT}/index.html`)).toEqual({ code: 0, stdout: `${pod}\n`, stderr: '' });
    }
  });

  test('an exit code is kubectl’s own', async () => {
    expect(await exec('web-0', 'sh', '-c', 'exit 3')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'command terminated with exit code 3\n',
    });
    const { code, stderr } = await exec('web-0', 'no-such-program');
    expect(code).toBe(1);
    expect(stderr).toContain('exec: "no-such-program": executable file not found in $PATH');
  });

  test('standard input comes in, to its end', async () => {
    const args = ['exec', '-i', 'web-0', '-n', namespace.name, '--', 'wc', '-l'];
    const running = new Running(spawn('kubectl', args, { env: { ...process.env, KUBECONFIG: inject('kubeconfig') } }));
    running.child.stdin?.end('a\nb\n');
    expect(await running.end()).toBe(0);
    expect(running.lines).toEqual(['2']);
  });

  test.skipIf(!hasTerminal)('a shell on a terminal takes what is typed', async () => {
    const line = `exec env KUBECONFIG="${inject('kubeconfig')}" kubectl exec -it web-1 -n ${namespace.name} -- sh`;
    const terminal = onTerminal(line);
    const running = new Running(terminal);
    terminal.stdin.write('echo "I am ${HOSTNAME##*-}"\n');
    await running.line(/^I am 1\r?$/);
    terminal.stdin.write('exit 4\n');
    expect(await running.end()).toBe(4);
  });

  test('a peer finds another by its name', async () => {
    // Names follow readiness, after a moment.
    await expect
      .poll(async () => (await exec('web-0', 'wget', '-qO-', 'http://web-1.nginx/')).stdout, { timeout: 20_000 })
      .toBe('web-1\n');
  });
});
