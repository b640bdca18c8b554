import { afterEach, beforeEach, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { INITIALIZED_ANNOTATION } from '../../../src/petset/identity.js';
import type { Outcome } from '../../../src/controller/outcome.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import { type PetSetRecord, withSet } from '../../../src/petset/record.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { FakeClock } from '../../fixtures/clock.js';
import { webSet } from '../../fixtures/sets.js';

let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

const ref = { namespace: 'default', name: 'web' };

/** A reconciliation that a test looks at while it goes on. */
function begin(
  record: PetSetRecord,
  identity: string,
  more: Parameters<Embedded['reconcile']>[1] = {},
): { told: (type: ProgressEvent['type']) => Promise<ProgressEvent>; ended: Promise<Outcome> } {
  const events: ProgressEvent[] = [];
  const waiting = new Set<() => void>();
  const emit = (event: ProgressEvent): void => {
    events.push(event);
    for (const look of waiting) look();
  };
  const told = (type: ProgressEvent['type']): Promise<ProgressEvent> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = events.find((event) => event.type === type);
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { told, ended: cluster.reconcile(record, { identity, emit, ...more }).then(({ outcome }) => outcome) };
}

/** A set whose first pet pauses it, and somebody who reconciles it. */
async function paused(): Promise<{ record: PetSetRecord; former: ReturnType<typeof begin> }> {
  const { template } = webSet().spec;
  const metadata = { ...template.metadata, annotations: { [INITIALIZED_ANNOTATION]: 'false' } };
  const set = webSet({ replicas: 1, template: { ...template, metadata } });
  const record = orFail(await cluster.records.create(set, 'default'));
  const former = begin(record, 'former');
  await former.told('waiting');
  return { record, former };
}

const resume = async (): Promise<void> => {
  const change = { metadata: { annotations: { [INITIALIZED_ANNOTATION]: 'true' } } };
  orFail(await cluster.client.patch(RESOURCES.pods, { namespace: 'default', name: 'web-0' }, 'merge', change));
};
const holder = async (): Promise<string | undefined> =>
  orFail(await cluster.client.get(RESOURCES.leases, 'default', 'petset-web')).spec?.holderIdentity;
const podLists = (): number =>
  cluster.requests.filter(({ method, path }) => method === 'GET' && path.includes('/pods?limit')).length;

test('takes the lease from a holder who lives, who says so, stops and follows along to the end', async () => {
  const { record, former } = await paused();
  const taker = begin(record, 'taker', { takeover: true });
  expect(await taker.told('took-over')).toMatchObject({ from: 'former' });
  expect(await former.told('taken-over')).toMatchObject({ by: 'taker' });
  expect(await holder()).toBe('taker');
  await resume();
  expect([(await taker.ended).kind, (await former.ended).kind]).toEqual(['settled', 'settled']);
});

test('does nothing before the former holder must have noticed, where he does not say so, and looks afresh then', async () => {
  await paused();
  const record = orFail(
    await cluster.records.change(ref, (present) =>
      withSet(present, { ...present.set, spec: { ...present.set.spec, replicas: 2 } }),
    ),
  );
  cluster.harm('patch leases: 403');
  const clock = new FakeClock(Date.now());
  const taker = begin(record, 'taker', { takeover: true, clock });
  await taker.told('took-over');
  await resume();
  await taker.told('pet-changed');
  const before = podLists();
  await clock.advance(4_900);
  expect(orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 9 })).items).toHaveLength(1);
  expect(podLists()).toBe(before + 1); // that one was ours
  await clock.advance(100);
  await taker.told('pet-created');
  expect(podLists()).toBe(before + 2);
});

test('is meant once: whoever is taken over in turn follows along', async () => {
  const { record, former } = await paused();
  const one = begin(record, 'one', { takeover: true });
  await one.told('took-over');
  const two = begin(record, 'two', { takeover: true });
  expect(await two.told('took-over')).toMatchObject({ from: 'one' });
  expect(await one.told('taken-over')).toMatchObject({ by: 'two' });
  await resume();
  for (const { ended } of [former, one, two]) expect((await ended).kind).toBe('settled');
  expect(cluster.requests.filter(({ method, path }) => method === 'POST' && path.includes('/pods?'))).toHaveLength(1);
});
