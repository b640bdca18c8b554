import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, isReady, listAt, podManifest, startCluster, STRATEGIC, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';
import { fastClock } from '../fast-clock.js';

const PODS = '/api/v1/namespaces/default/pods';
const NODE = '/api/v1/nodes/sandbox-node';

const isRefused = (pod: unknown): boolean => at(pod, 'status.conditions.0.reason') === 'Unschedulable';
const why = (pod: unknown): string => textAt(pod, 'status.conditions.0.message').replace(/\. no new claims.*/, '');

describe('the scheduler', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const refusal = async (name: string, spec: Readonly<Record<string, unknown>>): Promise<string> => {
    await cluster.post(PODS, podManifest(name, spec));
    return why(await cluster.until(`${PODS}/${name}`, isRefused));
  };

  it.each([
    [
      'selector',
      { nodeSelector: { a: 'b' } },
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector",
    ],
    [
      'greedy',
      { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '1000' } } }] },
      '0/1 nodes are available: 1 Insufficient cpu',
    ],
    [
      'claimless',
      { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'none' } }] },
      '0/1 nodes are available: persistentvolumeclaim "none" not found. not found',
    ],
  ])('says why there is no node: %s', async (name, spec, message) => {
    expect(await refusal(name, spec)).toBe(message);
  });

  const anti = (app: string): Readonly<Record<string, unknown>> => {
    const labelSelector = { matchLabels: { app } };
    const terms = [{ topologyKey: 'kubernetes.io/hostname', labelSelector }];
    return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } };
  };

  it('keeps apart what wants to be alone, though all of it comes at once', async () => {
    const names = ['lonely-0', 'lonely-1', 'lonely-2'];
    await Promise.all(names.map((name) => cluster.post(PODS, podManifest(name, anti('l'), { labels: { app: 'l' } }))));
    const pods = await Promise.all(
      names.map((name) => cluster.until(`${PODS}/${name}`, (pod) => isRefused(pod) || isReady(pod))),
    );
    const refused = pods.filter(isRefused);
    expect(refused.map((pod) => textAt(pod, 'status.conditions.0.message'))).toEqual(
      Array.from(
        { length: 2 },
        () =>
          "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
      ),
    );
    // Once the first has gone, another one has its place.
    const settled = textAt(pods.find(isReady), 'metadata.name');
    const next = textAt(refused[0], 'metadata.name');
    const last = textAt(refused[1], 'metadata.name');
    await cluster.delete(`${PODS}/${last}`);
    await cluster.gone(`${PODS}/${last}`);
    await cluster.delete(`${PODS}/${settled}`);
    await cluster.until(`${PODS}/${next}`, isReady);
  });

  it('lets a pod wait for the company that it wants', async () => {
    const labelSelector = { matchLabels: { app: 'friend' } };
    const terms = [{ topologyKey: 'kubernetes.io/hostname', labelSelector }];
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
    expect(await refusal('follower', { affinity })).toBe(
      "0/1 nodes are available: 1 node(s) didn't match pod affinity rules",
    );
    await cluster.post(PODS, podManifest('friend', {}, { labels: { app: 'friend' } }));
    await cluster.until(`${PODS}/follower`, isReady);
  });

  it('takes a pod once a cordoned node is opened again', async () => {
    await cluster.patch(NODE, { spec: { unschedulable: true } }, STRATEGIC);
    expect(await refusal('patient', {})).toBe('0/1 nodes are available: 1 node(s) were unschedulable');
    await cluster.patch(NODE, { spec: { unschedulable: null } }, STRATEGIC);
    await cluster.until(`${PODS}/patient`, isReady);
  });

  it('leaves a gated pod alone until its gates are open', async () => {
    const { body } = await cluster.post(
      PODS,
      podManifest('gated', { schedulingGates: [{ name: 'example.com/wait' }] }),
    );
    expect(at(body, 'status.conditions.0.reason')).toBe('SchedulingGated');
    await cluster.patch(`${PODS}/gated`, { spec: { schedulingGates: null } });
    await cluster.until(`${PODS}/gated`, isReady);
  });

  it('has a node that reports itself every five minutes', async () => {
    const quick = await startCluster({ clock: fastClock(1000) });
    const heartbeat = (node: unknown): string => textAt(node, 'status.conditions.0.lastHeartbeatTime');
    const before = (await quick.get(NODE)).body;
    const after = await quick.until(NODE, (node) => heartbeat(node) > heartbeat(before));
    expect(at(after, 'status.conditions.3')).toMatchObject({
      type: 'Ready',
      status: 'True',
      lastTransitionTime: at(before, 'status.conditions.3.lastTransitionTime'),
    });
    expect(at(after, 'status.capacity.pods')).toBe('9999');
    await quick.stop();
  });

  it('tells where a pod went', async () => {
    await cluster.post(PODS, podManifest('told'));
    const watch = await cluster.watch(
      '/api/v1/namespaces/default/events?watch=1&fieldSelector=involvedObject.name%3Dtold,reason%3DScheduled',
    );
    const { object } = await watch.until(() => true);
    expect(object).toMatchObject({ message: 'Successfully assigned default/told to sandbox-node', action: 'Binding' });
    watch.close();
  });

  it('does not bind what somebody else has bound', async () => {
    await cluster.post(PODS, podManifest('bound', { schedulerName: 'mine' }));
    const binding = { metadata: { name: 'bound' }, target: { kind: 'Node', name: 'sandbox-node' } };
    expect((await cluster.post(`${PODS}/bound/binding`, binding)).code).toBe(201);
    const again = await cluster.post(`${PODS}/bound/binding`, binding);
    expect(textAt(again.body, 'message')).toBe(
      'Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "sandbox-node"',
    );
    expect(
      listAt(
        (await cluster.get(`${PODS}?fieldSelector=spec.nodeName%3Dsandbox-node,metadata.name%3Dbound`)).body,
        'items',
      ),
    ).toHaveLength(1);
  });
});
