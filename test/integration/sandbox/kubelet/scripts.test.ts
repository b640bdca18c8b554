import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, isReady, JSON_PATCH, listAt, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';
import { fastClock } from '../fast-clock.js';

const PODS = '/api/v1/namespaces/default/pods';

const scripted = (name: string, script: string, spec = {}): object =>
  podManifest(name, spec, { annotations: { 'sandbox.petset.dev/script': script } });

const waitsFor =
  (reason: string, list = 'containerStatuses') =>
  (pod: unknown): boolean =>
    at(pod, `status.${list}.0.state.waiting.reason`) === reason;

const restarts = (pod: unknown): unknown => at(pod, 'status.containerStatuses.0.restartCount');

describe('a scripted container', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ clock: fastClock(20) });
  });
  afterAll(() => cluster.stop());

  /** The messages of a reason that were told of a pod, once there is one. */
  const told = async (name: string, reason: string): Promise<string[]> => {
    const query = `fieldSelector=involvedObject.name%3D${name},reason%3D${reason}`;
    const watch = await cluster.watch(`/api/v1/namespaces/default/events?watch=1&${query}`);
    await watch.until(() => true);
    watch.close();
    const { body } = await cluster.get(`/api/v1/namespaces/default/events?${query}`);
    return listAt(body, 'items').map((event) => textAt(event, 'message'));
  };

  it('is ready when its script says so, probe or not', async () => {
    await cluster.post(PODS, scripted('late', 'ready=2s'));
    const running = await cluster.until(`${PODS}/late`, (pod) => at(pod, 'status.phase') === 'Running');
    expect(isReady(running)).toBe(false);
    await cluster.until(`${PODS}/late`, isReady);
  });

  it('follows a script that is changed while it runs', async () => {
    await cluster.post(PODS, podManifest('moody'));
    await cluster.until(`${PODS}/moody`, isReady);
    await cluster.patch(`${PODS}/moody`, { metadata: { annotations: { 'sandbox.petset.dev/script': 'ready=never' } } });
    await cluster.until(`${PODS}/moody`, (pod) => !isReady(pod));
    await cluster.patch(`${PODS}/moody`, { metadata: { annotations: { 'sandbox.petset.dev/script': null } } });
    await cluster.until(`${PODS}/moody`, isReady);
  });

  it('is told that its script does not read, and lives on', async () => {
    await cluster.post(PODS, podManifest('inherited'));
    await cluster.until(`${PODS}/inherited`, isReady);
    const script = { 'sandbox.petset.dev/script': 'toString=1' };
    await cluster.patch(`${PODS}/inherited`, { metadata: { annotations: script } });
    expect((await told('inherited', 'InvalidScript'))[0]).toMatch(/toString=1: must be one of /);
    expect(isReady((await cluster.get(`${PODS}/inherited`)).body)).toBe(true);
  });

  it('ends badly as often as its script says, and then runs on', async () => {
    const spec = { initContainers: [{ name: 'setup', image: 'busybox:1' }] };
    await cluster.post(PODS, scripted('third', 'setup: exit=1 after=0s times=2', spec));
    const pod = await cluster.until(`${PODS}/third`, isReady);
    expect(at(pod, 'status.initContainerStatuses.0.restartCount')).toBe(2);
    expect(at(pod, 'status.initContainerStatuses.0.state.terminated.exitCode')).toBe(0);
  });

  const setImage = (name: string, image: string): Promise<unknown> =>
    cluster.patch(`${PODS}/${name}`, [{ op: 'replace', path: '/spec/containers/0/image', value: image }], JSON_PATCH);

  it('cannot be pulled when its script says so, and waits longer each time', async () => {
    await cluster.post(PODS, scripted('broken', 'pull=fail'));
    await cluster.until(`${PODS}/broken`, waitsFor('ErrImagePull'));
    const pod = await cluster.until(`${PODS}/broken`, waitsFor('ImagePullBackOff'));
    expect(textAt(pod, 'status.containerStatuses.0.state.waiting.message')).toContain('nginx:1: not found');
  });

  it('runs once its image is one that can be pulled', async () => {
    const containers = [{ name: 'c', image: 'registry.invalid/nginx:1' }];
    await cluster.post(PODS, podManifest('repaired', { containers }));
    await cluster.until(`${PODS}/repaired`, waitsFor('ImagePullBackOff'));
    await setImage('repaired', 'nginx:1');
    expect(at(await cluster.until(`${PODS}/repaired`, isReady), 'status.containerStatuses.0.restartCount')).toBe(0);
  });

  it.each(['nginx:typo', 'missing-tools:1', 'acme/no-such-thing:2'])(
    'can be pulled whatever its name: %s',
    async (image) => {
      const name = image.replace(/[:/]/g, '-');
      await cluster.post(PODS, podManifest(name, { containers: [{ name: 'c', image }] }));
      await cluster.until(`${PODS}/${name}`, isReady);
    },
  );

  it('is run anew when its image changes', async () => {
    await cluster.post(PODS, podManifest('renewed'));
    await cluster.until(`${PODS}/renewed`, isReady);
    await setImage('renewed', 'nginx:2');
    const pod = await cluster.until(`${PODS}/renewed`, (one) => restarts(one) === 1);
    expect(at(pod, 'status.containerStatuses.0')).toMatchObject({
      image: 'nginx:2',
      ready: true,
      lastState: { terminated: { exitCode: 0, reason: 'Completed' } },
    });
    expect(await told('renewed', 'Killing')).toEqual(['Container c definition changed, will be restarted']);
  });

  it('is run anew when its image changes even in a pod that restarts nothing', async () => {
    await cluster.post(PODS, podManifest('stubborn', { restartPolicy: 'Never' }));
    await cluster.until(`${PODS}/stubborn`, isReady);
    await setImage('stubborn', 'nginx:2');
    const pod = await cluster.until(`${PODS}/stubborn`, (one) => restarts(one) === 1);
    expect(at(pod, 'status.phase')).toBe('Running');
  });

  it('starts once what its environment needs is there', async () => {
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'later', key: 'a' } } }];
    await cluster.post(PODS, podManifest('needy', { containers: [{ name: 'c', image: 'nginx:1', env }] }));
    await cluster.until(`${PODS}/needy`, waitsFor('CreateContainerConfigError'));
    await cluster.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'later' }, data: { a: 'b' } });
    await cluster.until(`${PODS}/needy`, isReady);
  });

  it('has printed what its script says', async () => {
    await cluster.post(PODS, scripted('talker', 'c: log="one\\ntwo\\n"'));
    await cluster.until(`${PODS}/talker`, isReady);
    expect((await cluster.get(`${PODS}/talker/log`)).body).toBe('one\ntwo\n');
    expect((await cluster.get(`${PODS}/talker/log?tailLines=1`)).body).toBe('two\n');
    const refused = await cluster.get(`${PODS}/talker/log?container=d`);
    expect(textAt(refused.body, 'message')).toBe('container d is not valid for pod talker');
    const previous = await cluster.get(`${PODS}/talker/log?previous=true`);
    expect(textAt(previous.body, 'message')).toBe('previous terminated container "c" in pod "talker" not found');
  });

  it('is followed until it ends', async () => {
    await cluster.post(PODS, scripted('followed', 'log=hello', { restartPolicy: 'Never' }));
    await cluster.until(`${PODS}/followed`, isReady);
    const log = cluster.get(`${PODS}/followed/log?follow=true`);
    await cluster.printed(`${PODS}/followed/log?follow=true`, 'hello\n');
    expect(at((await cluster.get(`${PODS}/followed`)).body, 'status.phase')).toBe('Running');
    await cluster.patch(`${PODS}/followed`, { spec: { activeDeadlineSeconds: 1 } });
    expect((await log).body).toBe('hello\n');
    expect(at(await cluster.get(`${PODS}/followed/log?follow=true`), 'body')).toBe('hello\n');
  });

  it('whose script does not read runs as if it had none, and an event says why', async () => {
    await cluster.post(PODS, scripted('garbled', 'redy=2s'));
    await cluster.until(`${PODS}/garbled`, isReady);
    const events = await cluster.get('/api/v1/namespaces/default/events?fieldSelector=reason%3DInvalidScript');
    expect(textAt(listAt(events.body, 'items')[0], 'message')).toContain('redy=2s: must be one of ready=');
  });
});

describe('the kubelet', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('leaves a pod alone that somebody else declared Failed', async () => {
    await cluster.post(PODS, podManifest('evicted'));
    await cluster.until(`${PODS}/evicted`, isReady);
    const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' };
    await cluster.patch(`${PODS}/evicted/status`, { status });
    // Another pod's whole life later it is as it was left.
    await cluster.post(PODS, podManifest('other'));
    await cluster.until(`${PODS}/other`, isReady);
    const { body } = await cluster.get(`${PODS}/evicted`);
    expect(body).toMatchObject({ status });
    await cluster.delete(`${PODS}/evicted`);
    await cluster.gone(`${PODS}/evicted`);
  });

  it('starts a sidecar before the containers that come after it', async () => {
    const initContainers = [{ name: 'proxy', image: 'envoy:1', restartPolicy: 'Always' }];
    await cluster.post(PODS, podManifest('aided', { initContainers }));
    const pod = await cluster.until(`${PODS}/aided`, isReady);
    expect(at(pod, 'status.initContainerStatuses.0')).toMatchObject({ name: 'proxy', ready: true, started: true });
  });

  it('tells addresses, times and generations', async () => {
    await cluster.post(PODS, podManifest('told'));
    const pod = await cluster.until(`${PODS}/told`, isReady);
    expect(pod).toMatchObject({
      spec: { nodeName: 'sandbox-node' },
      status: { observedGeneration: 1, phase: 'Running', qosClass: 'BestEffort', hostIP: '127.0.0.1' },
    });
    expect(textAt(pod, 'status.podIP')).toMatch(/^10\.244\.\d+\.\d+$/);
    expect(textAt(pod, 'status.startTime')).toMatch(/Z$/);
  });
});
