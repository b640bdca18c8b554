import { describe, expect, it } from 'vitest';

import { at, isReady, listAt, podManifest, startCluster, textAt } from './cluster.js';

const PODS = '/api/v1/namespaces/default/pods';

describe('a sandbox that is sped up', () => {
  // What is not sped up takes longer than it may.
  it('takes a second for half a minute, and tells no time that is still to come', { timeout: 40_000 }, async () => {
    const cluster = await startCluster({ speed: 30 });
    const begin = performance.now();
    const readinessProbe = { exec: { command: ['true'] }, initialDelaySeconds: 30 };
    await cluster.post(
      PODS,
      podManifest(
        'slow',
        { containers: [{ name: 'c', image: 'x', readinessProbe }], terminationGracePeriodSeconds: 30 },
        { annotations: { 'sandbox.petset.dev/script': 'stop=never' } },
      ),
    );
    const ready = await cluster.until(`${PODS}/slow`, isReady);
    const created = performance.now() - begin;
    const { body: deleted } = await cluster.delete(`${PODS}/slow`);
    // Seconds are cut off, and it was now or before.
    const ends = Date.parse(textAt(deleted, 'metadata.deletionTimestamp'));
    expect(ends).toBeLessThanOrEqual(Date.now() + 1000);
    expect(at(deleted, 'metadata.deletionGracePeriodSeconds')).toBe(30);
    await cluster.gone(`${PODS}/slow`);
    const all = performance.now() - begin;
    expect(created).toBeGreaterThan(990);
    expect(all - created).toBeGreaterThan(990);

    const { body: events } = await cluster.get('/api/v1/namespaces/default/events');
    const { body: node } = await cluster.get('/api/v1/nodes/sandbox-node');
    const texts = JSON.stringify([ready, listAt(events, 'items'), node]);
    const times = [...texts.matchAll(/"(\d{4}-\d\d-\d\dT[^"]*Z)"/g)].map(([, time = '']) => Date.parse(time));
    expect(times.length).toBeGreaterThan(20);
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
    await cluster.stop();
  });

  it('shortens a grace as one that is not', async () => {
    const cluster = await startCluster({ speed: 30 });
    const script = { annotations: { 'sandbox.petset.dev/script': 'stop=never' } };
    await cluster.post(PODS, podManifest('p', { terminationGracePeriodSeconds: 3600 }, script));
    await cluster.until(`${PODS}/p`, isReady);
    await cluster.delete(`${PODS}/p`);
    await cluster.delete(`${PODS}/p`, { gracePeriodSeconds: 3 });
    await cluster.gone(`${PODS}/p`);
    await cluster.stop();
  });
});
