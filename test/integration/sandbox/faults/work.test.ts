import { afterEach, describe, expect, it } from 'vitest';

import { parseScript } from '../../../../src/sandbox/controllers/kubelet/script/parse-script.js';
import { glob } from '../../../../src/sandbox/faults/glob.js';
import { parseFault } from '../../../../src/sandbox/faults/parse-fault.js';
import { at, hasPhase, isReady, listAt, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const PODS = '/api/v1/namespaces/default/pods';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const EVENTS = '/api/v1/namespaces/default/events';
let cluster: Cluster;
afterEach(() => cluster.stop());

const start = async (...faults: readonly string[]): Promise<void> => {
  cluster = await startCluster({ speed: 100, faults: faults.map(parseFault) });
};
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];

/** The messages of all events of a reason, once there is one. */
async function told(reason: string): Promise<string[]> {
  const watch = await cluster.watch(`${EVENTS}?watch=1`);
  await watch.until(({ object }) => at(object, 'reason') === reason);
  watch.close();
  const { body } = await cluster.get(EVENTS);
  return listAt(body, 'items').flatMap((event) => (at(event, 'reason') === reason ? [textAt(event, 'message')] : []));
}

describe('what the cluster does goes wrong', () => {
  it('a volume cannot be made, and then it can', async () => {
    await start('provision default/data: fail times=2 message="no room in the rack"');
    await cluster.post(CLAIMS, claim);
    await cluster.until(`${CLAIMS}/data`, hasPhase('Bound'));
    expect(await told('ProvisioningFailed')).toEqual([
      'failed to provision volume with StorageClass "standard": no room in the rack',
    ]);
  });

  it('a volume is slow to be made', async () => {
    await start('provision *: delay=30s');
    const begin = performance.now();
    await cluster.post(CLAIMS, claim);
    await cluster.until(`${CLAIMS}/data`, hasPhase('Bound'));
    // Simulated time, of which there are 100 s in one.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(299);
  });

  it('a volume cannot be attached, and then it can', async () => {
    await start('attach web-0: fail times=1');
    await cluster.post(CLAIMS, claim);
    await cluster.post(PODS, podManifest('other'));
    await cluster.post(PODS, podManifest('web-0', { volumes }));
    await cluster.until(`${PODS}/web-0`, isReady);
    const [message] = await told('FailedAttachVolume');
    expect(message).toMatch(/^AttachVolume\.Attach failed for volume "pvc-\S+" : a fault of the rehearsal$/);
  });

  it('an image cannot be pulled, and then it can', async () => {
    await start('pull web-* image=nginx:*: fail times=1 message="registry is down"');
    await cluster.post(PODS, podManifest('web-0'));
    const reasons = new Set<string>();
    await cluster.until(`${PODS}/web-0`, (pod) => {
      reasons.add(textAt(pod, 'status.containerStatuses.0.state.waiting.reason'));
      return isReady(pod);
    });
    expect([...reasons]).toEqual(expect.arrayContaining(['ErrImagePull', 'ImagePullBackOff']));
    const [message] = (await told('Failed')).filter((one) => one.startsWith('Failed to pull'));
    expect(message).toMatch(/^Failed to pull image "nginx:1": .*registry is down$/);
  });

  it('images and starts are slow', async () => {
    await start('pull web-0: delay=20s', 'start web-0: delay=10s');
    const begin = performance.now();
    await cluster.post(PODS, podManifest('web-0'));
    await cluster.until(`${PODS}/web-0`, isReady);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(299);
    expect((await told('Pulled'))[0]).toMatch(/^Successfully pulled image "nginx:1" in 20s /);
  });
});

describe('images do what a table says', () => {
  it('and over that what the pod says', async () => {
    const images = [{ image: glob('registry.example/db:*'), script: parseScript('log=db; init: exit=3; c: log=c') }];
    cluster = await startCluster({ images });
    await cluster.post(PODS, podManifest('db', { containers: [{ name: 'c', image: 'registry.example/db:1' }] }));
    await cluster.until(`${PODS}/db`, isReady);
    expect((await cluster.get(`${PODS}/db/log`)).body).toBe('c\n');
    const annotations = { 'sandbox.petset.dev/script': 'log=mine' };
    const containers = [{ name: 'other', image: 'registry.example/db:1' }];
    await cluster.post(PODS, podManifest('scripted', { containers }, { annotations }));
    await cluster.until(`${PODS}/scripted`, isReady);
    expect((await cluster.get(`${PODS}/scripted/log`)).body).toBe('mine\n');
  });
});
