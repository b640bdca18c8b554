import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, isReady, listAt, podManifest, startCluster, textAt, unschedulable } from '../cluster.js';
import type { Answer, Cluster } from '../cluster.js';

const PODS = '/api/v1/namespaces/default/pods';
const MAPS = '/api/v1/namespaces/default/configmaps';

const ignoringTerm = { annotations: { 'sandbox.petset.dev/script': 'stop=never' } };

describe('deleting', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('a pod without a node is gone at once', async () => {
    await cluster.post(PODS, unschedulable('nowhere'));
    expect((await cluster.delete(`${PODS}/nowhere`)).code).toBe(200);
    expect((await cluster.get(`${PODS}/nowhere`)).code).toBe(404);
  });

  it('a running pod leaves it Terminating until its kubelet is done', async () => {
    await cluster.post(PODS, podManifest('graceful', { terminationGracePeriodSeconds: 7 }));
    await cluster.until(`${PODS}/graceful`, isReady);
    const { body } = await cluster.delete(`${PODS}/graceful`);
    expect(body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 7, generation: 2 } });
    await cluster.gone(`${PODS}/graceful`);
  });

  it('once more with less grace ends it sooner', async () => {
    await cluster.post(PODS, podManifest('stubborn', { terminationGracePeriodSeconds: 600 }, ignoringTerm));
    await cluster.until(`${PODS}/stubborn`, isReady);
    await cluster.delete(`${PODS}/stubborn`);
    // More grace than it has does nothing.
    const longer = await cluster.delete(`${PODS}/stubborn?gracePeriodSeconds=700`);
    expect(at(longer.body, 'metadata.deletionGracePeriodSeconds')).toBe(600);
    const shorter = await cluster.delete(`${PODS}/stubborn?gracePeriodSeconds=1`);
    expect(at(shorter.body, 'metadata.deletionGracePeriodSeconds')).toBe(1);
    await cluster.gone(`${PODS}/stubborn`);
  });

  it('with no grace at all does not wait for the kubelet', async () => {
    await cluster.post(PODS, podManifest('forced', {}, ignoringTerm));
    await cluster.until(`${PODS}/forced`, isReady);
    await cluster.delete(`${PODS}/forced`, { gracePeriodSeconds: 0 });
    expect((await cluster.get(`${PODS}/forced`)).code).toBe(404);
  });

  it('an object of its name that came later is not what was meant', async () => {
    const { body: first } = await cluster.post(MAPS, { metadata: { name: 'twice' } });
    await cluster.delete(`${MAPS}/twice`);
    await cluster.post(MAPS, { metadata: { name: 'twice' } });
    const preconditions = { uid: textAt(first, 'metadata.uid') };
    expect((await cluster.delete(`${MAPS}/twice`, { preconditions })).code).toBe(409);
    expect((await cluster.delete(`${MAPS}/twice`)).code).toBe(200);
  });

  it('what has a finalizer waits for it to be taken off', async () => {
    await cluster.post(MAPS, { metadata: { name: 'held', finalizers: ['example.com/hold'] } });
    const { body } = await cluster.delete(`${MAPS}/held`);
    expect(at(body, 'metadata.deletionTimestamp')).toBeDefined();
    const again = await cluster.delete(`${MAPS}/held`);
    expect(at(again.body, 'metadata.resourceVersion')).toBe(at(body, 'metadata.resourceVersion'));
    await cluster.patch(`${MAPS}/held`, { metadata: { finalizers: null } });
    expect((await cluster.get(`${MAPS}/held`)).code).toBe(404);
  });

  it('an evicted pod goes as a deleted one does', async () => {
    await cluster.post(PODS, podManifest('evicted'));
    await cluster.until(`${PODS}/evicted`, isReady);
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'evicted' } };
    expect((await cluster.post(`${PODS}/evicted/eviction`, eviction)).code).toBe(201);
    await cluster.gone(`${PODS}/evicted`);
  });

  it('an evicted pod that is held back tells why it goes; preconditions are about it as it was before', async () => {
    const held = { ...unschedulable('held'), metadata: { name: 'held', finalizers: ['a.b/hold'] } };
    const { body } = await cluster.post(PODS, held);
    const evict = async (uid: string, resourceVersion: string): Promise<number> => {
      const deleteOptions = { preconditions: { uid, resourceVersion } };
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'held' }, deleteOptions };
      return (await cluster.post(`${PODS}/held/eviction`, eviction)).code;
    };
    const uid = textAt(body, 'metadata.uid');
    expect(await evict(uid, '1')).toBe(409);
    expect(await evict(uid, textAt(body, 'metadata.resourceVersion'))).toBe(201);
    expect(at((await cluster.get(`${PODS}/held`)).body, 'status.conditions')).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }),
    );
  });

  it('a pod that a disruption budget needs is not evicted', async () => {
    const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
    const labels = { app: 'guarded' };
    await cluster.post(PODS, podManifest('guarded', {}, { labels }));
    await cluster.until(`${PODS}/guarded`, isReady);
    await cluster.post(budgets, {
      metadata: { name: 'guard' },
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    });
    await cluster.until(`${budgets}/guard`, (budget) => at(budget, 'status.currentHealthy') === 1);
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'guarded' } };
    const { code, body } = await cluster.post(`${PODS}/guarded/eviction`, eviction);
    expect(code).toBe(429);
    expect(textAt(body, 'message')).toBe("Cannot evict pod as it would violate the pod's disruption budget.");
  });

  it('an evicted pod says why it goes, and its budget names it until it is seen going', async () => {
    const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
    const labels = { app: 'pair' };
    for (const name of ['pair-0', 'pair-1']) {
      await cluster.post(PODS, podManifest(name, {}, { labels, finalizers: ['example.com/held'] }));
      await cluster.until(`${PODS}/${name}`, isReady);
    }
    await cluster.post(budgets, {
      metadata: { name: 'pair' },
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    });
    await cluster.until(`${budgets}/pair`, (budget) => at(budget, 'status.disruptionsAllowed') === 1);
    const evict = (name: string): Promise<Answer> =>
      cluster.post(`${PODS}/${name}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
    expect((await evict('pair-0')).code).toBe(201);
    const { body } = await cluster.get(`${PODS}/pair-0`);
    expect(listAt(body, 'status.conditions')).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }),
    );
    expect((await evict('pair-1')).code).toBe(429);
    await cluster.until(`${budgets}/pair`, (budget) => at(budget, 'status.disruptedPods') === undefined);
    for (const name of ['pair-0', 'pair-1']) {
      await cluster.patch(`${PODS}/${name}`, { metadata: { finalizers: null } });
      await cluster.delete(`${PODS}/${name}`);
    }
  });

  it('a namespace takes everything in it along', async () => {
    const inside = '/api/v1/namespaces/doomed';
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'doomed' } });
    await cluster.post(`${inside}/pods`, podManifest('inhabitant'));
    await cluster.post(`${inside}/configmaps`, { metadata: { name: 'furniture' } });
    await cluster.until(`${inside}/pods/inhabitant`, isReady);
    const { body } = await cluster.delete(inside);
    expect(at(body, 'status.phase')).toBe('Terminating');
    const late = await cluster.post(`${inside}/configmaps`, { metadata: { name: 'late' } });
    expect(textAt(late.body, 'message')).toBe(
      'configmaps "late" is forbidden: unable to create new content in namespace doomed because it is being terminated',
    );
    await cluster.gone(inside);
    expect((await cluster.get(`${inside}/pods/inhabitant`)).code).toBe(404);
  });
});
