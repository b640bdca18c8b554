import { describe, expect, test } from 'vitest';
import type {
  Condition,
  ContainerStatus,
  ObjectMeta,
  PersistentVolumeClaim,
  Pod,
  Served,
} from '../../../../src/petset/kubernetes.js';
import { boundSince, lifeOfPod, type PodViewpoint } from '../../../../src/petset/timeline/pod.js';
import { MIDNIGHT, sayLife } from '../../../fixtures/timelines.js';

/** RFC 3339 of so many seconds after midnight, as a server writes it. */
const at = (seconds: number): string => new Date(MIDNIGHT + seconds * 1000).toISOString().replace('.000', '');

const yes = (type: string, seconds: number): Condition => ({ type, status: 'True', lastTransitionTime: at(seconds) });
const no = (type: string, seconds: number, reason = ''): Condition => ({
  type,
  status: 'False',
  reason,
  lastTransitionTime: at(seconds),
});

interface Told {
  readonly conditions?: readonly Condition[];
  readonly containers?: readonly Partial<ContainerStatus>[];
  readonly init?: readonly Partial<ContainerStatus>[];
  readonly phase?: NonNullable<Pod['status']>['phase'];
  readonly metadata?: ObjectMeta;
}

/** What became of a pod that was created at midnight, in seconds. */
function told(
  { conditions = [], containers = [], init, phase = 'Running', metadata = {} }: Told,
  more: Partial<PodViewpoint> = {},
): string {
  const whole = (status: Partial<ContainerStatus>): ContainerStatus => ({
    name: 'c',
    ready: false,
    restartCount: 0,
    ...status,
  });
  const pod: Served<Pod> = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', uid: 'uid', resourceVersion: '1', creationTimestamp: at(0), ...metadata },
    spec: { containers: [{ name: 'c' }], ...(init && { initContainers: [{ name: 'i' }] }) },
    status: {
      phase,
      conditions,
      containerStatuses: containers.map(whole),
      ...(init && { initContainerStatuses: init.map(whole) }),
    },
  };
  const viewpoint = { now: MIDNIGHT + 100_000, minReadySeconds: 0, boundAt: undefined, ...more };
  return sayLife(lifeOfPod(pod, viewpoint), MIDNIGHT, 1000);
}

const runningSince = (seconds: number): Partial<ContainerStatus> => ({
  state: { running: { startedAt: at(seconds) } },
});
const PLACED = [yes('PodScheduled', 2), yes('Initialized', 2)];

describe('a pod tells', () => {
  test('of a start in good order', () => {
    const conditions = [...PLACED, yes('Ready', 9)];
    expect(told({ conditions, containers: [runningSince(6)] })).toBe(
      'scheduling 0-2, start 2-6, unready 6-9, ready 9-100',
    );
  });

  test('of claims that it waited for, and of one that it still waits for', () => {
    const conditions = [...PLACED, yes('Ready', 6)];
    const boundAt = MIDNIGHT + 1000;
    expect(told({ conditions, containers: [runningSince(6)] }, { boundAt })).toBe(
      'claim 0-1, scheduling 1-2, start 2-6, ready 6-100',
    );
    // A claim is bound before its pod has a node, whatever was written later.
    expect(told({ conditions, containers: [runningSince(6)] }, { boundAt: MIDNIGHT + 50_000 })).toBe(
      'claim 0-2, start 2-6, ready 6-100',
    );
    expect(
      told({ conditions: [no('PodScheduled', 0, 'Unschedulable')], phase: 'Pending' }, { boundAt: Infinity }),
    ).toBe('claim (Unschedulable) 0-100');
  });

  test('of claims that were bound before it nothing', () => {
    expect(told({ conditions: PLACED, phase: 'Pending' }, { boundAt: MIDNIGHT - 5000 })).toBe(
      'scheduling 0-2, start 2-100',
    );
  });

  test('that no node has room for it', () => {
    expect(told({ conditions: [no('PodScheduled', 0, 'Unschedulable')], phase: 'Pending' })).toBe(
      'scheduling (Unschedulable) 0-100',
    );
  });

  test('of init containers, and that one of them fails', () => {
    const conditions = [yes('PodScheduled', 2), yes('Initialized', 8), yes('Ready', 10)];
    expect(told({ conditions, init: [{}], containers: [runningSince(10)] })).toBe(
      'scheduling 0-2, init 2-8, start 8-10, ready 10-100',
    );
    const init = [{ restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } }];
    expect(told({ conditions: [yes('PodScheduled', 2), no('Initialized', 2)], init, phase: 'Pending' })).toBe(
      'scheduling 0-2, init (CrashLoopBackOff) 2-100',
    );
  });

  test('of an image that cannot be pulled', () => {
    const containers = [{ state: { waiting: { reason: 'ImagePullBackOff' } } }];
    expect(told({ conditions: [...PLACED, yes('PodReadyToStartContainers', 3)], containers, phase: 'Pending' })).toBe(
      'scheduling 0-2, start 2-3, start (ImagePullBackOff) 3-100',
    );
  });

  test('of a crash, and what was before the last one only where there was one', () => {
    const terminated = { exitCode: 1, reason: 'Error', startedAt: at(5), finishedAt: at(40) };
    const conditions = [...PLACED, yes('Ready', 45)];
    const once = { restartCount: 1, ...runningSince(43), lastState: { terminated } };
    expect(told({ conditions, containers: [once] })).toBe(
      'scheduling 0-2, start 2-5, unknown 5-40, start (Error) 40-43, unready 43-45, ready 45-100',
    );
    expect(told({ conditions, containers: [{ ...once, restartCount: 7 }] })).toBe(
      'scheduling 0-2, unknown 2-40, start (Error) 40-43, unready 43-45, ready 45-100',
    );
    const looping = { restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated } };
    expect(told({ conditions: [...PLACED, no('Ready', 2)], containers: [looping] })).toBe(
      'scheduling 0-2, unknown 2-40, start (CrashLoopBackOff) 40-100',
    );
  });

  test('that it was ready and is not any more', () => {
    expect(told({ conditions: [...PLACED, no('Ready', 50)], containers: [runningSince(6)] })).toBe(
      'scheduling 0-2, start 2-6, ready 6-50, unready 50-100',
    );
    expect(told({ conditions: [...PLACED, no('Ready', 2)], containers: [runningSince(6)] })).toBe(
      'scheduling 0-2, start 2-6, unready 6-100',
    );
  });

  test('nothing of what was between its start and a readiness long after it', () => {
    const conditions = [...PLACED, yes('Ready', 9000)];
    const now = MIDNIGHT + 20_000_000;
    expect(told({ conditions, containers: [runningSince(6)] }, { now })).toBe(
      'scheduling 0-2, start 2-6, unknown 6-9000, ready 9000-20000',
    );
    // What started days ago and was ready soon after it, was.
    expect(told({ conditions: [...PLACED, yes('Ready', 60)], containers: [runningSince(6)] }, { now })).toBe(
      'scheduling 0-2, start 2-6, unready 6-60, ready 60-20000',
    );
  });

  test('that it has to be ready for longer', () => {
    const conditions = [...PLACED, yes('Ready', 9)];
    const containers = [runningSince(9)];
    expect(told({ conditions, containers }, { minReadySeconds: 30 })).toBe(
      'scheduling 0-2, start 2-9, settling 9-39, ready 39-100',
    );
    expect(told({ conditions, containers }, { minReadySeconds: 300 })).toBe(
      'scheduling 0-2, start 2-9, settling 9-100',
    );
  });

  test('that it is going, since it was asked to', () => {
    const metadata = { deletionTimestamp: at(90), deletionGracePeriodSeconds: 30 };
    expect(told({ conditions: [...PLACED, yes('Ready', 9)], containers: [runningSince(9)], metadata })).toBe(
      'scheduling 0-2, start 2-9, ready 9-60, terminating 60-100',
    );
  });

  test('that it has ended for good', () => {
    const containers = [
      { state: { terminated: { exitCode: 3, reason: 'Error', startedAt: at(5), finishedAt: at(20) } } },
    ];
    expect(told({ conditions: [...PLACED, no('Ready', 20)], containers, phase: 'Failed' })).toBe(
      'scheduling 0-2, start 2-5, unknown 5-20, finished (Error) 20-100',
    );
  });
});

test('a claim was bound when its phase was written last', () => {
  const claim = (phase: 'Bound' | 'Pending', fields: readonly string[]): PersistentVolumeClaim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      managedFields: [
        { manager: 'kubectl-petset', time: at(1), fieldsV1: { 'f:spec': {} } },
        {
          manager: 'kube-controller-manager',
          subresource: 'status',
          time: at(7),
          fieldsV1: { 'f:status': Object.fromEntries(fields.map((field) => [field, {}])) },
        },
      ],
    },
    spec: {},
    status: { phase },
  });
  expect(boundSince(claim('Bound', ['f:capacity', 'f:phase']))).toBe(MIDNIGHT + 7000);
  expect(boundSince(claim('Bound', ['f:capacity']))).toBeUndefined();
  expect(boundSince(claim('Pending', []))).toBe(Infinity);
});
