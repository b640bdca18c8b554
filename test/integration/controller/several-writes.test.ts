import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { GateCommands } from '../../../src/controller/gates.js';
import type { Outcome } from '../../../src/controller/outcome.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import type { PetSetRecord } from '../../../src/petset/record.js';
import type { Passing } from '../../../src/sandbox/index.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

/** What ends a reconciliation in the middle of many writes, and whoever goes on after it. */

const PETS = 30;
const CONCURRENCY = 20;
let cluster: Embedded;
let record: PetSetRecord;
beforeEach(async () => {
  cluster = await startEmbedded();
  const template = {
    metadata: { labels: { app: 'nginx' } },
    spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
  };
  const set = webSet({ replicas: PETS, podManagementPolicy: 'Parallel', volumeClaimTemplates: [], template });
  record = orFail(await cluster.records.create(set, 'default'));
});
afterEach(() => cluster.stop());

/** Of what something is made by a request. */
const created = (info: Passing['info']): string | undefined =>
  info.isResource && info.verb === 'create' ? info.resource : undefined;
const createdPods = (): number =>
  cluster.arrived.filter(({ info, query }) => created(info) === 'pods' && !query.has('dryRun')).length;
const pets = async (): Promise<ReadonlySet<string>> => {
  const { items } = orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 500 }));
  return new Set(items.map(({ metadata }) => metadata.uid));
};

/** Resolves when as many pods were asked for. */
function asked(count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (createdPods() < count) return;
      stop();
      resolve();
    };
    const stop = cluster.onArrival(look);
    look();
  });
}

test.each([
  ['that nobody answers', 'create pods: hang'],
  ['whose answers are lost', 'create pods: lose-answer delay=50ms'],
  ['that are answered late', 'create pods: delay=50ms'],
])('stopped among writes %s: nothing more is begun, and the next one makes each pet once', async (_, fault) => {
  cluster.harm(fault);
  const stop = new AbortController();
  const stopped = cluster.reconcile(record, { signal: stop.signal });
  await asked(CONCURRENCY);
  stop.abort();
  expect((await stopped).outcome.kind).toBe('stopped');
  const begun = createdPods();
  expect(begun).toBeLessThan(2 * CONCURRENCY);
  cluster.harm();
  expect((await cluster.reconcile(record)).outcome.kind).toBe('settled');
  expect((await pets()).size).toBe(PETS);
  expect(createdPods()).toBeLessThanOrEqual(begun + PETS);
});

test('stopped between a look and the step that it leads to: that one is not begun', async () => {
  const stop = new AbortController();
  const isOurs = (): boolean => cluster.arrived.some(({ info }) => created(info) === 'leases');
  const emit = ({ type }: ProgressEvent): void => {
    if (type === 'standing' && isOurs()) stop.abort();
  };
  // With a gate it is told first, and begun afterwards.
  const gates: GateCommands = { names: new Set(['verify']), run: () => Promise.resolve({ kind: 'passed' }) };
  const { outcome } = await cluster.reconcile(record, { signal: stop.signal, emit, gates });
  expect(outcome.kind).toBe('stopped');
  // The record and the lease; of the set nothing.
  expect(cluster.arrived.flatMap(({ info }) => created(info) ?? [])).toEqual(['configmaps', 'leases']);
});

/** A reconciliation of which more writes are under way than are ever answered, or than are answered soon. */
async function beginAmong(
  fault: string,
  signal: AbortSignal,
): Promise<{ ended: Promise<Outcome>; isTakenOver: Promise<void> }> {
  cluster.harm(fault);
  const takenOver = new EventEmitter();
  const isTakenOver = once(takenOver, 'now').then(() => undefined);
  const emit = ({ type }: ProgressEvent): void => {
    if (type === 'taken-over') takenOver.emit('now');
  };
  const ended = cluster.reconcile(record, { identity: 'former', emit, signal }).then(({ outcome }) => outcome);
  await asked(CONCURRENCY);
  return { ended, isTakenOver };
}

test('taken over among writes that are answered late: the next one waits for them, and each pet is asked for once', async () => {
  const { ended, isTakenOver } = await beginAmong(
    `create pods: delay=500ms times=${CONCURRENCY}`,
    new AbortController().signal,
  );
  const taker = await cluster.reconcile(record, { identity: 'taker', takeover: true });
  await isTakenOver;
  expect([taker.outcome.kind, (await ended).kind]).toEqual(['settled', 'settled']);
  expect(createdPods()).toBe(PETS);
  expect((await pets()).size).toBe(PETS);
});

test('taken over among writes that nobody answers: it is told at once, and the next one does not wait for ever', async () => {
  const stop = new AbortController();
  const { ended, isTakenOver } = await beginAmong(`create pods: hang times=${CONCURRENCY}`, stop.signal);
  const taker = await cluster.reconcile(record, { identity: 'taker', takeover: true });
  await isTakenOver;
  stop.abort();
  expect([taker.outcome.kind, (await ended).kind]).toEqual(['settled', 'stopped']);
  expect(createdPods()).toBe(CONCURRENCY + PETS);
  expect((await pets()).size).toBe(PETS);
});
