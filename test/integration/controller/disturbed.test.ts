import { afterEach, beforeEach, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { type Resource, RESOURCES } from '../../../src/cluster/resource.js';
import type { Outcome } from '../../../src/controller/outcome.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import type { KubeObject } from '../../../src/petset/kubernetes.js';
import { type PetSetRecord, withSet, withTeardown } from '../../../src/petset/record.js';
import { revisionName } from '../../../src/petset/identity.js';
import { revisionHash } from '../../../src/petset/revision.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

/** What somebody does, with kubectl and a bad conscience, to the objects that a set is made of. */

const ref = { namespace: 'default', name: 'web' };
const RECORD = { namespace: 'default', name: 'petset-web' };
const REVISION = { namespace: 'default', name: revisionName('web', revisionHash(webSet().spec.template)) };
let cluster: Embedded;
let record: PetSetRecord;
beforeEach(async () => {
  cluster = await startEmbedded();
  record = orFail(await cluster.records.create(webSet(), ref.namespace));
  await cluster.reconcile(record);
});
afterEach(() => cluster.stop());

const patch = async (resource: Resource, name: { namespace: string; name: string }, change: object): Promise<void> => {
  orFail(await cluster.client.patch(resource, name, 'merge', change));
};
const namesOf = async <T extends KubeObject>(resource: Resource<T>): Promise<readonly string[]> =>
  orFail(await cluster.client.page(resource, ref.namespace, { limit: 500 })).items.map(({ metadata }) => metadata.name);
const toClean = async (): Promise<PetSetRecord> =>
  orFail(await cluster.records.change(ref, (record) => withTeardown(record, 'clean')));
const toScale = async (replicas: number): Promise<PetSetRecord> =>
  orFail(await cluster.records.change(ref, (present) => withSet(present, webSet({ replicas }))));

/** Reconciles until an event of the kind that is waited for, and lets `then` do something about it. */
function reconcileUntil(
  present: PetSetRecord,
  isIt: (event: ProgressEvent) => boolean,
  then: () => Promise<unknown>,
): Promise<{ outcome: Outcome; events: readonly ProgressEvent[] }> {
  let done: Promise<unknown> | undefined;
  return cluster.reconcile(present, {
    emit: (event) => {
      if (isIt(event)) done ??= then();
    },
  });
}

const waitsFor =
  (what: string) =>
  (event: ProgressEvent): boolean =>
    event.type === 'waiting' && event.waiting.on.for === what;

test('a finalizer on the record: the clean-up waits, without a flood, and ends when it is lifted', async () => {
  await patch(RESOURCES.configMaps, RECORD, { metadata: { finalizers: ['example.com/mine'] } });
  const { outcome } = await reconcileUntil(await toClean(), waitsFor('record-gone'), () =>
    patch(RESOURCES.configMaps, RECORD, { metadata: { finalizers: null } }),
  );
  expect(outcome.kind).toBe('gone');
  const deletions = cluster.requests.filter(
    ({ method, path }) => method === 'DELETE' && path.endsWith('configmaps/petset-web'),
  );
  expect(deletions).toHaveLength(1);
});

test('a finalizer on a revision does not keep the record', async () => {
  await patch(RESOURCES.configMaps, REVISION, { metadata: { finalizers: ['example.com/mine'] } });
  expect((await cluster.reconcile(await toClean())).outcome.kind).toBe('gone');
  await patch(RESOURCES.configMaps, REVISION, { metadata: { finalizers: null } });
});

test('a record that is being deleted gets no more pets', async () => {
  await patch(RESOURCES.configMaps, RECORD, { metadata: { finalizers: ['example.com/mine'] } });
  orFail(await cluster.client.delete(RESOURCES.configMaps, RECORD));
  const { outcome } = await reconcileUntil(await toScale(3), waitsFor('record-gone'), () =>
    patch(RESOURCES.configMaps, RECORD, { metadata: { finalizers: null } }),
  );
  expect(outcome.kind).toBe('gone');
  expect(cluster.requests.some(({ method, path }) => method === 'POST' && path.includes('www-web-2'))).toBe(false);
  expect(await namesOf(RESOURCES.claims)).toEqual(['www-web-0', 'www-web-1']);
});

test('a revision without its labels is still the revision', async () => {
  await patch(RESOURCES.configMaps, REVISION, { metadata: { labels: null } });
  expect((await cluster.reconcile(await toScale(3))).outcome.kind).toBe('settled');
  expect(await namesOf(RESOURCES.pods)).toEqual(['web-0', 'web-1', 'web-2']);
});

test('a record without its labels is still the record', async () => {
  await patch(RESOURCES.configMaps, RECORD, { metadata: { labels: null } });
  expect((await cluster.reconcile(await toScale(1))).outcome.kind).toBe('settled');
  expect(await namesOf(RESOURCES.pods)).toEqual(['web-0']);
});

test('a clean-up deletes nothing while a pod of another name has a hand on the data', async () => {
  const curious = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'debugger', namespace: 'default' },
    spec: {
      containers: [{ name: 'shell', image: 'busybox' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'www-web-1' } }],
    },
  };
  orFail(await cluster.client.create(RESOURCES.pods, curious));
  expect((await cluster.reconcile(await toClean())).outcome).toMatchObject({
    kind: 'stuck',
    obstacle: {
      object: 'pod/debugger',
      problem: 'is no pet of this set and uses persistentvolumeclaim/www-web-1, which is to be deleted',
    },
  });
  expect(await namesOf(RESOURCES.pods)).toEqual(['debugger', 'web-0', 'web-1']);
  expect(await namesOf(RESOURCES.claims)).toEqual(['www-web-0', 'www-web-1']);
});

test('a clean-up waits for a pod that has a hand on the data and is going', async () => {
  const backup = { namespace: 'default', name: 'backup' };
  const slow = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...backup, finalizers: ['example.com/mine'] },
    spec: {
      nodeSelector: { no: 'where' },
      containers: [{ name: 'shell', image: 'busybox' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'www-web-1' } }],
    },
  };
  orFail(await cluster.client.create(RESOURCES.pods, slow));
  orFail(await cluster.client.delete(RESOURCES.pods, backup));
  const claimsThen: string[] = [];
  const { outcome } = await reconcileUntil(await toClean(), waitsFor('claim-unused'), async () => {
    claimsThen.push(...(await namesOf(RESOURCES.claims)));
    await patch(RESOURCES.pods, backup, { metadata: { finalizers: null } });
  });
  expect(claimsThen).toEqual(['www-web-0', 'www-web-1']);
  expect(outcome.kind).toBe('gone');
  expect(await namesOf(RESOURCES.claims)).toEqual([]);
});
