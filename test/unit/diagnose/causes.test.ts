import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../src/diagnose/diagnose.js';
import type { Diagnosis, Patient } from '../../../src/diagnose/diagnosis.js';
import { type Facts, NO_FACTS } from '../../../src/diagnose/facts.js';
import { questionsOf } from '../../../src/diagnose/questions.js';
import { diagnoseSettling } from '../../../src/diagnose/settling.js';
import type {
  ContainerStateTerminated,
  ContainerStatus,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
  PodStatus,
} from '../../../src/petset/kubernetes.js';
import type { KubeEvent } from '../../../src/petset/kubernetes-event.js';

const NOW = Date.parse('2026-01-01T00:01:00Z');

function podOf(status: PodStatus, spec: Partial<PodSpec> = {}, metadata: Pod['metadata'] = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'db', uid: 'pod', ...metadata },
    spec: { containers: [{ name: 'c', image: 'i:1' }], nodeName: 'node-1', ...spec },
    status,
  };
}

function event(reason: string, message: string, more: Partial<KubeEvent> = {}): KubeEvent {
  const involvedObject = { uid: 'pod', fieldPath: 'spec.containers{c}' };
  return { apiVersion: 'v1', kind: 'Event', metadata: {}, type: 'Warning', involvedObject, reason, message, ...more };
}

function patient(pod: Pod, facts: Partial<Facts> = {}, more: Partial<Patient> = {}): Patient {
  const place = { set: 'web', ordinal: 0 };
  return { pod, claims: [], facts: { ...NO_FACTS, ...facts }, now: NOW, waited: 2_000, place, ...more };
}

const of = (...of: Parameters<typeof patient>): Diagnosis | undefined => diagnose(patient(...of));

const scheduled = { type: 'PodScheduled', status: 'True' } as const;
function pending(...containerStatuses: readonly ContainerStatus[]): PodStatus {
  return { phase: 'Pending', conditions: [scheduled], containerStatuses };
}
const waits = (reason: string, message?: string): ContainerStatus => ({
  name: 'c',
  ready: false,
  restartCount: 0,
  state: { waiting: { reason, ...(message !== undefined && { message }) } },
});
const looping = (terminated: ContainerStateTerminated, restartCount = 2): ContainerStatus => ({
  ...waits('CrashLoopBackOff', 'back-off 10s restarting failed container'),
  restartCount,
  lastState: { terminated },
});

describe('the scheduler’s words', () => {
  test.each([
    [
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
      '0/1 nodes are available: 1 Insufficient cpu',
    ],
    [
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector",
    ],
    [
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims',
    ],
  ])('without what follows from them: %s', (message, said) => {
    const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
    const pod = podOf({ phase: 'Pending', conditions: [unschedulable] });
    expect(of(pod)).toMatchObject({ short: 'unschedulable', message: `cannot be scheduled: ${said}` });
  });
});

describe('the registry’s words', () => {
  const why = 'pull access denied, repository does not exist';

  test('read the same while it is tried and while it is not', () => {
    const tried = of(podOf(pending(waits('ErrImagePull', why))));
    const held = of(podOf(pending(waits('ImagePullBackOff', `Back-off pulling image "i:1": ErrImagePull: ${why}`))));
    expect(tried?.message).toBe(`cannot pull image i:1 of container c: ${why}`);
    expect(held?.message).toBe(tried?.message);
  });

  test('are in an event where an older kubelet only says that it backs off', () => {
    const events = [
      event('Failed', `Failed to pull image "i:1": ${why}`),
      event('Failed', 'Error: ErrImagePull'),
      event('Failed', 'Failed to pull image "j": no', {
        involvedObject: { uid: 'pod', fieldPath: 'spec.containers{d}' },
      }),
    ];
    const pod = podOf(pending(waits('ImagePullBackOff', 'Back-off pulling image "i:1"')));
    expect(of(pod)?.message).toBe('cannot pull image i:1 of container c');
    expect(of(pod, { events })?.message).toBe(`cannot pull image i:1 of container c: ${why}`);
  });
});

describe('how a container has ended', () => {
  test.each<[ContainerStateTerminated, string, string]>([
    [{ exitCode: 3, reason: 'Error' }, 'last exit code 3', 'crash loop'],
    [{ exitCode: 137, reason: 'Error' }, 'last exit code 137, SIGKILL', 'crash loop'],
    [{ exitCode: 0, signal: 11 }, 'last exit code 0, SIGSEGV', 'crash loop'],
    [{ exitCode: 128, reason: 'StartError' }, 'last exit code 128, StartError', 'crash loop'],
    [{ exitCode: 137, reason: 'OOMKilled' }, 'last out of memory: exit code 137, OOMKilled', 'out of memory'],
  ])('%o', (terminated, words, short) => {
    expect(of(podOf(pending(looping(terminated))))).toMatchObject({
      short,
      message: `container c keeps ending, 2 restarts so far (${words})`,
      next: { words: ['logs', 'web-0', '-c', 'c', '--previous'] },
    });
  });

  test('with the end of its log, which is that of the run before', () => {
    const pod = podOf(pending(looping({ exitCode: 1 })));
    expect(questionsOf(patient(pod))).toContainEqual({ about: 'log', container: 'c', previous: true });
    const log = { container: 'c', previous: true, lines: ['bye'] };
    expect(of(pod, { logs: [log] })?.log).toEqual(log);
    expect(of(pod, { logs: [{ ...log, lines: [] }] })?.log).toBeUndefined();
  });

  test('by a probe, unless it has ended otherwise since', () => {
    const killed = { lastTimestamp: '2026-01-01T00:00:00Z' };
    const events = [
      event('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 404', killed),
      event('Killing', 'Container c failed liveness probe, will be restarted', { ...killed, type: 'Normal' }),
    ];
    const endedAt = (finishedAt: string): string | undefined =>
      of(podOf(pending(looping({ exitCode: 0, finishedAt }, 1))), { events })?.message;
    expect(endedAt('2026-01-01T00:00:30Z')).toBe(
      'container c keeps ending, 1 restart so far (last exit code 0; Liveness probe failed: HTTP probe failed with statuscode: 404)',
    );
    expect(endedAt('2026-01-01T00:00:32Z')).toBe('container c keeps ending, 1 restart so far (last exit code 0)');
  });
});

describe('a probe', () => {
  const running = (more: Partial<ContainerStatus> = {}): Pod =>
    podOf({
      phase: 'Running',
      conditions: [scheduled, { type: 'Ready', status: 'False' }],
      containerStatuses: [{ name: 'c', ready: false, started: true, restartCount: 0, state: { running: {} }, ...more }],
    });
  const failed = (probe: string): KubeEvent =>
    event('Unhealthy', `${probe} probe failed: dial tcp: connection refused`);

  test('that fails is told in its words, once it is known', () => {
    expect(of(running())?.message).toBe('container c is not ready yet');
    const events = [failed('Startup'), failed('Readiness')];
    expect(of(running(), { events })).toMatchObject({
      short: 'readiness probe fails',
      message: 'container c is not ready yet: Readiness probe failed: dial tcp: connection refused',
      mayPass: true,
    });
    expect(of(running({ started: false }), { events })).toMatchObject({
      short: 'startup probe fails',
      message: 'container c has not started yet: Startup probe failed: dial tcp: connection refused',
    });
  });

  test('that fails without a word', () => {
    const events = [event('Unhealthy', 'Readiness probe failed: ')];
    expect(of(running(), { events })?.message).toBe('container c is not ready yet: Readiness probe failed');
  });
});

describe('what a pod cannot be given on its node', () => {
  const pod = podOf(pending(waits('ContainerCreating')));

  test.each([
    ['FailedMount', 'cannot mount its volumes: MountVolume.SetUp failed for volume "v" : secret "none" not found'],
    ['FailedAttachVolume', 'cannot have its volume attached: Multi-Attach error for volume "pvc-1"'],
    ['FailedCreatePodSandBox', 'cannot get its sandbox: failed to find network info'],
  ])('%s', (reason, message) => {
    const events = [event(reason, message.slice(message.indexOf(': ') + 2))];
    expect(of(pod, { events })).toMatchObject({ cause: reason, message });
  });

  test('an attachment that fails says more than the mount that waits for it', () => {
    const events = [
      event('FailedAttachVolume', 'Multi-Attach error'),
      event('FailedMount', 'Unable to attach or mount volumes'),
    ];
    expect(of(pod, { events })?.cause).toBe('FailedAttachVolume');
  });

  test('what passes within a second is not told before it has not', () => {
    const events = [event('FailedMount', 'failed to sync configmap cache: timed out waiting for the condition')];
    expect(of(pod, { events })).toBeUndefined();
    expect(of(pod, { events }, { waited: 10_000 })?.cause).toBe('FailedMount');
  });

  test('is over once a container has begun', () => {
    const begun = podOf(pending({ ...waits('ImagePullBackOff', 'no') }));
    expect(of(begun, { events: [event('FailedMount', 'old')] })?.cause).toBe('ImagePullBackOff');
  });

  test('what nobody has foreseen is told as its last warning, when it takes long', () => {
    const events = [event('Strange', 'something  odd.'), event('Scheduled', 'fine', { type: 'Normal' })];
    expect(of(pod, { events })).toBeUndefined();
    expect(of(pod, { events }, { waited: 10_000 })?.message).toBe(
      'is still ContainerCreating after 10s: Strange: something odd',
    );
  });
});

describe('an init container', () => {
  const spec = { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }, { name: 'setup' }] };
  const running = (name: string, started: boolean): ContainerStatus => ({
    name,
    ready: false,
    started,
    restartCount: 0,
    state: { running: {} },
  });
  const said = (waited: number, ...initContainerStatuses: readonly ContainerStatus[]): string | undefined =>
    of(podOf({ ...pending(waits('PodInitializing')), initContainerStatuses }, spec), {}, { waited })?.message;

  test('that takes its time is named after a while, not the one that has started and stays', () => {
    expect(said(9_999, running('proxy', true), running('setup', false))).toBeUndefined();
    expect(said(10_000, running('proxy', true), running('setup', false))).toBe(
      'waits for its init container setup (2 of 2), which still runs after 10s',
    );
    expect(said(10_000, running('proxy', false))).toContain('init container proxy (1 of 2)');
  });
});

describe('a claim without a volume', () => {
  const claimOf = (storageClassName?: string, phase: 'Pending' | 'Lost' = 'Pending'): PersistentVolumeClaim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'www-web-0', namespace: 'db', uid: 'claim' },
    spec: { ...(storageClassName !== undefined && { storageClassName }) },
    status: { phase },
  });
  const told = (reason: string, message: string): KubeEvent =>
    event(reason, message, { involvedObject: { uid: 'claim' } });
  const said = (
    claim: PersistentVolumeClaim,
    facts: Partial<Facts> = {},
    status: PodStatus = {},
  ): string | undefined => {
    const { nodeName: _none, ...spec } = podOf({}).spec;
    return of({ ...podOf(status), spec }, facts, { claims: [claim] })?.message;
  };
  const start = 'waits for a volume for its claim www-web-0';
  const late = { apiVersion: 'v1', kind: 'StorageClass', metadata: {}, volumeBindingMode: 'WaitForFirstConsumer' };

  test('of a class that does not exist, or may not be looked at', () => {
    expect(said(claimOf('none'), { classes: new Map([['none', 'gone']]) })).toBe(
      `${start} (storage class none, which does not exist)`,
    );
    const events = [told('ProvisioningFailed', 'storageclass.storage.k8s.io "none" not found')];
    expect(said(claimOf('none'), { events })).toBe(
      `${start} (storage class none): storageclass.storage.k8s.io "none" not found`,
    );
  });

  test('what failed is told rather than what is waited for', () => {
    const events = [told('ProvisioningFailed', 'no room'), told('ExternalProvisioning', 'Waiting for a volume')];
    expect(said(claimOf('fast'), { events })).toBe(`${start} (storage class fast): no room`);
  });

  test('that waits for its pod leaves the word to the scheduler, as soon as that says something', () => {
    const facts = { classes: new Map([['late', late]]) };
    expect(said(claimOf('late'), facts)).toContain('whose volume is made once a node is chosen for the pod');
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] as const;
    expect(said(claimOf('late'), facts, { conditions })).toBe(
      'cannot be scheduled: 0/1 nodes are available: 1 Insufficient cpu',
    );
  });

  test('that has lost the one it had', () => {
    const events = [told('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!')];
    expect(said(claimOf('fast', 'Lost'), { events })).toBe(
      'cannot use its claim www-web-0, which has lost its volume: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    );
  });
});

describe('a node', () => {
  const ready = { type: 'Ready', status: 'False', lastTransitionTime: '2026-01-01T00:00:07Z' } as const;
  const lost = podOf({ phase: 'Running', conditions: [ready, { type: 'ContainersReady', status: 'True' }] });
  const node = (status: 'True' | 'Unknown'): Facts['node'] => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {},
    status: { conditions: [{ ...ready, status, message: 'Kubelet stopped posting node status.' }] },
  });

  test('is looked at for a pod that has not begun there', () => {
    expect(questionsOf(patient(podOf(pending())))).toContainEqual({ about: 'node', name: 'node-1' });
    expect(questionsOf(patient(podOf({ phase: 'Running' })))).not.toContainEqual({ about: 'node', name: 'node-1' });
  });

  test('that is lost, to whom may read it and to whom may not', () => {
    expect(questionsOf(patient(lost))).toContainEqual({ about: 'node', name: 'node-1' });
    const exit = { words: ['petset', 'replace', 'web', '0', '--force'], namespace: 'db' };
    expect(of(lost, { node: node('Unknown') })).toMatchObject({
      message:
        'cannot be ready: its node node-1 is not ready since 2026-01-01T00:00:07Z: Kubelet stopped posting node status',
      next: { words: ['describe', 'node', 'node-1'] },
      exit: { command: exit },
    });
    expect(of(lost)).toMatchObject({
      message: 'cannot be ready: its node node-1 has not been heard of since 2026-01-01T00:00:07Z',
      next: { words: ['describe', 'pod', 'web-0'] },
    });
    expect(of(lost, { node: 'gone' })?.message).toBe('cannot be ready: its node node-1 is no longer there');
  });

  test('that is ready is not to blame', () => {
    expect(of(lost, { node: node('True') })?.cause).not.toBe('NodeLost');
  });
});

describe('what is asked', () => {
  test('of a pod that goes nothing, before it should be gone', () => {
    const deletionTimestamp = '2026-01-01T00:00:57Z';
    const going = podOf({ phase: 'Running' }, {}, { deletionTimestamp });
    expect(questionsOf(patient(going))).toEqual([]);
    expect(questionsOf(patient(going, {}, { now: NOW + 2_000 }))).toEqual([
      { about: 'events', uid: 'pod' },
      { about: 'node', name: 'node-1' },
    ]);
  });
});

test('a pet that is ready and has to stay so is told with when that is', () => {
  expect(diagnoseSettling(podOf({}), 30, NOW).message).toBe(
    'is ready, and healthy once it has been for 30s (minReadySeconds), which is at 2026-01-01T00:01:00Z',
  );
});
