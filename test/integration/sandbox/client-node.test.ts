import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  ApiException,
  AppsV1Api,
  CoordinationV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  V1MicroTime,
  Watch,
} from '@kubernetes/client-node';
import type { Informer, KubernetesObject, LogOptions, ObjectCache, V1ConfigMap, V1Pod } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { requestFault } from '../../fixtures/request-fault.js';
import { startCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { movableClock } from './fast-clock.js';

const NS = 'default';

let cluster: Cluster;
let config: KubeConfig;
let core: CoreV1Api;
const clock = movableClock();

beforeAll(async () => {
  cluster = await startCluster({ clock });
  config = new KubeConfig();
  config.loadFromString(cluster.sandbox.kubeconfig());
  core = config.makeApiClient(CoreV1Api);
});
afterAll(() => cluster.stop());

const pod = (name: string, annotations: Record<string, string> = {}): V1Pod => ({
  metadata: { name, annotations, labels: { app: name } },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: 'nginx' }] },
});

const configMap = (name: string, data: Record<string, string> = {}): V1ConfigMap & { metadata: { name: string } } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NS, labels: { set: name.replace(/-.*/, '') } },
  data,
});

/** The code and the reason of what a promise of the client is refused with. */
async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiException)) throw new Error('was not refused', { cause: error });
  const body = typeof error.body === 'string' ? (JSON.parse(error.body) as unknown) : (error.body as unknown);
  return `${error.code} ${(body as { reason?: string }).reason ?? ''}`;
}

/** Reads and writes once more where a controller has written in between. */
async function againAtConflicts(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
    await againAtConflicts(act);
  }
}

describe('the generated clients', () => {
  test('create, read, list, replace, patch and delete pods, typed', async () => {
    const made = await core.createNamespacedPod({ namespace: NS, body: pod('typed') });
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    expect(made.status?.phase).toBe('Pending');
    await cluster.until(`/api/v1/namespaces/${NS}/pods/typed`, (one) => (one as V1Pod).status?.phase === 'Running');
    const read = await core.readNamespacedPod({ namespace: NS, name: 'typed' });
    expect(read.status?.containerStatuses?.[0]?.state?.running?.startedAt).toBeInstanceOf(Date);
    const labelled = await core.replaceNamespacedPod({
      namespace: NS,
      name: 'typed',
      body: { ...read, metadata: { ...read.metadata, labels: { app: 'typed', color: 'red' } } },
    });
    expect(labelled.metadata?.labels).toEqual({ app: 'typed', color: 'red' });
    const list = await core.listNamespacedPod({ namespace: NS, labelSelector: 'color=red', limit: 10 });
    expect(list.items.map(({ metadata }) => metadata?.name)).toEqual(['typed']);
    const patched = await core.patchNamespacedPod({
      namespace: NS,
      name: 'typed',
      body: [{ op: 'remove', path: '/metadata/labels/color' }],
    });
    expect(patched.metadata?.labels).toEqual({ app: 'typed' });
    expect(await refusal(core.createNamespacedPod({ namespace: NS, body: pod('typed') }))).toBe('409 AlreadyExists');
    expect(await refusal(core.replaceNamespacedPod({ namespace: NS, name: 'typed', body: read }))).toBe('409 Conflict');
    await core.deleteNamespacedPod({ namespace: NS, name: 'typed', gracePeriodSeconds: 0 });
    await cluster.gone(`/api/v1/namespaces/${NS}/pods/typed`);
    expect(await refusal(core.readNamespacedPod({ namespace: NS, name: 'typed' }))).toBe('404 NotFound');
  });

  test('a stateful set has its scale and its status', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const at = { namespace: NS, name: 'set' };
    const labels = { app: 'set' };
    await apps.createNamespacedStatefulSet({
      namespace: NS,
      body: {
        metadata: { name: 'set' },
        spec: {
          replicas: 1,
          serviceName: 'set',
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
        },
      },
    });
    await againAtConflicts(async () => {
      const scale = await apps.readNamespacedStatefulSetScale(at);
      expect(scale.spec?.replicas).toBe(1);
      await apps.replaceNamespacedStatefulSetScale({ ...at, body: { ...scale, spec: { replicas: 3 } } });
    });
    await againAtConflicts(async () => {
      const set = await apps.readNamespacedStatefulSet(at);
      expect(set.spec?.replicas).toBe(3);
      const body = { ...set, status: { replicas: 2 } };
      const { status } = await apps.replaceNamespacedStatefulSetStatus({ ...at, body });
      expect(status?.replicas).toBe(2);
    });
  });

  test('a lease is renewed by one of two only', async () => {
    const leases = config.makeApiClient(CoordinationV1Api);
    const body = { metadata: { name: 'leader' }, spec: { holderIdentity: 'a', leaseDurationSeconds: 15 } };
    const lease = await leases.createNamespacedLease({ namespace: NS, body });
    const renewTime = new V1MicroTime('2026-01-01T00:00:05.000001Z');
    const renewed = { ...lease, spec: { ...lease.spec, renewTime } };
    await leases.replaceNamespacedLease({ namespace: NS, name: 'leader', body: renewed });
    const late = leases.replaceNamespacedLease({ namespace: NS, name: 'leader', body: renewed });
    expect(await refusal(late)).toBe('409 Conflict');
    const read = await leases.readNamespacedLease({ namespace: NS, name: 'leader' });
    expect(JSON.stringify(read.spec?.renewTime)).toBe('"2026-01-01T00:00:05.000000Z"');
  });
});

describe('KubernetesObjectApi', () => {
  test('finds by discovery where a kind is served, and does all there is to do', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const made = await objects.create(configMap('any', { a: '1' }));
    expect(made.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(await objects.read<V1ConfigMap>(configMap('any'))).toMatchObject({ data: { a: '1' } });
    const merged = await objects.patch<V1ConfigMap>(
      { ...configMap('any'), data: { b: '2' } },
      undefined,
      undefined,
      undefined,
      undefined,
      PatchStrategy.MergePatch,
    );
    expect(merged.data).toEqual({ a: '1', b: '2' });
    const replaced = await objects.replace<V1ConfigMap>({ ...merged, ...configMap('any', { c: '3' }) });
    expect(replaced.data).toEqual({ c: '3' });
    const list = await objects.list<KubernetesObject>(
      'v1',
      'ConfigMap',
      NS,
      undefined,
      undefined,
      undefined,
      undefined,
      'set=any',
    );
    expect(list.items.map(({ metadata }) => metadata?.name)).toEqual(['any']);
    expect((await objects.delete(configMap('any'))).status).toBe('Success');
    expect(await refusal(objects.read(configMap('any')))).toBe('404 NotFound');
  });
});

/** What a watch or an informer saw, and who waits for it. */
class Seen {
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();

  add(line: string): void {
    this.#lines.push(line);
    for (const look of this.#waiting) look();
  }

  /** Resolves with all that was seen once the last of it is this. */
  until(line: string): Promise<readonly string[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.#lines.includes(line)) return;
        this.#waiting.delete(look);
        resolve(this.#lines);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

test('Watch shows what happens since a version, and ends when it is aborted', async () => {
  const { metadata } = await core.listNamespacedConfigMap({ namespace: NS });
  const seen = new Seen();
  const ended = new Promise<void>((resolve) => {
    void new Watch(config)
      .watch(
        `/api/v1/namespaces/${NS}/configmaps`,
        { labelSelector: 'set=watched', resourceVersion: metadata?.resourceVersion, allowWatchBookmarks: true },
        (phase, object: V1ConfigMap) => seen.add(`${phase} ${object.metadata?.name ?? ''}`),
        () => resolve(),
      )
      .then(async (controller) => {
        const at = { namespace: NS, name: 'watched' };
        await core.createNamespacedConfigMap({ namespace: NS, body: configMap('watched') });
        await core.replaceNamespacedConfigMap({ ...at, body: configMap('watched', { a: '1' }) });
        await core.deleteNamespacedConfigMap(at);
        await seen.until('DELETED watched');
        controller.abort();
      });
  });
  await ended;
  expect(await seen.until('DELETED watched')).toEqual(['ADDED watched', 'MODIFIED watched', 'DELETED watched']);
});

describe('an informer', () => {
  interface Informed {
    readonly informer: Informer<V1ConfigMap> & ObjectCache<V1ConfigMap>;
    readonly seen: Seen;
    readonly names: () => string[];
    readonly lists: () => number;
  }

  function inform(set: string): Informed {
    const seen = new Seen();
    let lists = 0;
    const listFn = (): ReturnType<CoreV1Api['listNamespacedConfigMap']> => {
      lists += 1;
      return core.listNamespacedConfigMap({ namespace: NS, labelSelector: `set=${set}` });
    };
    const path = `/api/v1/namespaces/${NS}/configmaps`;
    const informer = makeInformer(config, path, listFn, `set=${set}`);
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata }) => seen.add(`${verb} ${metadata?.name ?? ''}`));
    }
    informer.on('error', () => seen.add('error'));
    onTestFinished(() => informer.stop());
    const names = (): string[] => informer.list().map(({ metadata }) => metadata?.name ?? '');
    return { informer, seen, names, lists: () => lists };
  }

  const make = (name: string): Promise<unknown> =>
    core.createNamespacedConfigMap({ namespace: NS, body: configMap(name) });
  const change = (name: string, data: Record<string, string>): Promise<unknown> =>
    core.replaceNamespacedConfigMap({ namespace: NS, name, body: configMap(name, data) });
  const remove = (name: string): Promise<unknown> => core.deleteNamespacedConfigMap({ namespace: NS, name });

  test('lists, and then hears of every change', async () => {
    await make('informed-0');
    const { informer, seen, names, lists } = inform('informed');
    await informer.start();
    await seen.until('add informed-0');
    await make('informed-1');
    await seen.until('add informed-1');
    await change('informed-1', { a: '1' });
    await seen.until('update informed-1');
    expect(informer.get('informed-1', NS)?.data).toEqual({ a: '1' });
    await remove('informed-0');
    await seen.until('delete informed-0');
    expect(names()).toEqual(['informed-1']);
    expect(lists()).toBe(1);
  });

  test('goes on where its connection broke, without another list', async () => {
    cluster.sandbox.setRequestFaults([requestFault('watch configmaps: cut events=1 times=1')]);
    onTestFinished(() => cluster.sandbox.setRequestFaults([]));
    const { informer, seen, names, lists } = inform('broken');
    await make('broken-0');
    // What is on its way has been sent on with the first event only.
    const started = informer.start();
    await seen.until('add broken-0');
    await change('broken-0', { a: '1' });
    await started;
    await seen.until('error');
    await make('broken-1');
    await remove('broken-0');
    await informer.start();
    await seen.until('delete broken-0');
    expect(names()).toEqual(['broken-1']);
    expect(lists()).toBe(1);
  });

  test('lists again when the server does not remember where it was', async () => {
    const { informer, seen, names, lists } = inform('old');
    await make('old-0');
    await make('old-1');
    await informer.start();
    await seen.until('add old-1');
    await informer.stop();
    await remove('old-0');
    await make('old-2');
    await forget();
    await informer.start();
    await seen.until('add old-2');
    expect(names().sort()).toEqual(['old-1', 'old-2']);
    expect(lists()).toBe(2);
  });
});

/** Lets time pass and a config map change, until the server has dropped what happened before. */
async function forget(): Promise<void> {
  await core.createNamespacedConfigMap({ namespace: NS, body: configMap('busy') });
  const path = `/api/v1/namespaces/${NS}/configmaps/busy`;
  for (let round = 0; round < MORE_THAN_REMEMBERED / AT_ONCE; round += 1) {
    const writes = Array.from({ length: AT_ONCE }, (_, index) => ({ data: { n: `${round}.${index}` } }));
    await Promise.all(writes.map((body) => cluster.patch(path, body)));
    clock.move(HOUR_MS);
  }
}

/** The server remembers 2048 changes of a kind, however long they are ago. */
const MORE_THAN_REMEMBERED = 2100;
const AT_ONCE = 50;
const HOUR_MS = 3_600_000;

test('Log prints what a container says, and follows it to its end', async () => {
  const path = `/api/v1/namespaces/${NS}/pods/talks`;
  const script = { 'sandbox.petset.dev/script': 'log="one\\ntwo\\n"' };
  await core.createNamespacedPod({ namespace: NS, body: pod('talks', script) });
  await cluster.until(path, (one) => (one as V1Pod).status?.phase === 'Running');
  const print = async (options: LogOptions): Promise<PassThrough> => {
    const stream = new PassThrough();
    await new Log(config).log(NS, 'talks', 'c', stream, options);
    return stream;
  };
  expect(await text(await print({ tailLines: 1 }))).toBe('two\n');
  const followed = await print({ follow: true });
  await core.deleteNamespacedPod({ namespace: NS, name: 'talks' });
  expect(await text(followed)).toBe('one\ntwo\n');
  await cluster.gone(path);
  await expect(new Log(config).log(NS, 'talks', 'c', new PassThrough())).rejects.toMatchObject({ code: 404 });
});
