import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { HttpWay } from '../../../src/sandbox/controllers/client/http-way.js';
import { startControllers } from '../../../src/sandbox/controllers/controllers.js';
import { WorkFaults } from '../../../src/sandbox/faults/work-faults.js';
import { speedUp, systemClock } from '../../../src/sandbox/platform/clock.js';
import { createRandom } from '../../../src/sandbox/platform/random.js';
import { requestFault } from '../../fixtures/request-fault.js';
import { AT_ONCE } from '../../fixtures/pace.js';
import type { Clock } from '../../../src/sandbox/platform/clock.js';
import { at, isReady, podManifest, startCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { fastClock } from './fast-clock.js';

const PODS = '/api/v1/namespaces/default/pods';

/** Knows how many timers are still to act. */
function counting(clock: Clock): Clock & { readonly pending: () => number } {
  let pending = 0;
  return {
    now: () => clock.now(),
    setTimeout: (fn, ms) => {
      let isOpen = true;
      const close = (): void => {
        pending -= isOpen ? 1 : 0;
        isOpen = false;
      };
      pending += 1;
      const cancel = clock.setTimeout(() => {
        close();
        fn();
      }, ms);
      return () => {
        close();
        cancel();
      };
    },
    pending: () => pending,
  };
}

const scripted = (name: string, script: string, container: object = {}): object =>
  podManifest(
    name,
    { containers: [{ name: 'c', image: 'nginx:1', ...container }], activeDeadlineSeconds: 3600 },
    { annotations: { 'sandbox.petset.dev/script': script } },
  );

/** What was on its way when everything stopped has failed by then. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Everything that takes time is under way. */
async function busy(cluster: Cluster): Promise<void> {
  const probe = { exec: { command: ['true'] } };
  await cluster.post(PODS, scripted('probed', '', { livenessProbe: probe, readinessProbe: probe }));
  await cluster.post(PODS, scripted('late', 'ready=1h'));
  await cluster.post(PODS, scripted('ending', 'stop=20s'));
  await cluster.post(PODS, scripted('unpulled', 'pull=fail'));
  await Promise.all(['probed', 'ending'].map((name) => cluster.until(`${PODS}/${name}`, isReady)));
  await cluster.delete(`${PODS}/ending`);
  await cluster.until(`${PODS}/ending`, (pod) => at(pod, 'metadata.deletionTimestamp') !== undefined);
}

describe('a sandbox that was stopped', () => {
  it('has no timer left', async () => {
    const clock = counting(systemClock);
    const cluster = await startCluster({ clock, pace: { createSandbox: 20, retry: 20 } });
    await busy(cluster);
    expect(clock.pending()).toBeGreaterThan(4);
    await cluster.stop();
    await settle();
    expect(clock.pending()).toBe(0);
  });

  it('ends what runs in its containers', async () => {
    const clock = counting(systemClock);
    const cluster = await startCluster({ clock });
    await cluster.post(PODS, podManifest('entered'));
    await cluster.until(`${PODS}/entered`, isReady);
    const { url, token } = cluster.sandbox;
    const query = 'command=sh&command=-c&command=echo+here%3B+sleep+1000&stdout=true';
    const socket = new WebSocket(`${url.replace('http', 'ws')}${PODS}/entered/exec?${query}`, 'v5.channel.k8s.io', {
      headers: { authorization: `Bearer ${token}` },
    });
    const closed = new Promise((resolve) => socket.on('error', resolve).once('close', resolve));
    await new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (data.includes('here')) resolve();
      });
    });
    await cluster.stop();
    await closed;
    await settle();
    expect(clock.pending()).toBe(0);
  });

  it('has none while its node renews its lease, or its pods are being made', async () => {
    // Ten seconds, which is how often a lease is renewed, pass in a few milliseconds.
    const clock = counting(fastClock(2000));
    const cluster = await startCluster({ clock, pace: { createSandbox: 60_000 } });
    const before = at(
      (await cluster.get('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/sandbox-node')).body,
      'metadata.resourceVersion',
    );
    await Promise.all(Array.from({ length: 20 }, (_, index) => cluster.post(PODS, podManifest(`p-${index}`))));
    await cluster.until(
      '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/sandbox-node',
      (lease) => at(lease, 'metadata.resourceVersion') !== before,
    );
    await cluster.stop();
    await settle();
    expect(clock.pending()).toBe(0);
  });
});

it('controllers that cannot all be started leave nothing open', async () => {
  const cluster = await startCluster();
  // What keeps this process alive, besides the cluster.
  const held = (): number => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Server/.test(name)).length;
  const before = held();
  const { url, token } = cluster.sandbox;
  const clock = counting(systemClock);
  // By then the kubelet listens, and everything is watched.
  cluster.sandbox.setRequestFaults([requestFault('any nodes/status: 403 message="no luck"')]);
  const second = startControllers({
    ...{ way: () => new HttpWay(url), token, kubeletToken: 'x', nodes: 1, nodeFaults: [], images: [], pace: AT_ONCE },
    clock: speedUp(clock, 1),
    random: createRandom(),
    mishaps: new WorkFaults([], 0, clock),
  });
  await expect(second).rejects.toThrow('no luck');
  await expect.poll(held).toBeLessThanOrEqual(before);
  expect(clock.pending()).toBe(0);
  await cluster.stop();
});
