import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, hasPhase, isReady, listAt, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const VOLUMES = '/api/v1/persistentvolumes';
const PODS = '/api/v1/namespaces/default/pods';
const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

const isBound = hasPhase('Bound');

describe('volumes', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const claim = (name: string, spec = {}): Promise<unknown> =>
    cluster.post(CLAIMS, {
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    });
  const mounting = (name: string, claimName: string): object =>
    podManifest(name, { volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] });
  const reasons = async (name: string): Promise<string[]> => {
    const { body } = await cluster.get(`/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D${name}`);
    return listAt(body, 'items').map((event) => `${textAt(event, 'reason')}: ${textAt(event, 'message')}`);
  };
  const eventOf = async (name: string, reason: string): Promise<void> => {
    const watch = await cluster.watch(
      `/api/v1/namespaces/default/events?watch=1&fieldSelector=involvedObject.name%3D${name}`,
    );
    await watch.until(({ object }) => at(object, 'reason') === reason);
    watch.close();
  };

  it('are made for claims of the default class, and go with them', async () => {
    await claim('plain');
    const bound = await cluster.until(`${CLAIMS}/plain`, isBound);
    expect(bound).toMatchObject({ spec: { storageClassName: 'standard' }, status: { capacity: { storage: '1Gi' } } });
    const volume = `${VOLUMES}/${textAt(bound, 'spec.volumeName')}`;
    expect((await cluster.get(volume)).body).toMatchObject({
      spec: { claimRef: { name: 'plain', uid: at(bound, 'metadata.uid') }, persistentVolumeReclaimPolicy: 'Delete' },
    });
    await cluster.delete(`${CLAIMS}/plain`);
    await cluster.gone(volume);
  });

  it('of a class that retains them stay when their claim goes', async () => {
    await claim('precious', { storageClassName: 'keep' });
    const bound = await cluster.until(`${CLAIMS}/precious`, isBound);
    await cluster.delete(`${CLAIMS}/precious`);
    await cluster.until(`${VOLUMES}/${textAt(bound, 'spec.volumeName')}`, hasPhase('Released'));
  });

  it('that an admin made are taken by claims that fit, the smallest first', async () => {
    const volume = (name: string, storage: string): object => ({
      metadata: { name },
      spec: {
        capacity: { storage },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'made',
        hostPath: { path: '/x' },
      },
    });
    await cluster.post(VOLUMES, volume('large', '100Gi'));
    await cluster.post(VOLUMES, volume('fitting', '2Gi'));
    await Promise.all(['large', 'fitting'].map((name) => cluster.until(`${VOLUMES}/${name}`, hasPhase('Available'))));
    await claim('modest', { storageClassName: 'made' });
    const bound = await cluster.until(`${CLAIMS}/modest`, isBound);
    expect(bound).toMatchObject({ spec: { volumeName: 'fitting' }, status: { capacity: { storage: '2Gi' } } });
  });

  it('of no class that there is are waited for in vain, which an event tells', async () => {
    await claim('lost', { storageClassName: 'no-such' });
    await eventOf('lost', 'ProvisioningFailed');
    expect(await reasons('lost')).toContain('ProvisioningFailed: storageclass.storage.k8s.io "no-such" not found');
    await cluster.post(PODS, mounting('waiting', 'lost'));
    const pod = await cluster.until(
      `${PODS}/waiting`,
      (one) => at(one, 'status.conditions.0.reason') === 'Unschedulable',
    );
    expect(at(pod, 'status.conditions.0.message')).toBe(
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    );
    // The class comes: so does the volume, and the pod runs.
    await cluster.post(CLASSES, { metadata: { name: 'no-such' }, provisioner: 'petset.test/hostpath' });
    await cluster.until(`${PODS}/waiting`, isReady);
  });

  it('of a class that waits are made for the first pod that needs them', async () => {
    await cluster.post(CLASSES, {
      metadata: { name: 'later' },
      provisioner: 'petset.test/hostpath',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    await claim('unhurried', { storageClassName: 'later' });
    await eventOf('unhurried', 'WaitForFirstConsumer');
    await cluster.post(PODS, mounting('consumer', 'unhurried'));
    await cluster.until(`${PODS}/consumer`, isReady);
    expect((await cluster.get(`${CLAIMS}/unhurried`)).body).toMatchObject({ status: { phase: 'Bound' } });
  });

  it('that a pod uses are not taken from it', async () => {
    await claim('used');
    await cluster.post(PODS, mounting('user', 'used'));
    await cluster.until(`${PODS}/user`, isReady);
    const { body } = await cluster.delete(`${CLAIMS}/used`);
    expect(at(body, 'metadata.finalizers')).toEqual(['kubernetes.io/pvc-protection']);
    await cluster.delete(`${PODS}/user`);
    await cluster.gone(`${CLAIMS}/used`);
  });

  it('grow where their class allows it', async () => {
    await claim('growing');
    await cluster.until(`${CLAIMS}/growing`, isBound);
    const larger = { spec: { resources: { requests: { storage: '3Gi' } } } };
    await cluster.patch(`${CLAIMS}/growing`, larger);
    await cluster.until(`${CLAIMS}/growing`, (one) => at(one, 'status.capacity.storage') === '3Gi');
    await claim('fixed', { storageClassName: 'keep' });
    await cluster.until(`${CLAIMS}/fixed`, isBound);
    const refused = await cluster.patch(`${CLAIMS}/fixed`, larger);
    expect(textAt(refused.body, 'message')).toBe(
      'persistentvolumeclaims "fixed" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  });
});
