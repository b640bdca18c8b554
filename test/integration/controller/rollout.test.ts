import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES, trusted } from '../../../src/cluster/resource.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import type { KubeObject, Pod, PodTemplate, Served } from '../../../src/petset/kubernetes.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { type PetSetRecord, withSet } from '../../../src/petset/record.js';
import { revisionNumber } from '../../../src/petset/revision.js';
import { type RolloutWish, USUAL_ROLLOUT } from '../../../src/petset/rollout.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

const ref = { namespace: 'default', name: 'web' };
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

const BROKEN = 'registry.invalid/nginx:typo';

const withImage = (image: string, spec: Partial<PetSet['spec']> = {}): PetSet => {
  const set = webSet({ replicas: 3, ...spec });
  const containers = set.spec.template.spec.containers.map((container) => ({ ...container, image }));
  const template: PodTemplate = { ...set.spec.template, spec: { ...set.spec.template.spec, containers } };
  return { ...set, spec: { ...set.spec, template } };
};

const created = async (spec: Partial<PetSet['spec']> = {}): Promise<void> => {
  const record = orFail(await cluster.records.create(withImage('nginx-slim:0.7', spec), ref.namespace));
  expect((await cluster.reconcile(record)).outcome.kind).toBe('settled');
};

const upgraded = async (image: string, wish: Partial<RolloutWish> = {}): Promise<PetSetRecord> =>
  orFail(
    await cluster.records.change(ref, (record) =>
      withSet(record, withImage(image, { replicas: record.set.spec.replicas }), { ...USUAL_ROLLOUT, ...wish }),
    ),
  );

const pods = async (): Promise<readonly Served<Pod>[]> =>
  orFail(await cluster.client.page(RESOURCES.pods, ref.namespace, { limit: 500 })).items;
const images = async (): Promise<readonly string[]> =>
  (await pods()).map(({ metadata, spec }) => `${metadata.name} ${spec.containers[0]?.image ?? ''}`);
const uids = async (): Promise<readonly string[]> => (await pods()).map(({ metadata }) => metadata.uid);
const numbers = async (): Promise<readonly number[]> => {
  const labelSelector = 'petset.dev/record=revision';
  const { items } = orFail(
    await cluster.client.page(RESOURCES.configMaps, ref.namespace, { limit: 500, labelSelector }),
  );
  return items.map(revisionNumber).sort((a, b) => a - b);
};

/** Which pets came and went, in order. */
const told = (events: readonly ProgressEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.type === 'pet-created' || event.type === 'pet-deleted') return [`${event.pet.name} ${event.type}`];
    return event.type === 'pet-changed' && event.pet.state === 'healthy' ? [`${event.pet.name} healthy`] : [];
  });

const replacement = (name: string): readonly string[] => [
  `${name} pet-deleted`,
  `${name} pet-created`,
  `${name} healthy`,
];

describe('an upgrade', () => {
  test('replaces one pet after the other, from the highest, on their claims', async () => {
    await created();
    const { outcome, events } = await cluster.reconcile(await upgraded('nginx-slim:0.8'));
    expect(outcome.kind).toBe('settled');
    expect(told(events)).toEqual(['web-2', 'web-1', 'web-0'].flatMap(replacement));
    expect(await images()).toEqual(['web-0 nginx-slim:0.8', 'web-1 nginx-slim:0.8', 'web-2 nginx-slim:0.8']);
    expect(events.filter(({ type }) => type.startsWith('claim-'))).toEqual([]);
    expect(await numbers()).toEqual([1, 2]);
    expect(orFail(await cluster.records.get(ref)).rollout).toBeUndefined();
  });

  test('goes as far down as its partition, and on when it is lowered', async () => {
    await created();
    await cluster.reconcile(await upgraded('nginx-slim:0.8', { partition: 2 }));
    expect(await images()).toEqual(['web-0 nginx-slim:0.7', 'web-1 nginx-slim:0.7', 'web-2 nginx-slim:0.8']);
    orFail(await cluster.client.delete(RESOURCES.pods, { namespace: 'default', name: 'web-1' }));
    const record = orFail(await cluster.records.get(ref));
    await cluster.reconcile(record);
    expect(await images()).toEqual(['web-0 nginx-slim:0.7', 'web-1 nginx-slim:0.7', 'web-2 nginx-slim:0.8']);
    const { events } = await cluster.reconcile(await upgraded('nginx-slim:0.8', { partition: 0 }));
    expect(told(events)).toEqual(['web-1', 'web-0'].flatMap(replacement));
  });

  test('that is broken is left by another one, and nobody has to delete the broken pet', async () => {
    await created();
    const forward: Promise<unknown>[] = [];
    const events: ProgressEvent[] = [];
    const { outcome } = await cluster.reconcile(await upgraded(BROKEN), {
      emit: (event) => {
        events.push(event);
        const isBroken = event.type === 'pet-changed' && event.pet.cells.status === 'ImagePullBackOff';
        if (isBroken && forward.length === 0) forward.push(upgraded('nginx-slim:0.8'));
      },
    });
    await Promise.all(forward);
    expect(outcome.kind).toBe('settled');
    expect(await images()).toEqual(['web-0 nginx-slim:0.8', 'web-1 nginx-slim:0.8', 'web-2 nginx-slim:0.8']);
    expect(told(events)).toEqual([
      'web-2 pet-deleted',
      'web-2 pet-created',
      ...['web-2', 'web-1', 'web-0'].flatMap(replacement),
    ]);
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  test('back to a template of before gives it a new number', async () => {
    await created();
    await cluster.reconcile(await upgraded('nginx-slim:0.8'));
    await cluster.reconcile(await upgraded('nginx-slim:0.7'));
    expect(await numbers()).toEqual([2, 3]);
  });

  test('remembers no more templates than the set wants', async () => {
    await created({ revisionHistoryLimit: 1 });
    for (const tag of ['0.8', '0.9', '0.10']) {
      const set = withImage(`nginx-slim:${tag}`, { revisionHistoryLimit: 1 });
      const record = orFail(await cluster.records.change(ref, (present) => withSet(present, set, USUAL_ROLLOUT)));
      await cluster.reconcile(record);
    }
    expect(await numbers()).toEqual([3, 4]);
  });
});

describe('in place', () => {
  test('every pet keeps its uid, and the next one waits until the container runs anew', async () => {
    await created();
    const before = await uids();
    const restarts: number[] = [];
    const { outcome } = await cluster.reconcile(await upgraded('nginx-slim:0.8', { inPlace: true }), {
      emit: (event) => {
        if (event.type !== 'standing') return;
        const pets = [...event.standing.there.pods.values()].sort((a, b) => a.ordinal - b.ordinal);
        const patched = pets.filter(({ revision }) => revision !== pets[0]?.revision);
        restarts.push(patched.filter(({ state }) => state !== 'healthy').length);
      },
    });
    expect(outcome.kind).toBe('settled');
    expect(await uids()).toEqual(before);
    expect(await images()).toEqual(['web-0 nginx-slim:0.8', 'web-1 nginx-slim:0.8', 'web-2 nginx-slim:0.8']);
    expect((await pods()).map(({ status }) => status?.containerStatuses?.[0]?.restartCount)).toEqual([1, 1, 1]);
    expect(Math.max(...restarts)).toBe(1);
  });
});

describe('a disruption budget', () => {
  const BUDGETS = {
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    namespaced: true,
    read: trusted<KubeObject & { readonly spec: object; readonly status?: { readonly disruptionsAllowed?: number } }>,
  };
  const budget = (minAvailable: number): object => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace: 'default', name: 'web' },
    spec: { minAvailable, selector: { matchLabels: { app: 'nginx' } } },
  });
  const budgeted = async (minAvailable: number): Promise<void> => {
    orFail(await cluster.client.create(BUDGETS, BUDGETS.read(budget(minAvailable))));
  };

  test('holds an upgrade up, which says so and goes on when it may', async () => {
    await created();
    await budgeted(3);
    let lowered: Promise<unknown> | undefined;
    const problems = new Set<string>();
    const { outcome } = await cluster.reconcile(await upgraded('nginx-slim:0.8'), {
      emit: (event) => {
        if (event.type !== 'waiting' || event.waiting.on.for !== 'budget') return;
        problems.add(event.waiting.on.why);
        const named = { namespace: 'default', name: 'web' };
        lowered ??= cluster.client.patch(BUDGETS, named, 'merge', { spec: { minAvailable: 2 } });
      },
    });
    await lowered;
    expect(outcome.kind).toBe('settled');
    expect([...problems]).toEqual(['The disruption budget web needs 3 healthy pods and has 3 currently']);
  });

  test('is not asked about a pet that is not ready anyway', async () => {
    await created();
    const broken = new AbortController();
    await cluster.reconcile(await upgraded(BROKEN), {
      signal: broken.signal,
      emit: (event) => {
        if (event.type === 'pet-changed' && event.pet.cells.status === 'ErrImagePull') broken.abort();
      },
    });
    await budgeted(3);
    const { outcome } = await cluster.reconcile(await upgraded('nginx-slim:0.8', { partition: 2 }));
    expect(outcome.kind).toBe('settled');
  });
});
