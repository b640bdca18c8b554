import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, listAt, podManifest, startCluster, textAt } from '../cluster.js';
import type { Answer, Cluster } from '../cluster.js';

const NAMESPACE = '/api/v1/namespaces/default';

/** As a server of 1.34.2 answers. */
describe('what the server makes of a new object', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const requested = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const createClaim = (spec: object): Promise<Answer> =>
    cluster.post(`${NAMESPACE}/persistentvolumeclaims?dryRun=All`, {
      metadata: { name: 'c' },
      spec: { ...requested, ...spec },
    });

  it.each([
    [{ overhead: { cpu: '1' } }, 'Pod Overhead set without corresponding RuntimeClass defined Overhead'],
    [{ runtimeClassName: 'none' }, 'RuntimeClass "none" not found'],
  ])('refuses what needs a runtime class: %j', async (spec, words) => {
    const { code, body } = await cluster.post(`${NAMESPACE}/pods?dryRun=All`, podManifest('p', { ...spec }));
    expect([code, textAt(body, 'message')]).toEqual([403, `pods "p" is forbidden: pod rejected: ${words}`]);
  });

  it('completes the claim templates of a stateful set, whose pods mount them', async () => {
    const container = { name: 'c', image: 'x', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const { code, body } = await cluster.post('/apis/apps/v1/namespaces/default/statefulsets?dryRun=All', {
      metadata: { name: 's' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: requested }],
      },
    });
    expect(code).toBe(201);
    expect(listAt(body, 'spec.volumeClaimTemplates')).toEqual([
      {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        metadata: { name: 'data' },
        spec: { ...requested, volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      },
    ]);
  });

  it('tells the source of a claim in both ways', async () => {
    const source = { apiGroup: null, kind: 'PersistentVolumeClaim', name: 'a' };
    const { body } = await createClaim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'a' } });
    expect(at(body, 'spec')).toMatchObject({ dataSource: source, dataSourceRef: source });
    const other = { apiGroup: 'g.io', kind: 'Foo', name: 'a' };
    const populated = await createClaim({ dataSourceRef: other });
    expect(at(populated.body, 'spec')).toMatchObject({ dataSource: other, dataSourceRef: other });
  });

  it('tells when a volume came into its first phase', async () => {
    const volumes = '/api/v1/persistentvolumes';
    const spec = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/a' } };
    const { body } = await cluster.post(volumes, { metadata: { name: 'v' }, spec });
    expect(textAt(body, 'status.lastPhaseTransitionTime')).toBe(textAt(body, 'metadata.creationTimestamp'));
  });

  it.each([
    { dataSource: { apiGroup: 'g.io', kind: 'Foo', name: 'a' } },
    { dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'a', namespace: 'x' } },
  ])('drops a source that cannot be: %j', async (source) => {
    const { code, body } = await createClaim(source);
    expect(code).toBe(201);
    expect([at(body, 'spec.dataSource'), at(body, 'spec.dataSourceRef')]).toEqual([undefined, undefined]);
  });
});
