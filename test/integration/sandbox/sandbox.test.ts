import { get } from 'node:https';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

import { startSandbox } from '../../../src/sandbox/index.js';
import { at, startCluster, textAt } from './cluster.js';
import { fastClock } from './fast-clock.js';

/** What keeps a process alive. */
const held = (): string[] => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Server/.test(name));

describe('a sandbox', () => {
  it('leaves nothing behind', async () => {
    const before = held().length;
    const cluster = await startCluster();
    await cluster.post('/api/v1/namespaces/default/pods', {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image: 'x' }] },
    });
    const watch = await cluster.watch('/api/v1/pods?watch=1');
    await cluster.stop();
    await watch.ended();
    await expect.poll(() => held().length).toBeLessThanOrEqual(before);
  });

  it('leaves nothing behind when it cannot start', async () => {
    const before = held().length;
    const clock = {
      now: (): number => {
        throw new Error('no time');
      },
      setTimeout: () => () => undefined,
    };
    await expect(startSandbox({ clock })).rejects.toThrow('no time');
    await expect.poll(() => held().length).toBeLessThanOrEqual(before);
  });

  it('forgets events after an hour', async () => {
    const cluster = await startCluster({ clock: fastClock(20_000) });
    const involvedObject = { kind: 'ConfigMap', name: 'c', namespace: 'default' };
    const events = '/api/v1/namespaces/default/events';
    await cluster.post(events, { metadata: { name: 'old' }, involvedObject });
    await expect.poll(async () => (await cluster.get(`${events}/old`)).code).toBe(404);
    await cluster.stop();
  });

  it('stands beside others', async () => {
    const [one, two] = await Promise.all([startCluster(), startCluster()]);
    await one.post('/api/v1/namespaces', { metadata: { name: 'only-here' } });
    expect((await two.get('/api/v1/namespaces/only-here')).code).toBe(404);
    expect((await two.get('/api/v1/namespaces', { token: one.sandbox.token })).code).toBe(401);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('is the same again with the same randomness', async () => {
    const seeded = (): (() => number) => {
      let state = 1;
      return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    };
    const tokens = await Promise.all(
      [seeded(), seeded()].map(async (random) => {
        const sandbox = await startSandbox({ random });
        await sandbox.stop();
        return sandbox.token;
      }),
    );
    expect(tokens[0]).toBe(tokens[1]);
  });

  it('has the namespaces, classes and node that a cluster begins with', async () => {
    const cluster = await startCluster();
    for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
      expect((await cluster.get(`/api/v1/namespaces/${name}`)).code).toBe(200);
    }
    expect((await cluster.get('/apis/storage.k8s.io/v1/storageclasses/standard')).code).toBe(200);
    await cluster.until('/api/v1/nodes/sandbox-node', (node) => at(node, 'status.conditions.3.status') === 'True');
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
    await cluster.stop();
  });

  it('gives out kubeconfigs that speak TLS, which kubectl wants for tokens', async () => {
    const sandbox = await startSandbox();
    const config = load(sandbox.kubeconfig({ role: 'edit', namespace: 'rec' }));
    expect(config).toMatchObject({ 'current-context': 'dev@petset-sandbox' });
    expect(at(config, 'contexts.0.context')).toEqual({ cluster: 'petset-sandbox', user: 'dev', namespace: 'rec' });
    const ca = Buffer.from(textAt(config, 'clusters.0.cluster.certificate-authority-data'), 'base64').toString();
    const code = await new Promise((resolve, reject) => {
      get(`${textAt(config, 'clusters.0.cluster.server')}/readyz`, { ca }, ({ statusCode }) => resolve(statusCode)).on(
        'error',
        reject,
      );
    });
    expect(code).toBe(200);
    await sandbox.stop();
  });
});
