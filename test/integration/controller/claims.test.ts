import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeApiError, orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { inspect } from '../../../src/controller/inspect.js';
import { refusalsToGrow } from '../../../src/controller/preflight-growth.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import { systemClock } from '../../../src/cluster/clock.js';
import type { WrittenSpec } from '../../../src/petset/defaults.js';
import type { PersistentVolumeClaim, Served } from '../../../src/petset/kubernetes.js';
import type { PetSet, SetRef } from '../../../src/petset/petset.js';
import { type PetSetRecord, withSet } from '../../../src/petset/record.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

const ref: SetRef = { namespace: 'default', name: 'web' };
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

const DELETE = { whenScaled: 'Delete', whenDeleted: 'Delete' } as const;
const sized = (storage: string, storageClassName = 'standard'): Partial<WrittenSpec> => {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } };
  return { volumeClaimTemplates: [{ metadata: { name: 'www' }, spec }] };
};

const create = async (spec: Partial<WrittenSpec>): Promise<PetSetRecord> => {
  const record = orFail(await cluster.records.create(webSet(spec), ref.namespace));
  expect((await cluster.reconcile(record)).outcome.kind).toBe('settled');
  return record;
};
const change = async (spec: Partial<WrittenSpec>): Promise<PetSetRecord> =>
  orFail(await cluster.records.change(ref, (record) => withSet(record, webSet(spec))));
const claims = async (): Promise<readonly Served<PersistentVolumeClaim>[]> =>
  orFail(await cluster.client.page(RESOURCES.claims, ref.namespace, { limit: 100 })).items;
const namesOf = async (): Promise<readonly string[]> => (await claims()).map(({ metadata }) => metadata.name);
const ownersOf = async (): Promise<Record<string, readonly string[]>> =>
  Object.fromEntries(
    (await claims()).map(({ metadata: { name, ownerReferences = [] } }) => [
      name,
      ownerReferences.map((owner) => `${owner.kind}/${owner.name}`),
    ]),
  );

/** Resolves when there is no claim of this name. */
async function gone(name: string): Promise<void> {
  const page = orFail(await cluster.client.page(RESOURCES.claims, ref.namespace, { limit: 100 }));
  if (!page.items.some(({ metadata }) => metadata.name === name)) return;
  const watching = new AbortController();
  const query = { resourceVersion: page.resourceVersion, timeoutSeconds: 10, fieldSelector: `metadata.name=${name}` };
  for await (const event of cluster.client.watch(RESOURCES.claims, ref.namespace, query, watching.signal)) {
    if (event.type === 'DELETED') break;
  }
  watching.abort();
}

/** Reconciles as a process does that is killed before the first pet goes. */
async function killedBeforeDeletion(record: PetSetRecord): Promise<void> {
  cluster.harm('delete pods: 503');
  await killedAt(record, ({ type }) => type === 'retrying');
  cluster.harm();
}

/** Reconciles as a process does that is killed as soon as it has told something. */
async function killedAt(record: PetSetRecord, isTheMoment: (event: ProgressEvent) => boolean): Promise<void> {
  const killed = new AbortController();
  const emit = (event: ProgressEvent): void => {
    if (isTheMoment(event)) killed.abort();
  };
  expect((await cluster.reconcile(record, { signal: killed.signal, emit })).outcome.kind).toBe('stopped');
}

const deletePod = async (name: string): Promise<void> =>
  void orFail(await cluster.client.delete(RESOURCES.pods, { namespace: ref.namespace, name }));

describe('growing', () => {
  const patches = (): readonly string[] =>
    cluster.requests.flatMap(({ method, path }) => (method === 'PATCH' ? [path.replace(/^.*\/|\?.*$/g, '')] : []));

  test('claims grow one by one, in order, and the pets are left alone', async () => {
    await create({ replicas: 2, ...sized('1Gi') });
    const { outcome, events } = await cluster.reconcile(await change({ replicas: 2, ...sized('2Gi') }));
    expect(outcome.kind).toBe('settled');
    expect(patches()).toEqual(['www-web-0', 'www-web-1']);
    const told = events.flatMap((event) => ('claim' in event ? [`${event.claim.name} ${event.type}`] : []));
    expect(told).toEqual([
      'www-web-0 claim-growing',
      'www-web-0 claim-grown',
      'www-web-1 claim-growing',
      'www-web-1 claim-grown',
    ]);
    expect((await claims()).map(({ status }) => status?.capacity?.storage)).toEqual(['2Gi', '2Gi']);
    expect(events.some(({ type }) => type.startsWith('pet-'))).toBe(false);
  });

  test('what the server refuses is told before anything is written, claim by claim', async () => {
    const record = await create({ replicas: 2, ...sized('1Gi', 'keep') });
    const refused = await tried(record, webSet({ replicas: 2, ...sized('2Gi', 'keep') }));
    expect(refused.map(({ claim }) => claim.name)).toEqual(['www-web-0', 'www-web-1']);
    expect(refused.map(({ error }) => describeApiError(error))[0]).toBe(
      'Error from server (Forbidden): persistentvolumeclaims "www-web-0" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
    expect((await claims()).map(({ spec }) => spec.resources?.requests?.storage)).toEqual(['1Gi', '1Gi']);
  });

  test('what it would do is not done by asking', async () => {
    const record = await create({ replicas: 1, ...sized('1Gi') });
    expect(await tried(record, webSet({ replicas: 1, ...sized('2Gi') }))).toEqual([]);
    expect((await claims()).map(({ spec }) => spec.resources?.requests?.storage)).toEqual(['1Gi']);
  });

  test('a refusal that could not be known ends it in the words of the server', async () => {
    await create({ replicas: 1, ...sized('1Gi', 'keep') });
    const { outcome } = await cluster.reconcile(await change({ replicas: 1, ...sized('2Gi', 'keep') }));
    if (outcome.kind !== 'refused') throw new Error(outcome.kind);
    expect(describeApiError(outcome.error)).toContain('only dynamically provisioned pvc can be resized');
  });

  async function tried(record: PetSetRecord, set: PetSet): ReturnType<typeof refusalsToGrow> {
    const deps = { client: cluster.client, clock: systemClock, random: Math.random, onTrouble: () => undefined };
    const view = await inspect(record, deps);
    if (view === undefined) throw new Error('there is no set');
    return refusalsToGrow(set, view.observed, { namespace: ref.namespace, client: cluster.client });
  }
});

describe('claims that go with a scale-down', () => {
  const spec = (replicas: number): Partial<WrittenSpec> => ({
    replicas,
    persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' },
  });

  test('are gone after it, and the others stay', async () => {
    await create(spec(3));
    const { outcome, events } = await cluster.reconcile(await change(spec(1)));
    expect(outcome.kind).toBe('settled');
    await Promise.all([gone('www-web-1'), gone('www-web-2')]);
    expect(await namesOf()).toEqual(['www-web-0']);
    expect(events.flatMap((event) => (event.type === 'claim-kept' ? [event.claim.name] : []))).toEqual([
      'www-web-1',
      'www-web-2',
    ]);
  });

  test('go also when nobody of ours runs any more when the pet goes', async () => {
    await create(spec(2));
    await killedBeforeDeletion(await change(spec(1)));
    expect(await ownersOf()).toEqual({ 'www-web-0': [], 'www-web-1': ['Pod/web-1'] });
    await deletePod('web-1');
    await gone('www-web-1');
    expect(await namesOf()).toEqual(['www-web-0']);
  });

  test('stay when the pet is wanted again before it went', async () => {
    await create(spec(2));
    const before = (await claims()).map(({ metadata }) => metadata.uid);
    await killedBeforeDeletion(await change(spec(1)));
    expect((await cluster.reconcile(await change(spec(2)))).outcome.kind).toBe('settled');
    await deletePod('web-1');
    expect((await cluster.reconcile(await change(spec(2)))).outcome.kind).toBe('settled');
    expect((await claims()).map(({ metadata }) => metadata.uid)).toEqual(before);
    expect(await ownersOf()).toEqual({ 'www-web-0': [], 'www-web-1': [] });
  });

  test('one that is about to be collected is waited for, and made anew', async () => {
    await create(spec(2));
    const before = (await claims()).map(({ metadata }) => metadata.uid);
    await killedAt(await change(spec(1)), ({ type }) => type === 'pet-terminating' || type === 'pet-deleted');
    expect((await cluster.reconcile(await change(spec(2)))).outcome.kind).toBe('settled');
    const after = (await claims()).map(({ metadata }) => metadata.uid);
    expect(after).toHaveLength(2);
    expect(after[0]).toBe(before[0]);
  });

  test('what was left by a scale-down when claims stayed stays under any later policy', async () => {
    await create({ replicas: 2 });
    await cluster.reconcile(await change({ replicas: 1 }));
    await cluster.reconcile(await change({ replicas: 1, persistentVolumeClaimRetentionPolicy: DELETE }));
    expect(await ownersOf()).toEqual({ 'www-web-0': ['ConfigMap/petset-web'], 'www-web-1': [] });
  });
});

describe('claims that go with their set', () => {
  const spec = (replicas: number): Partial<WrittenSpec> => ({
    replicas,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
  });

  test('are made with the record as their owner, and go with it whoever deletes it', async () => {
    await create(spec(2));
    expect(await ownersOf()).toEqual({ 'www-web-0': ['ConfigMap/petset-web'], 'www-web-1': ['ConfigMap/petset-web'] });
    orFail(await cluster.client.delete(RESOURCES.configMaps, { namespace: ref.namespace, name: 'petset-web' }));
    await Promise.all([gone('www-web-0'), gone('www-web-1')]);
  });

  test('stay when the policy has changed, also those of ordinals that were scaled away meanwhile', async () => {
    await create(spec(2));
    await cluster.reconcile(await change(spec(1)));
    await cluster.reconcile(await change({ replicas: 1 }));
    expect(await ownersOf()).toEqual({ 'www-web-0': [], 'www-web-1': [] });
  });

  test('owner references of others are left alone', async () => {
    await create({ replicas: 1 });
    const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other' };
    const made = orFail(
      await cluster.client.create(RESOURCES.configMaps, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'other', namespace: ref.namespace },
      }),
    );
    const metadata = { ownerReferences: [{ ...other, uid: made.metadata.uid }] };
    const claim = { namespace: ref.namespace, name: 'www-web-0' };
    orFail(await cluster.client.patch(RESOURCES.claims, claim, 'strategic', { metadata }));
    await cluster.reconcile(await change(spec(1)));
    expect((await ownersOf())['www-web-0']?.toSorted()).toEqual(['ConfigMap/other', 'ConfigMap/petset-web']);
    await cluster.reconcile(await change({ replicas: 1 }));
    expect(await ownersOf()).toEqual({ 'www-web-0': ['ConfigMap/other'] });
  });
});

test('a set whose claims are as they should be costs no write', async () => {
  const spec = { replicas: 2, persistentVolumeClaimRetentionPolicy: DELETE };
  await create(spec);
  cluster.requests.length = 0;
  expect((await cluster.reconcile(orFail(await cluster.records.get(ref)))).outcome.kind).toBe('settled');
  expect(cluster.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});
