import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, isReady, listAt, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster, WatchedEvent } from '../cluster.js';

const NAMESPACE = '/api/v1/namespaces/default';
const PODS = `${NAMESPACE}/pods`;
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

const addressesOf = (endpoints: unknown): unknown[] =>
  listAt(endpoints, 'subsets.0.addresses').map((one) => at(one, 'targetRef.name'));
const slicedOf = (slice: unknown): string[] =>
  listAt(slice, 'endpoints').map((one) => `${textAt(one, 'targetRef.name')} ${String(at(one, 'conditions.ready'))}`);

describe('the endpoints of services', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const post = (name: string, spec: object): Promise<unknown> =>
    cluster.post(`${NAMESPACE}/services`, {
      metadata: { name, labels: { mine: 'yes' } },
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
    });
  const run = (name: string, app: string, spec = {}): Promise<unknown> =>
    cluster.post(PODS, podManifest(name, spec, { labels: { app } }));
  const untilSlice = async (service: string, fits: (slice: unknown) => boolean): Promise<unknown> => {
    const watch = await cluster.watch(`${SLICES}?watch=1&labelSelector=kubernetes.io/service-name%3D${service}`);
    const { object } = await watch.until((event: WatchedEvent) => event.type !== 'DELETED' && fits(event.object));
    watch.close();
    return object;
  };

  it('follow its pods', async () => {
    await post('web', { clusterIP: 'None' });
    const empty = await untilSlice('web', () => true);
    expect(empty).toMatchObject({
      metadata: {
        generateName: 'web-',
        labels: {
          mine: 'yes',
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': 'web',
          'service.kubernetes.io/headless': '',
        },
        ownerReferences: [{ kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
      },
      addressType: 'IPv4',
      endpoints: null,
      ports: null,
    });
    await run('web-0', 'web', { hostname: 'web-0', subdomain: 'web' });
    const slice = await untilSlice('web', (one) => slicedOf(one)[0] === 'web-0 true');
    expect(slice).toMatchObject({
      metadata: { name: at(empty, 'metadata.name') },
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: [{ hostname: 'web-0', nodeName: 'sandbox-node' }],
    });
    const endpoints = await cluster.until(`${NAMESPACE}/endpoints/web`, (one) => addressesOf(one).length === 1);
    expect(endpoints).toMatchObject({
      metadata: {
        labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller', 'service.kubernetes.io/headless': '' },
      },
      subsets: [{ addresses: [{ hostname: 'web-0' }], ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] }],
    });
    await cluster.delete(`${PODS}/web-0`);
    await cluster.until(`${NAMESPACE}/endpoints/web`, (one) => listAt(one, 'subsets').length === 0);
    await untilSlice('web', (one) => at(one, 'endpoints') === null);
  });

  it('tell those that are not ready apart', async () => {
    await post('shy', {});
    await cluster.post(
      PODS,
      podManifest('shy-0', {}, { labels: { app: 'shy' }, annotations: { 'sandbox.petset.dev/script': 'ready=never' } }),
    );
    await untilSlice('shy', (one) => slicedOf(one)[0] === 'shy-0 false');
    await cluster.until(`${NAMESPACE}/endpoints/shy`, (one) => listAt(one, 'subsets.0.notReadyAddresses').length === 1);
    await cluster.patch(`${NAMESPACE}/services/shy`, { spec: { publishNotReadyAddresses: true } });
    await untilSlice('shy', (one) => slicedOf(one)[0] === 'shy-0 true');
    await cluster.until(`${NAMESPACE}/endpoints/shy`, (one) => addressesOf(one).length === 1);
  });

  it('are one slice, however fast pods come', async () => {
    await post('many', {});
    const names = Array.from({ length: 20 }, (_, index) => `many-${index}`);
    await Promise.all(names.map((name) => run(name, 'many')));
    await Promise.all(names.map((name) => cluster.until(`${PODS}/${name}`, isReady)));
    await untilSlice('many', (one) => slicedOf(one).filter((word) => word.endsWith('true')).length === names.length);
    const { body } = await cluster.get(`${SLICES}?labelSelector=kubernetes.io/service-name%3Dmany`);
    expect(listAt(body, 'items')).toHaveLength(1);
  });

  it('go with the service', async () => {
    await post('brief', {});
    const slice = await untilSlice('brief', () => true);
    await cluster.until(`${NAMESPACE}/endpoints/brief`, () => true);
    await cluster.delete(`${NAMESPACE}/services/brief`);
    await cluster.gone(`${NAMESPACE}/endpoints/brief`);
    await cluster.gone(`${SLICES}/${textAt(slice, 'metadata.name')}`);
  });

  it('are left to others where the service selects nothing', async () => {
    await post('manual', { selector: undefined });
    await post('after', {});
    await untilSlice('after', () => true);
    expect((await cluster.get(`${NAMESPACE}/endpoints/manual`)).code).toBe(404);
  });
});
