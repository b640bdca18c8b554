import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

/** The words are those of a server of 1.34.2. */
describe('a limit range', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    const limits = [
      {
        type: 'Container',
        max: { cpu: '2', memory: '1Gi' },
        min: { cpu: '100m' },
        defaultRequest: { cpu: '250m' },
        maxLimitRequestRatio: { cpu: '8' },
      },
      { type: 'Pod', max: { memory: '1Gi' } },
      { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } },
    ];
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'ranged' } });
    await cluster.post('/api/v1/namespaces/ranged/limitranges', { metadata: { name: 'lr' }, spec: { limits } });
  });
  afterAll(() => cluster.stop());

  const createPod = (spec: object): Promise<{ code: number; body: unknown }> =>
    cluster.post('/api/v1/namespaces/ranged/pods?dryRun=All', podManifest('p', { ...spec }));

  const createClaim = (storage: string): Promise<{ code: number; body: unknown }> =>
    cluster.post('/api/v1/namespaces/ranged/persistentvolumeclaims?dryRun=All', {
      metadata: { name: 'p' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });

  it('has defaults of its own', async () => {
    const { body } = await cluster.get('/api/v1/namespaces/ranged/limitranges/lr');
    expect(at(body, 'spec.limits.0')).toMatchObject({
      default: { cpu: '2', memory: '1Gi' },
      defaultRequest: { cpu: '250m', memory: '1Gi' },
    });
  });

  it('gives containers what they do not ask for, and says so', async () => {
    const init = [{ name: 'i', image: 'x', resources: { limits: { memory: '2Mi' } } }];
    const { body } = await createPod({ initContainers: init });
    expect(at(body, 'spec.containers.0.resources')).toEqual({
      limits: { cpu: '2', memory: '1Gi' },
      requests: { cpu: '250m', memory: '1Gi' },
    });
    expect(at(body, 'spec.initContainers.0.resources.limits')).toEqual({ cpu: '2', memory: '2Mi' });
    expect(at(body, 'metadata.annotations')).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; cpu request for init container i; cpu limit for init container i',
    });
  });

  it.each([
    [
      [{ limits: { cpu: '3' }, requests: { cpu: '50m' } }],
      '[minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 2, but limit is 3, cpu max limit to request ratio per Container is 8, but provided ratio is 60.000000]',
    ],
    [[{}, {}], 'maximum memory usage per Pod is 1Gi, but limit is 2Gi'],
  ])('refuses pods: %j', async (resources, words) => {
    const containers = resources.map((one, index) => ({ name: `c${index}`, image: 'x', resources: one }));
    const { code, body } = await createPod({ containers });
    expect([code, textAt(body, 'message')]).toEqual([403, `pods "p" is forbidden: ${words}`]);
  });

  it.each([
    ['5Gi', 'maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 5Gi'],
    ['5Mi', 'minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 5Mi'],
  ])('refuses claims: %s', async (storage, words) => {
    const { code, body } = await createClaim(storage);
    expect([code, textAt(body, 'message')]).toEqual([403, `persistentvolumeclaims "p" is forbidden: ${words}`]);
  });

  it('lets in what fits', async () => {
    expect((await createClaim('2Gi')).code).toBe(201);
    const resources = { limits: { cpu: '1', memory: '1Mi' }, requests: { cpu: '500m' } };
    expect((await createPod({ containers: [{ name: 'c', image: 'x', resources }] })).code).toBe(201);
  });
});

describe('a quota of cpu or memory', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'counted' } });
    const hard = { 'requests.cpu': '1', 'limits.memory': '1Gi', 'count/configmaps': '5' };
    await cluster.post('/api/v1/namespaces/counted/resourcequotas', { metadata: { name: 'qc' }, spec: { hard } });
    await cluster.until(
      '/api/v1/namespaces/counted/resourcequotas/qc',
      (quota) => at(quota, 'status.hard') !== undefined,
    );
  });
  afterAll(() => cluster.stop());

  it('wants every container to speak of them', async () => {
    const containers = ['c', 'b'].map((name) => ({ name, image: 'x' }));
    const pod = podManifest('p', { containers, initContainers: [{ name: 'i', image: 'x' }] });
    const { code, body } = await cluster.post('/api/v1/namespaces/counted/pods', pod);
    expect([code, textAt(body, 'message')]).toEqual([
      403,
      'pods "p" is forbidden: failed quota: qc: must specify limits.memory for: b,c,i; requests.cpu for: b,c,i',
    ]);
  });

  it('is not charged for a second object of a name', async () => {
    const maps = '/api/v1/namespaces/counted/configmaps';
    await cluster.post(maps, { metadata: { name: 'one' } });
    const used = async (): Promise<unknown> =>
      at((await cluster.get('/api/v1/namespaces/counted/resourcequotas/qc')).body, 'status.used');
    const before = await used();
    expect((await cluster.post(maps, { metadata: { name: 'one' } })).code).toBe(409);
    expect(await used()).toEqual(before);
  });
});
