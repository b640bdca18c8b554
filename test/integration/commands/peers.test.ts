import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type Begun, beginCommand, type CommandRun } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
const DOMAIN = 'nginx.default.svc.cluster.local';
let cluster: Embedded;
let home: string;
beforeEach(async () => {
  cluster = await startEmbedded();
  home = mkdtempSync(join(tmpdir(), 'petset-peers-'));
  await petset('create', '-f', PETSET);
});
afterEach(async () => {
  await cluster.stop();
  rmSync(home, { recursive: true });
});

const begin = (...words: readonly string[]): Begun =>
  beginCommand(words, { env: { KUBECONFIG: cluster.kubeconfig, PATH: process.env.PATH ?? '' } });
const petset = (...words: readonly string[]): Promise<CommandRun> => begin(...words).ended;

const names = (...ordinals: readonly number[]): string =>
  ordinals.map((ordinal) => `web-${ordinal}.${DOMAIN}\n`).join('');

/** Has a pet run and not be ready, until it is again. */
const makeReady = (name: string, status: 'True' | 'False'): Promise<void> =>
  patchStatus(name, { conditions: [{ type: 'Ready', status }] });

async function patchStatus(name: string, status: object): Promise<void> {
  const path = `${cluster.url}/api/v1/namespaces/default/pods/${name}/status`;
  const { ok } = await fetch(path, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/strategic-merge-patch+json' },
    body: JSON.stringify({ status }),
  });
  expect(ok).toBe(true);
}

describe('peers', () => {
  test('are printed by their names, in the order of their ordinals', async () => {
    await petset('scale', 'web', '--replicas=11');
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(await petset('peers', 'web')).toEqual({ code: 0, stdout: names(...all), stderr: '' });
    expect((await petset('peers', 'web', '--cluster-domain=example.org', '-o', 'name')).stdout).toBe(
      names(...all).replaceAll('cluster.local', 'example.org'),
    );
  });

  test('that are not ready are left out where only others are wanted, and have no records', async () => {
    await makeReady('web-0', 'False');
    expect((await petset('peers', 'web')).stdout).toBe(names(0, 1));
    expect((await petset('peers', 'web', '--ready-only')).stdout).toBe(names(1));
    expect((await petset('peers', 'web', '-o', 'srv')).stdout).toBe(
      `_web._tcp.${DOMAIN}. 30 IN SRV 0 100 80 web-1.${DOMAIN}.\n`,
    );
    const early = { spec: { publishNotReadyAddresses: true } };
    orFail(await cluster.client.patch(RESOURCES.services, { namespace: 'default', name: 'nginx' }, 'merge', early));
    expect((await petset('peers', 'web', '-o', 'srv')).stdout).toContain(` 50 80 web-0.${DOMAIN}.\n`);
  });

  test('that nobody can find are printed with a warning', async () => {
    await cluster.client.delete(RESOURCES.services, { namespace: 'default', name: 'nginx' });
    const { code, stdout, stderr } = await petset('peers', 'web');
    expect({ code, stdout }).toEqual({ code: 0, stdout: names(0, 1) });
    expect(stderr).toBe(
      'Warning: petset/web: its pets have no DNS names, because there is no service/nginx: ' +
        'create one with clusterIP: None and the selector app=nginx\n',
    );
  });

  test('can be seen without the right to look at services', async () => {
    cluster.harm('list services: 403');
    expect(await petset('peers', 'web', '--ready-only')).toEqual({ code: 0, stdout: names(0, 1), stderr: '' });
    expect((await petset('peers', 'web', '-o', 'wide')).stdout).toMatch(/^web-0 .* Running +<unknown> /m);
    const srv = await petset('peers', 'web', '-o', 'srv');
    expect(srv.stdout).toBe('');
    expect(srv.stderr).toMatch(/^Warning: the service may not be looked at/);
  });

  test('that there are not', async () => {
    await petset('scale', 'web', '--replicas=0');
    expect(await petset('peers', 'web')).toEqual({ code: 0, stdout: '', stderr: 'petset/web has no pets\n' });
    expect(await petset('peers', 'nosuch')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): petsets "nosuch" not found\n',
    });
  });

  test('are printed anew after every change, until Ctrl-C', async () => {
    const watch = begin('peers', 'web', '--watch');
    await watch.printed(/web-1/);
    await petset('scale', 'web', '--replicas=1');
    await watch.printed(/^\n/m);
    watch.interrupt();
    expect(await watch.ended).toEqual({ code: 130, stdout: `${names(0, 1)}\n${names(0)}`, stderr: 'interrupted\n' });
  });

  test('of a set that goes are watched to its end', async () => {
    const watch = begin('peers', 'web', '-w');
    await watch.printed(/web-1/);
    await petset('clean', 'web', '--yes');
    const { code, stdout, stderr } = await watch.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: petset/web is gone\n' });
    expect(stdout).toBe(`${names(0, 1)}\n${names(0)}\n`);
  });
});

describe('a command for peers', () => {
  test('is run once all of them can be found, with their names as the peer finder sorted them', async () => {
    await petset('scale', 'web', '--replicas=11');
    await makeReady('web-3', 'False');
    const start = begin('peers', 'web', '--on-start', 'cat');
    await start.printed(/^waiting for the name of web-3$/m);
    await makeReady('web-3', 'True');
    expect(await start.ended).toEqual({
      code: 0,
      stdout: names(0, 1, 10, 2, 3, 4, 5, 6, 7, 8, 9),
      stderr: 'waiting for the name of web-3\n--on-start runs for 11 names\n',
    });
  });

  test('is no line for a shell unless it is asked for; it is told whose pets they are', async () => {
    const words = `sh -c 'echo "$PET_NAMESPACE/$PET_SET $0 $1" >&2' 'a b' $HOME`;
    expect((await petset('peers', 'web', '--on-start', words)).stderr).toContain('default/web a b $HOME\n');
    const line = await petset('peers', 'web', '--shell', '--on-start', 'head -1 | tr w W');
    expect(line.stdout).toBe(names(0).replace('w', 'W'));
  });

  test('ends it with its exit code where it fails', async () => {
    expect(await petset('peers', 'web', '--on-change', "sh -c 'exit 7'")).toEqual({
      code: 7,
      stdout: '',
      stderr: '--on-change runs for 2 names\nerror: --on-change: exit code 7\n',
    });
    const killed = await petset('peers', 'web', '--on-start', "sh -c 'kill -9 $$'");
    expect(killed).toMatchObject({ code: 137, stderr: expect.stringContaining('ended by SIGKILL') as string });
    const unknown = await petset('peers', 'web', '--on-start', 'no-such-program');
    expect(unknown).toMatchObject({
      code: 127,
      stderr: expect.stringMatching(/cannot run no-such-program: no such/) as string,
    });
  });

  test('follows every change after the start, one at a time, and what changes meanwhile at once', async () => {
    const [log, gate] = [join(home, 'log'), join(home, 'gate')];
    // The first change is not done with before it is let go.
    const change = `echo change >> ${log}; cat >> ${log}; [ -e ${gate} ] || { mkfifo ${gate}; echo held; cat ${gate}; }; echo done`;
    const both = begin(
      'peers',
      'web',
      '--shell',
      '--on-start',
      `echo start >> ${log}; cat >> ${log}`,
      '--on-change',
      change,
    );
    await both.printed(/on-start runs/);
    await petset('scale', 'web', '--replicas=1');
    await both.printed(/^held$/m);
    await petset('scale', 'web', '--replicas=3');
    writeFileSync(gate, '');
    await both.printed(/came[^]*^done$/m);
    both.interrupt();
    expect((await both.ended).code).toBe(130);
    expect(readFileSync(log, 'utf8')).toBe(`start\n${names(0, 1)}change\n${names(0)}change\n${names(0, 1, 2)}`);
  });

  test('hears of pets that are there and cannot be found any more, down to none', async () => {
    const change = begin('peers', 'web', '--on-change', "sh -c 'cat; echo end'");
    await change.printed(/^end$/m);
    await makeReady('web-0', 'False');
    await change.printed(/runs for 1 name: web-0 left/);
    await makeReady('web-1', 'False');
    await change.printed(/runs for 0 names: web-1 left\nend/);
    change.interrupt();
    expect((await change.ended).stdout).toBe(`${names(0, 1)}end\n${names(1)}end\nend\n`);
  });

  test('that runs is ended by Ctrl-C with all that it has started', async () => {
    const running = begin('peers', 'web', '--shell', '--on-start', 'sleep 1000 & echo $!; wait');
    await running.printed(/^\d+$/m);
    running.interrupt();
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '--on-start runs for 2 names\ninterrupted\n' });
    expect(() => process.kill(Number(stdout), 0)).toThrow('ESRCH');
  });

  test('need not read its input', async () => {
    await petset('scale', 'web', '--replicas=9');
    expect((await petset('peers', 'web', '--on-start', 'true')).code).toBe(0);
  });

  test('waits for a set that wants no pets until it wants some', async () => {
    await petset('scale', 'web', '--replicas=0');
    const start = begin('peers', 'web', '--on-start', 'cat');
    await start.printed(/^waiting for petset\/web to want pets$/m);
    await petset('scale', 'web', '--replicas=1');
    expect(await start.ended).toMatchObject({ code: 0, stdout: names(0) });
  });
});
