import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, startCluster, textAt, unschedulable } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const NAMESPACE = '/api/v1/namespaces/default';
const QUOTA = `${NAMESPACE}/resourcequotas/q`;

describe('a quota', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const claim = (name: string, storage: string): Promise<{ code: number; body: unknown }> =>
    cluster.post(`${NAMESPACE}/persistentvolumeclaims`, {
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });

  it('counts what is there, lets in what fits, and gives back what goes', async () => {
    await cluster.post(`${NAMESPACE}/pods`, unschedulable('earlier'));
    await cluster.post(`${NAMESPACE}/resourcequotas`, {
      metadata: { name: 'q' },
      spec: { hard: { pods: '2', 'requests.storage': '5Gi', 'count/secrets': '1' } },
    });
    await cluster.until(QUOTA, (quota) => at(quota, 'status.used.pods') === '1');

    expect((await cluster.post(`${NAMESPACE}/pods`, unschedulable('second'))).code).toBe(201);
    const third = await cluster.post(`${NAMESPACE}/pods`, unschedulable('third'));
    expect(third.code).toBe(403);
    expect(textAt(third.body, 'message')).toBe(
      'pods "third" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
    );

    expect((await claim('a', '3Gi')).code).toBe(201);
    expect(textAt((await claim('b', '4Gi')).body, 'message')).toBe(
      'persistentvolumeclaims "b" is forbidden: exceeded quota: q, requested: requests.storage=4Gi, used: requests.storage=3Gi, limited: requests.storage=5Gi',
    );

    await cluster.delete(`${NAMESPACE}/pods/second`);
    await cluster.until(QUOTA, (quota) => at(quota, 'status.used.pods') === '1');
    expect((await cluster.post(`${NAMESPACE}/pods`, unschedulable('third'))).code).toBe(201);
  });

  it('does not let two writes share the last place', async () => {
    const answers = await Promise.all(
      ['x', 'y'].map((name) => cluster.post(`${NAMESPACE}/secrets`, { metadata: { name } })),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual([201, 403]);
  });

  it('is not charged for a dry run', async () => {
    const { body: before } = await cluster.get(QUOTA);
    await claim('c', '1Gi').then(() => cluster.delete(`${NAMESPACE}/persistentvolumeclaims/c`));
    await cluster.post(`${NAMESPACE}/persistentvolumeclaims?dryRun=All`, {
      metadata: { name: 'dry' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    await cluster.until(
      QUOTA,
      (quota) =>
        at(quota, 'status.used')?.toString() !== '' &&
        JSON.stringify(at(quota, 'status.used')) === JSON.stringify(at(before, 'status.used')),
    );
  });
});
