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

  const made = (name: string, storageClassName: string): object => ({
    metadata: { name },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName, hostPath: { path: '/x' } },
  });
  const makeAvailable = async (names: readonly string[], storageClassName: string): Promise<void> => {
    for (const name of names) await cluster.post(VOLUMES, made(name, storageClassName));
    await Promise.all(names.map((name) => cluster.until(`${VOLUMES}/${name}`, hasPhase('Available'))));
  };

  it('are bound to one claim each, however many claims come at once', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => index);
    await makeAvailable(
      numbers.map((number) => `one-of-many-${number}`),
      'crowded',
    );
    await Promise.all(numbers.map((number) => claim(`crowd-${number}`, { storageClassName: 'crowded' })));
    const bound = await Promise.all(numbers.map((number) => cluster.until(`${CLAIMS}/crowd-${number}`, isBound)));
    expect(new Set(bound.map((one) => textAt(one, 'spec.volumeName'))).size).toBe(numbers.length);
  });

  it('that go leave their claim lost', async () => {
    await makeAvailable(['doomed'], 'frail');
    await claim('bereft', { storageClassName: 'frail' });
    await cluster.until(`${CLAIMS}/bereft`, isBound);
    await cluster.delete(`${VOLUMES}/doomed`);
    await cluster.patch(`${VOLUMES}/doomed`, { metadata: { finalizers: null } });
    const lost = await cluster.until(`${CLAIMS}/bereft`, hasPhase('Lost'));
    expect(at(lost, 'status')).toEqual({ phase: 'Lost' });
    await eventOf('bereft', 'ClaimLost');
    expect(await reasons('bereft')).toEqual([
      'ClaimLost: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ]);
  });

  it('are not made for a claim that chooses them by labels', async () => {
    await claim('choosy', { selector: { matchLabels: { tier: 'gold' } } });
    await eventOf('choosy', 'ProvisioningFailed');
    expect(await reasons('choosy')).toContain(
      'ProvisioningFailed: failed to provision volume with StorageClass "standard": claim Selector is not supported',
    );
    expect(at((await cluster.get(`${CLAIMS}/choosy`)).body, 'status.phase')).toBe('Pending');
  });

  it('are not made for a claim that is to go', async () => {
    await cluster.post(CLAIMS, {
      metadata: { name: 'going', finalizers: ['example.com/hold'] },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'not-yet',
      },
    });
    await cluster.delete(`${CLAIMS}/going`);
    await cluster.post(CLASSES, { metadata: { name: 'not-yet' }, provisioner: 'petset.test/hostpath' });
    // Another claim of the class is bound after the class came, so this one was looked at.
    await claim('staying', { storageClassName: 'not-yet' });
    await cluster.until(`${CLAIMS}/staying`, isBound);
    const { body } = await cluster.get(`${CLAIMS}/going`);
    expect(at(body, 'metadata.annotations')).toBeUndefined();
    expect(at(body, 'status.phase')).toBe('Pending');
  });

  it('are asked for once, as an event tells once', async () => {
    await claim('single');
    await cluster.until(`${CLAIMS}/single`, isBound);
    const { body } = await cluster.get('/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dsingle');
    const asking = listAt(body, 'items').filter((event) => at(event, 'reason') === 'ExternalProvisioning');
    expect(asking.map((event) => at(event, 'count'))).toEqual([1]);
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
    // Not while the volume was on its way either.
    expect((await reasons('consumer')).filter((reason) => reason.startsWith('FailedScheduling'))).toEqual([]);
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
