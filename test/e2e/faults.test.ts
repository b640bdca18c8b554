import { afterAll, describe, expect, inject, test } from 'vitest';
import { type Ran, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.js';

const BAD_DAY = new URL('../../examples/faults.yaml', import.meta.url).pathname;
/** How often somebody tries before it is too much. */
const PATIENCE = 40;

const open: { readonly cluster: SandboxProcess; readonly namespace: TestNamespace }[] = [];
afterAll(async () => {
  for (const { cluster, namespace } of open) {
    await namespace.remove();
    await cluster.stop();
  }
});

async function begin(...args: readonly string[]): Promise<TestNamespace> {
  const cluster = await startSandboxProcess(...args);
  const namespace = await TestNamespace.create(cluster.kubeconfig);
  open.push({ cluster, namespace });
  return namespace;
}

/** Does as somebody does whose command failed: types it again, or what it says goes on from there. */
async function insist(namespace: TestNamespace, ...command: readonly string[]): Promise<Ran> {
  let line = command;
  for (let attempt = 1; ; attempt++) {
    const ran = await namespace.petset(...line);
    const isGone = line[0] === 'clean' && attempt > 1 && ran.stderr.includes('petsets "web" not found');
    if (ran.code === 0 || isGone || attempt === PATIENCE) return isGone ? { ...ran, code: 0 } : ran;
    const isUnderWay = ran.stderr.includes('kubectl petset reconcile web');
    if (line[0] === 'create' && isUnderWay) line = ['reconcile', 'web'];
  }
}

const isReady = (pets: number): object => ({
  code: 0,
  stdout: expect.stringMatching(new RegExp(`petset/web ready \\(${pets}/${pets}\\)\n$`)) as string,
});

describe.skipIf(!inject('kubectl'))('on a bad day', () => {
  // They wait for most of their time, and not for each other.
  test.concurrent.each([1, 2, 3])(
    'the guide can be followed all the same, in its order: seed %d',
    async (seed) => {
      const namespace = await begin('--config', BAD_DAY, `--seed=${seed}`);
      const observer = await namespace.observe();
      const petset = (...line: readonly string[]): Promise<Ran> => insist(namespace, ...line);
      expect(await petset('create', '-f', namespace.file(webManifest()))).toMatchObject(isReady(2));
      expect(await petset('scale', 'web', '--replicas=3')).toMatchObject(isReady(3));
      expect((await petset('clean', 'web', '--yes')).code).toBe(0);

      expect(await namespace.names('pods,pvc')).toBe('');
      await observer.until(0);
      observer.stop();
      expect(observer.violations('web')).toEqual([]);
      expect(observer.counts).toEqual({ created: 3, deleted: 3 });
    },
    300_000,
  );
});

describe.skipIf(!inject('kubectl'))('a node that is lost', () => {
  test('its pet is replaced only once somebody says that it is dead, and nothing is wrong when it returns', async () => {
    const namespace = await begin('--nodes=2', '--speed=50');
    const podOn = async (name: string): Promise<string> =>
      (await namespace.kubectl('get', 'pod', name, '-o', 'jsonpath={.spec.nodeName}')).stdout;
    expect((await namespace.petset('create', '-f', namespace.file(webManifest()))).code).toBe(0);
    const lost = await podOn('web-1');
    expect(await podOn('web-0')).not.toBe(lost);

    await namespace.kubectl('annotate', 'node', lost, 'sandbox.petset.dev/fault=lost');
    expect((await namespace.kubectl('wait', '--for=condition=Ready=false', 'pod/web-1', '--timeout=30s')).code).toBe(0);
    expect((await namespace.kubectl('get', 'nodes')).stdout).toMatch(new RegExp(`^${lost} +NotReady `, 'm'));

    await namespace.kubectl('delete', 'pod', 'web-1', '--wait=false');
    const reconcile = namespace.start('reconcile', 'web');
    // Its grace of a second is 20 ms here.
    expect((await namespace.kubectl('wait', '--for=delete', 'pod/web-1', '--timeout=1s')).code).toBe(1);
    expect((await namespace.kubectl('get', 'pod', 'web-1')).stdout).toMatch(/ Terminating /);
    await namespace.kubectl('delete', 'pod', 'web-1', '--force', '--grace-period=0');
    expect(await reconcile.end()).toBe(0);
    expect(reconcile.lines.at(-1)).toBe('petset/web ready (2/2)');
    expect(await podOn('web-1')).toBe(await podOn('web-0'));

    await namespace.kubectl('annotate', 'node', lost, 'sandbox.petset.dev/fault-');
    expect((await namespace.kubectl('wait', '--for=condition=Ready', `node/${lost}`, '--timeout=30s')).code).toBe(0);
    expect((await namespace.petset('reconcile', 'web')).stdout).toBe('petset/web ready (2/2)\n');
    for (const what of [['get', 'pods'], ['describe', 'pods'], ['describe', 'node', lost], ['events']]) {
      const { code, stdout } = await namespace.kubectl(...what);
      expect({ code, hasNonsense: stdout.includes('<invalid>') }).toEqual({ code: 0, hasNonsense: false });
    }
  });
});
