import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseFault } from '../../../../src/sandbox/faults/parse-fault.js';
import { at, hasCondition, isReady, listAt, podManifest, startCluster, STRATEGIC, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const PODS = '/api/v1/namespaces/default/pods';
const NODES = '/api/v1/nodes';
const LOST = `${NODES}/sandbox-node-2`;
let cluster: Cluster;

const onLost = { nodeSelector: { 'kubernetes.io/hostname': 'sandbox-node-2' } };
const taints = (node: unknown): string[] =>
  listAt(node, 'spec.taints').map((one) => `${textAt(one, 'key')}:${textAt(one, 'effect')}`);
const setLost = (isLost: boolean): Promise<unknown> =>
  cluster.patch(LOST, { metadata: { annotations: { 'sandbox.petset.dev/fault': isLost ? 'lost' : null } } });
const nodeOf = async (name: string): Promise<unknown> =>
  at((await cluster.get(`${PODS}/${name}`)).body, 'spec.nodeName');

describe('two nodes', () => {
  beforeEach(async () => {
    cluster = await startCluster({ nodes: 2, speed: 100 });
  });
  afterEach(() => cluster.stop());

  it('share the pods, and keep those apart that want it', async () => {
    const affinity = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    };
    for (const name of ['a', 'b']) {
      await cluster.post(PODS, podManifest(name, { affinity }, { labels: { app: 'web' } }));
      await cluster.until(`${PODS}/${name}`, isReady);
    }
    expect([await nodeOf('a'), await nodeOf('b')].sort()).toEqual(['sandbox-node', 'sandbox-node-2']);
  });

  it('one that is cordoned says so with a taint, and is left alone', async () => {
    await cluster.patch(LOST, { spec: { unschedulable: true } });
    await cluster.until(LOST, (node) => taints(node).length > 0);
    await cluster.post(PODS, podManifest('a'));
    await cluster.until(`${PODS}/a`, isReady);
    expect(await nodeOf('a')).toBe('sandbox-node');
    await cluster.patch(LOST, { spec: { unschedulable: null } });
    await cluster.until(LOST, (node) => taints(node).length === 0);
  });

  it('a lost one is NotReady, its pods go and stay Terminating, until it comes back', async () => {
    const unreachable = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' };
    // By itself it would for five minutes: here three seconds, in which a busy machine does not get through this test.
    await cluster.post(PODS, podManifest('stays', { ...onLost, tolerations: [unreachable] }));
    const tolerations = [{ ...unreachable, tolerationSeconds: 20 }];
    await cluster.post(PODS, podManifest('goes', { ...onLost, tolerations }));
    for (const name of ['stays', 'goes']) await cluster.until(`${PODS}/${name}`, isReady);
    await setLost(true);

    const node = await cluster.until(LOST, (one) => hasCondition(one, 'Ready', 'Unknown'));
    expect(at(node, 'status.conditions.3')).toMatchObject({
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    await cluster.until(LOST, (one) => taints(one).length === 2);
    await cluster.until(`${PODS}/stays`, (pod) => hasCondition(pod, 'Ready', 'False'));
    expect(textAt((await cluster.get(`${PODS}/stays/log`)).body, 'message')).toMatch(/connect: connection refused$/);

    const going = await cluster.until(`${PODS}/goes`, (pod) => at(pod, 'metadata.deletionTimestamp') !== undefined);
    expect(hasCondition(going, 'DisruptionTarget')).toBe(true);
    // All of what a kubelet that answered would need to end it.
    await cluster.post(PODS, podManifest('elsewhere'));
    await cluster.until(`${PODS}/elsewhere`, isReady);
    await cluster.delete(`${PODS}/elsewhere`);
    await cluster.gone(`${PODS}/elsewhere`);
    expect((await cluster.get(`${PODS}/goes`)).code).toBe(200);

    await setLost(false);
    await cluster.gone(`${PODS}/goes`);
    await cluster.until(LOST, (one) => hasCondition(one, 'Ready') && taints(one).length === 0);
    await cluster.until(`${PODS}/stays`, isReady);
    await expect.poll(async () => (await cluster.get(`${PODS}/stays/log`)).code).toBe(200);
  });

  it('one that is taken for lost although it answers says that it is well, and that its pods are', async () => {
    await cluster.post(PODS, podManifest('a', onLost));
    await cluster.until(`${PODS}/a`, isReady);
    const doubt = (path: string, status: string): Promise<unknown> =>
      cluster.patch(`${path}/status`, { status: { conditions: [{ type: 'Ready', status }] } }, STRATEGIC);
    await doubt(`${PODS}/a`, 'False');
    await doubt(LOST, 'Unknown');
    await cluster.until(LOST, (node) => hasCondition(node, 'Ready') && taints(node).length === 0);
    await cluster.until(`${PODS}/a`, isReady);
  });

  it('a pod that was deleted by force runs elsewhere under its name, also after the return', async () => {
    await cluster.patch(`${NODES}/sandbox-node`, { spec: { unschedulable: true } });
    await cluster.post(PODS, podManifest('web-0'));
    await cluster.until(`${PODS}/web-0`, isReady);
    await cluster.patch(`${NODES}/sandbox-node`, { spec: { unschedulable: null } });
    await setLost(true);
    await cluster.until(LOST, (node) => taints(node).length === 2);
    await cluster.delete(`${PODS}/web-0`, { gracePeriodSeconds: 0 });
    await cluster.post(PODS, podManifest('web-0'));
    const moved = await cluster.until(`${PODS}/web-0`, isReady);
    expect(at(moved, 'spec.nodeName')).toBe('sandbox-node');
    await setLost(false);
    await cluster.until(LOST, (node) => hasCondition(node, 'Ready'));
    const { body } = await cluster.get(`${PODS}/web-0`);
    expect([at(body, 'metadata.uid'), isReady(body)]).toEqual([at(moved, 'metadata.uid'), true]);
  });

  it('lost both, nothing is evicted', async () => {
    await cluster.post(PODS, podManifest('a'));
    await cluster.until(`${PODS}/a`, isReady);
    const lost = { metadata: { annotations: { 'sandbox.petset.dev/fault': 'lost' } } };
    for (const name of ['sandbox-node', 'sandbox-node-2']) await cluster.patch(`${NODES}/${name}`, lost);
    for (const name of ['sandbox-node', 'sandbox-node-2']) {
      await cluster.until(
        `${NODES}/${name}`,
        (node) =>
          hasCondition(node, 'Ready', 'Unknown') &&
          String(taints(node)) === 'node.kubernetes.io/unreachable:NoSchedule',
      );
    }
  });
});

it('a node is lost when a fault says so, and comes back', async () => {
  cluster = await startCluster({ speed: 100, faults: [parseFault('node sandbox-node: lost from=1s until=100s')] });
  await cluster.until(`${NODES}/sandbox-node`, (node) => hasCondition(node, 'Ready', 'Unknown'));
  await cluster.until(`${NODES}/sandbox-node`, (node) => hasCondition(node, 'Ready'));
  await cluster.stop();
});

it('a taint that somebody sets by hand sends away who does not tolerate it', async () => {
  cluster = await startCluster();
  await cluster.post(PODS, podManifest('a'));
  await cluster.until(`${PODS}/a`, isReady);
  await cluster.patch(`${NODES}/sandbox-node`, { spec: { taints: [{ key: 'mine', effect: 'NoExecute' }] } });
  await cluster.gone(`${PODS}/a`);
  await cluster.stop();
});
