import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, hasPhase, isReady, listAt, podManifest, startCluster, textAt } from '../cluster.js';
import type { Cluster } from '../cluster.js';
import { fastClock } from '../fast-clock.js';

const PODS = '/api/v1/namespaces/default/pods';
const EVENTS = '/api/v1/namespaces/default/events';

const FAILING = { exec: { command: ['false'] }, periodSeconds: 1 };
const WORKING = { exec: { command: ['true'] }, periodSeconds: 1 };

const probed = (name: string, probes: object, script = '', spec = {}): object =>
  podManifest(
    name,
    { containers: [{ name: 'c', image: 'nginx:1', ...probes }], ...spec },
    { annotations: { 'sandbox.petset.dev/script': script } },
  );

const container = (pod: unknown): unknown => at(pod, 'status.containerStatuses.0');
const hasRestarted =
  (times: number) =>
  (pod: unknown): boolean =>
    at(container(pod), 'restartCount') === times;

describe('a probe', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ clock: fastClock(20) });
  });
  afterAll(() => cluster.stop());

  const told = async (name: string, reason: string): Promise<[message: string, count: unknown][]> => {
    const { body } = await cluster.get(`${EVENTS}?fieldSelector=involvedObject.name%3D${name},reason%3D${reason}`);
    return listAt(body, 'items').map((event) => [textAt(event, 'message'), at(event, 'count')]);
  };
  const messages = async (name: string, reason: string): Promise<string[]> =>
    (await told(name, reason)).map(([message]) => message);
  const isTold = async (name: string, reason: string): Promise<void> => {
    const query = `watch=1&fieldSelector=involvedObject.name%3D${name},reason%3D${reason}`;
    const watch = await cluster.watch(`${EVENTS}?${query}`);
    await watch.until(() => true);
    watch.close();
  };

  it('of life that fails often enough has the container restarted, and then with a back-off', async () => {
    await cluster.post(PODS, probed('dead', { livenessProbe: { ...FAILING, failureThreshold: 2 } }));
    const first = await cluster.until(`${PODS}/dead`, hasRestarted(1));
    expect(container(first)).toMatchObject({ ready: true, started: true, lastState: { terminated: { exitCode: 0 } } });
    await isTold('dead', 'Killing');
    expect(await messages('dead', 'Killing')).toEqual(['Container c failed liveness probe, will be restarted']);
    expect(await messages('dead', 'Unhealthy')).toEqual(['Liveness probe failed: ']);
    await cluster.until(
      `${PODS}/dead`,
      (pod) => at(container(pod), 'state.waiting.reason') === 'CrashLoopBackOff' && hasRestarted(2)(pod),
    );
    await cluster.until(`${PODS}/dead`, hasRestarted(3));
  });

  it('of life fails when the script says so, and leaves a pod that restarts nothing Failed', async () => {
    const script = 'live=2s stop=never';
    const spec = { restartPolicy: 'Never', terminationGracePeriodSeconds: 1 };
    await cluster.post(PODS, probed('mortal', { livenessProbe: { ...WORKING, failureThreshold: 1 } }, script, spec));
    await cluster.until(`${PODS}/mortal`, isReady);
    const pod = await cluster.until(`${PODS}/mortal`, hasPhase('Failed'));
    expect(container(pod)).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 137 } } });
    expect(await told('mortal', 'Killing')).toEqual([['Container c failed liveness probe', 1]]);
  });

  it('of the startup lets the others wait', async () => {
    const probes = {
      startupProbe: { ...WORKING, failureThreshold: 30 },
      livenessProbe: WORKING,
      readinessProbe: WORKING,
    };
    await cluster.post(PODS, probed('slow', probes, 'started=3s'));
    const running = await cluster.until(`${PODS}/slow`, hasPhase('Running'));
    expect(container(running)).toMatchObject({ started: false, ready: false });
    const ready = await cluster.until(`${PODS}/slow`, isReady);
    expect(container(ready)).toMatchObject({ started: true, restartCount: 0 });
    expect(await messages('slow', 'Unhealthy')).toEqual(['Startup probe failed: ']);
  });

  it('of the startup that fails for good has the container restarted', async () => {
    const startupProbe = { tcpSocket: { port: 1 }, periodSeconds: 1, failureThreshold: 2 };
    await cluster.post(PODS, probed('stuck', { startupProbe }));
    const pod = await cluster.until(`${PODS}/stuck`, hasRestarted(1));
    expect(container(pod)).toMatchObject({ started: false, ready: false });
    await isTold('stuck', 'Killing');
    expect(await messages('stuck', 'Killing')).toEqual(['Container c failed startup probe, will be restarted']);
  });

  it('names the address of the pod from the first time on', async () => {
    await cluster.post(
      PODS,
      probed('unheard', { readinessProbe: { httpGet: { port: 1, path: '/x' }, periodSeconds: 60 } }),
    );
    await isTold('unheard', 'Unhealthy');
    const ip = textAt((await cluster.get(`${PODS}/unheard`)).body, 'status.podIP');
    const url = `http://${ip}:1/x`;
    expect(await told('unheard', 'Unhealthy')).toEqual([
      [`Readiness probe failed: Get "${url}": dial tcp ${ip}:1: connect: connection refused`, 1],
    ]);
  });

  it('of readiness makes a container unready only when it failed often enough', async () => {
    await cluster.post(PODS, probed('moody', { readinessProbe: { ...WORKING, failureThreshold: 3 } }));
    await cluster.until(`${PODS}/moody`, isReady);
    await cluster.patch(`${PODS}/moody`, { metadata: { annotations: { 'sandbox.petset.dev/script': 'ready=never' } } });
    await cluster.until(`${PODS}/moody`, (pod) => !isReady(pod));
    expect((await told('moody', 'Unhealthy'))[0]?.[1]).toBeGreaterThanOrEqual(2);
  });

  it('of a sidecar’s startup lets what comes after it wait', async () => {
    const initContainers = [{ name: 'proxy', image: 'envoy:1', restartPolicy: 'Always', startupProbe: WORKING }];
    await cluster.post(PODS, probed('aided', {}, 'proxy: started=2s', { initContainers }));
    const waiting = await cluster.until(
      `${PODS}/aided`,
      (pod) => at(pod, 'status.initContainerStatuses.0.state.running') !== undefined,
    );
    expect(at(waiting, 'status.initContainerStatuses.0.started')).toBe(false);
    expect(at(container(waiting), 'state.waiting.reason')).toBe('PodInitializing');
    await cluster.until(`${PODS}/aided`, isReady);
  });
});
