import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { type Resource, RESOURCES } from '../../../src/cluster/resource.js';
import type { KubeObject } from '../../../src/petset/kubernetes.js';
import { type PetSetRecord, withSet, withTeardown } from '../../../src/petset/record.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

const ref = { namespace: 'default', name: 'web' };
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

const created = async (replicas: number): Promise<PetSetRecord> =>
  orFail(await cluster.records.create(webSet({ replicas }), ref.namespace));
const scaled = async (replicas: number): Promise<PetSetRecord> =>
  orFail(await cluster.records.change(ref, (record) => withSet(record, webSet({ replicas }))));
const namesOf = async <T extends KubeObject>(resource: Resource<T>): Promise<readonly string[]> =>
  orFail(await cluster.client.page(resource, ref.namespace, { limit: 500 })).items.map(({ metadata }) => metadata.name);

/** Writes by us, as `POST pods`. */
const writes = (): readonly string[] =>
  cluster.requests.flatMap(({ method, path }) =>
    method === 'GET' ? [] : [`${method} ${/\/namespaces\/[^/]+\/(\w+)/.exec(path)?.[1] ?? path}`],
  );
const reads = (): readonly string[] =>
  cluster.requests
    .filter(({ method, path }) => method === 'GET' && !path.includes('watch=true'))
    .map(({ path }) => path);

test('a set costs two writes a pet and a few more, and nothing is read that a watch shows', async () => {
  const { outcome } = await cluster.reconcile(await created(10));
  expect(outcome.kind).toBe('settled');
  const counts = new Map<string, number>();
  for (const write of writes()) counts.set(write, (counts.get(write) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    'POST configmaps': 2, // the record and its revision
    'POST leases': 1,
    'PUT leases': expect.any(Number) as number, // handed back, and renewed where it takes long
    'POST persistentvolumeclaims': 10,
    'POST pods': 10,
  });
  expect(reads()).toHaveLength(6); // one list a kind, one of the record itself, and what form records have here
});

test('a set that is as it should be costs no write at all', async () => {
  const record = await created(2);
  await cluster.reconcile(record);
  cluster.requests.length = 0;
  expect((await cluster.reconcile(record)).outcome.kind).toBe('settled');
  expect(writes()).toEqual([]);
});

test('what is told is what happened, in its order', async () => {
  const { events } = await cluster.reconcile(await created(2));
  const told = events.flatMap((event) => {
    if (event.type === 'pet-created' || event.type === 'pet-deleted') return [`${event.pet.name} ${event.type}`];
    if (event.type === 'pet-changed' && event.pet.state === 'healthy') return [`${event.pet.name} healthy`];
    return event.type === 'claim-created' ? [`${event.claim.name} created`] : [];
  });
  expect(told).toEqual([
    'www-web-0 created',
    'web-0 pet-created',
    'www-web-1 created',
    'web-0 healthy',
    'web-1 pet-created',
    'web-1 healthy',
  ]);
});

test('a change of the record while it is being reconciled is acted on', async () => {
  const record = await created(50);
  let lowered: Promise<unknown> | undefined;
  const { outcome } = await cluster.reconcile(record, {
    emit: (event) => {
      if (event.type === 'pet-created' && event.pet.ordinal === 3) lowered ??= scaled(2);
    },
  });
  await lowered;
  expect(outcome).toMatchObject({ kind: 'settled' });
  expect(await namesOf(RESOURCES.pods)).toEqual(['web-0', 'web-1']);
});

test('a record that is deleted ends it', async () => {
  const record = await created(50);
  let deleted: Promise<unknown> | undefined;
  const { outcome } = await cluster.reconcile(record, {
    emit: (event) => {
      if (event.type !== 'pet-created') return;
      deleted ??= cluster.client.delete(RESOURCES.configMaps, { namespace: 'default', name: 'petset-web' });
    },
  });
  await deleted;
  expect(outcome.kind).toBe('gone');
});

test('a clean-up takes pets, claims, revision, record and lease', async () => {
  await cluster.reconcile(await created(3));
  const marked = orFail(await cluster.records.change(ref, (record) => withTeardown(record, 'clean')));
  expect((await cluster.reconcile(marked)).outcome.kind).toBe('gone');
  expect(await namesOf(RESOURCES.pods)).toEqual([]);
  expect(await namesOf(RESOURCES.claims)).toEqual([]);
  const maps = orFail(
    await cluster.client.page(RESOURCES.configMaps, 'default', { limit: 500, labelSelector: 'petset.dev/name' }),
  );
  expect(maps.items).toEqual([]);
  expect(await cluster.client.get(RESOURCES.leases, 'default', 'petset-web')).toMatchObject({ ok: false });
});

describe('two who reconcile one set', () => {
  test('do not do so at once: one acts, the other follows, and both end', async () => {
    const record = await created(5);
    const [one, two] = await Promise.all([
      cluster.reconcile(record, { identity: 'one' }),
      cluster.reconcile(record, { identity: 'two' }),
    ]);
    expect([one.outcome.kind, two.outcome.kind]).toEqual(['settled', 'settled']);
    const followers = [one, two].filter(({ events }) => events.some(({ type }) => type === 'following'));
    expect(followers).toHaveLength(1);
    expect(writes().filter((write) => write === 'POST pods')).toHaveLength(5);
  });

  test('the follower goes on at once when the other hands the lease back', async () => {
    const record = await created(20);
    const stop = new AbortController();
    const first = cluster.reconcile(record, {
      identity: 'one',
      signal: stop.signal,
      emit: (event) => {
        if (event.type === 'pet-created' && event.pet.ordinal === 2) stop.abort();
      },
    });
    const second = cluster.reconcile(record, { identity: 'two' });
    expect((await first).outcome).toMatchObject({ kind: 'stopped' });
    const { outcome } = await second;
    expect(outcome.kind).toBe('settled');
    expect(await namesOf(RESOURCES.pods)).toHaveLength(20);
  });
});
