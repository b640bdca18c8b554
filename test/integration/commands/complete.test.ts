import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complete } from '../../../src/cli/complete/complete.js';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import { orFail } from '../../../src/cluster/api-error.js';
import { FakeClock } from '../../fixtures/clock.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';
import { printedBy, typingOn } from '../../fixtures/world.js';

let cluster: Embedded;
let home: string;
const { petset } = typingOn(() => cluster);

beforeAll(async () => {
  cluster = await startEmbedded();
  home = mkdtempSync(join(tmpdir(), 'petset-complete-'));
  const made = orFail(await cluster.records.create(webSet({ replicas: 3 }), 'default'));
  await cluster.reconcile(made);
  await petset('upgrade web --image nginx=nginx:1.29 --change-cause faster');
});
afterAll(async () => {
  rmSync(home, { recursive: true });
  await cluster.stop();
});

interface Asking {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: FakeClock;
}

/** The lines of the answer. Nothing is ever late, unless a clock is moved. */
async function answer(line: string, { env = {}, clock = new FakeClock() }: Asking = {}): Promise<readonly string[]> {
  const printed = await printedBy((world) => complete(line.split(' '), VOCABULARY, { startedAt: clock.now(), world }), {
    clock,
    env: { KUBECONFIG: cluster.kubeconfig, ...env },
  });
  return printed.trimEnd().split('\n');
}

/** The kubeconfig of the cluster with something else in it. */
function kubeconfig(change: (text: string) => string): string {
  const file = join(home, `${Math.random()}`);
  writeFileSync(file, change(readFileSync(cluster.kubeconfig, 'utf8')));
  return file;
}

describe('names of the cluster', () => {
  test.each([
    ['scale ', ['web\t3 pets', ':4']],
    ['scale petset/', ['petset/web\t3 pets', ':4']],
    ['run web ', [':4']],
    ['pause web ', ['web-0\tRunning', 'web-1\tRunning', 'web-2\tRunning', ':4']],
    ['replace petset/web pod/', ['pod/web-0\tRunning', 'pod/web-1\tRunning', 'pod/web-2\tRunning', ':4']],
    ['exec web --pets 1,', ['1,0', '1,2', ':38']],
    ['exec web -c ', ['nginx\tnginx:1.29', ':4']],
    ['upgrade web --image ', ['nginx=\tnginx:1.29', ':6']],
    ['upgrade web --image nginx=', ['nginx=nginx:\tnginx:1.29', ':6']],
    ['upgrade web --storage ', ['www=\t1Gi', ':6']],
    ['rollback web --to-revision ', ['2\tfaster', '1', ':36']],
    ['get -n kube-s', ['kube-system', ':4']],
    ['get -n kube-system ', [':4']],
    ['get --context ', ['petset-sandbox\tpetset-sandbox', ':4']],
    ['get --cluster ', ['petset-sandbox', ':4']],
    ['pause nobody ', [':4']],
    ['exec nobody -c ', [':4']],
    ['adopt ', [':4']],
  ])('%j', async (line, lines) => {
    expect(await answer(line)).toEqual(lines);
  });

  test('as whom the flags say: whoever may see nothing is offered nothing, and is not told', async () => {
    expect(await answer('scale --as=nobody ')).toEqual([':4']);
    expect(await answer('get --as=nobody -n ')).toEqual([':4']);
    expect(await answer('scale --token=wrong ')).toEqual([':4']);
  });

  test('what somebody has broken is left out', async () => {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', data: { 'petset.json': '{' } };
    const metadata = { name: 'petset-bad', namespace: 'default', labels: { 'petset.dev/record': 'petset' } };
    const { RESOURCES } = await import('../../../src/cluster/resource.js');
    orFail(await cluster.client.create(RESOURCES.configMaps, { ...map, metadata }));
    expect(await answer('scale ')).toEqual(['web\t3 pets', ':4']);
    orFail(await cluster.client.delete(RESOURCES.configMaps, { namespace: 'default', name: 'petset-bad' }));
  });
});

test('a cluster that does not answer in time has no names, and its late answer does no harm', async () => {
  const clock = new FakeClock();
  cluster.harm('get configmaps: hang');
  const asked = new Promise<void>((resolve) => void cluster.onArrival(() => resolve()));
  const offered = answer('scale ', { clock });
  await asked;
  await clock.advance(231);
  expect(await offered).toEqual([':4']);
  cluster.harm();
});

describe('a credential plugin', () => {
  const pluginOf = (mode: string): string => {
    const token = JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: cluster.token },
    });
    const ran = join(home, 'ran');
    rmSync(ran, { force: true });
    const args = ['-c', `touch ${ran}; echo '${token}'`];
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args,
      ...(mode && { interactiveMode: mode }),
    };
    return kubeconfig((text) => text.replace(/^( +)token: .*$/m, `$1exec: ${JSON.stringify(exec)}`));
  };
  const NAMES = ['web\t3 pets', ':4'];
  const NONE = [':4'];
  const PATIENT = { PETSET_COMPLETION_TIMEOUT: '20s' };

  test.each([
    ['Never', {}, NAMES],
    ['IfAvailable', {}, NONE],
    ['', {}, NONE],
    ['Always', {}, NONE],
    ['IfAvailable', PATIENT, NAMES],
    ['Always', PATIENT, NONE],
  ])('that is interactive %j with %j', async (mode, env, lines) => {
    const file = pluginOf(mode);
    expect(await answer(`scale --kubeconfig=${file} `, { env })).toEqual(lines);
    expect(existsSync(join(home, 'ran'))).toBe(lines === NAMES);
  });
});

test('sets whose records are custom resources, and both at once', async () => {
  expect(await petset('install')).toMatchObject({ code: 0 });
  expect(await answer('scale ')).toEqual(['web\t3 pets', ':4']);
  expect(await answer('exec web -c ')).toEqual(['nginx\tnginx:1.29', ':4']);
  await petset('uninstall');
  expect(await answer('scale ')).toEqual(['web\t3 pets', ':4']);
});
