import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { type KubeItem, TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.js';

/** The bad day of the examples, but for the watch that goes silent: that costs half a minute, and is tested elsewhere. */
const BAD_DAY = readFileSync(new URL('../../examples/faults.yaml', import.meta.url), 'utf8').replaceAll(
  /^ *- watch .*: silent .*\n/gm,
  '',
);

const open: { readonly cluster: SandboxProcess; readonly namespace: TestNamespace }[] = [];
const files = mkdtempSync(join(tmpdir(), 'petset-faults-'));
afterAll(async () => {
  rmSync(files, { recursive: true });
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

const isReady = (pets: number): object => ({
  code: 0,
  stdout: expect.stringMatching(new RegExp(`petset/web ready \\(${pets}/${pets}\\)\n$`)) as string,
});

describe.skipIf(!inject('kubectl'))('on a bad day', () => {
  // They wait for most of their time, and not for each other.
  test.concurrent.each([1, 2, 3])('the guide can be followed all the same, in its order: seed %d', async (seed) => {
    const config = join(files, `${seed}.yaml`);
    writeFileSync(config, BAD_DAY);
    const namespace = await begin('--config', config, '--speed=30', `--seed=${seed}`);
    const observer = await namespace.observe();
    expect(await namespace.petset('create', '-f', namespace.file(webManifest()))).toMatchObject(isReady(2));
    expect(await namespace.petset('scale', 'web', '--replicas=3')).toMatchObject(isReady(3));
    expect((await namespace.petset('clean', 'web', '--yes')).code).toBe(0);

    expect(await namespace.names('pods,pvc')).toBe('');
    await observer.until(0);
    observer.stop();
    expect(observer.violations('web')).toEqual([]);
    expect(observer.counts).toEqual({ created: 3, deleted: 3 });
  });
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

  test('its pet is named with what ends the wait, and replaced by force', async () => {
    const namespace = await begin('--nodes=2', '--speed=50');
    const podOf = (name: string): Promise<KubeItem & { spec: { nodeName: string } }> => namespace.get('pod', name);
    await namespace.petset('create', '-f', namespace.file(webManifest()));
    const before = await podOf('web-1');
    const lost = before.spec.nodeName;
    await namespace.kubectl('annotate', 'node', lost, 'sandbox.petset.dev/fault=lost');
    await namespace.kubectl('wait', '--for=condition=Ready=false', 'pod/web-1', '--timeout=30s');

    const patient = namespace.start('replace', 'web', '1', '--yes');
    const line = await patient.line(/^pod\/web-1 is still there/);
    expect(line).toMatch(
      new RegExp(
        `, and node ${lost} is not ready since 20\\d\\d-\\S+Z: Kubelet stopped posting node status; look further: .*; ` +
          `if that node is really gone: kubectl petset replace web 1 --force -n ${namespace.name}$`,
      ),
    );
    expect((await podOf('web-1')).metadata.uid).toBe(before.metadata.uid);
    const forced = await namespace.petset('replace', 'web', '1', '--force', '--yes');
    expect(forced.code).toBe(0);
    expect(await patient.end()).toBe(0);
    const after = await podOf('web-1');
    expect([after.metadata.uid === before.metadata.uid, after.spec.nodeName === lost]).toEqual([false, false]);
  });
});
