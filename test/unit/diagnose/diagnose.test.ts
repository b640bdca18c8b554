import { describe, expect, test } from 'vitest';
import { NO_FACTS } from '../../../src/diagnose/facts.js';
import { diagnose } from '../../../src/diagnose/diagnose.js';
import type { PersistentVolumeClaim, Pod, PodStatus } from '../../../src/petset/kubernetes.js';
import { RECORDED_LIVES, recordedPod } from '../../fixtures/pod-lives.js';

/** What is said of a recorded pod when `kubectl get pods` showed a word for it. */
function saidWhen(scenario: string, status: string): string | undefined {
  const life = RECORDED_LIVES.find((each) => each.scenario === scenario)!;
  const event = life.watch.findLast(({ kubectl }) => kubectl.STATUS === status)!;
  const diagnosis = diagnose({
    pod: recordedPod(life.podSpec, event),
    claims: [],
    facts: NO_FACTS,
    now: 0,
    waited: 2_000,
    place: undefined,
  });
  return diagnosis && `${diagnosis.cause}: ${diagnosis.message}`;
}

describe('pods of a real kubelet', () => {
  test.each([
    ['an init container that fails', 'Init:Error', /^ContainerEnded: init container broken has ended \(exit code 3\)$/],
    [
      'an init container that fails',
      'Init:CrashLoopBackOff',
      /^CrashLoopBackOff: init container broken keeps ending, \d+ restarts? so far \(last exit code 3\)$/,
    ],
    [
      'a container that crashes',
      'CrashLoopBackOff',
      /^CrashLoopBackOff: container crash keeps ending, \d+ restarts? so far \(last exit code 1\)$/,
    ],
    [
      'an image that is not there',
      'ErrImagePull',
      /^ErrImagePull: cannot pull image registry\.invalid\/none:1 of container c: failed to/,
    ],
    ['no node fits', 'Pending', /^Unschedulable: cannot be scheduled/],
    [
      'a config map that is not there',
      'CreateContainerConfigError',
      /^CreateContainerConfigError: cannot start container nginx: configmap "none" not found$/,
    ],
    ['never ready', 'Running', /^ContainersNotReady: container nginx is not ready yet$/],
  ])('%s: %s', (scenario, status, said) => {
    expect(saidWhen(scenario, status)).toMatch(said);
  });

  test.each([
    ['ready at once', 'ContainerCreating'],
    ['ready at once', 'Running'],
    ['two init containers, one after the other', 'Init:1/2'],
  ])('%s: %s is no trouble', (scenario, status) => {
    expect(saidWhen(scenario, status)).toBeUndefined();
  });
});

describe('a pod that waits for its claim', () => {
  const pod = (status: PodStatus): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'db' },
    spec: { containers: [{ name: 'c' }] },
    status,
  });
  const claim = (storageClassName?: string): PersistentVolumeClaim => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'www-web-0', namespace: 'db' },
    spec: { ...(storageClassName && { storageClassName }) },
    status: { phase: 'Pending' },
  });
  const unschedulable: PodStatus = {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: 'pod has unbound immediate PersistentVolumeClaims',
      },
    ],
  };

  test('is told with the class and the command that looks further, rather than what the scheduler makes of it', () => {
    expect(
      diagnose({
        pod: pod(unschedulable),
        claims: [claim('slow')],
        facts: NO_FACTS,
        now: 0,
        waited: 2_000,
        place: undefined,
      }),
    ).toEqual({
      cause: 'ClaimPending',
      short: 'claim pending',
      message: 'waits for a volume for its claim www-web-0 (storage class slow)',
      next: { words: ['describe', 'pvc', 'www-web-0'], namespace: 'db' },
    });
  });

  test('and a cluster without a default class is told too', () => {
    expect(
      diagnose({ pod: pod(unschedulable), claims: [claim()], facts: NO_FACTS, now: 0, waited: 2_000, place: undefined })
        ?.message,
    ).toContain('it names no storage class, and there is no default');
  });
});

describe('a pod that is still there when its grace period is over', () => {
  const deletionTimestamp = '2026-01-01T00:00:30Z';
  const pod = (finalizers?: string[]): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'db', deletionTimestamp, ...(finalizers && { finalizers }) },
    spec: { containers: [{ name: 'c' }], nodeName: 'node-1' },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const saidAfter = (seconds: number, finalizers?: string[]): string | undefined =>
    diagnose({
      pod: pod(finalizers),
      claims: [],
      facts: NO_FACTS,
      now: Date.parse(deletionTimestamp) + seconds * 1000,
      waited: 2_000,
      place: undefined,
    })?.message;

  test('is given a moment, and then the node is named, or the finalizer', () => {
    expect(saidAfter(4)).toBeUndefined();
    expect(saidAfter(5)).toBe(
      'is still there although its grace period is over, and node node-1 has not said that it has ended',
    );
    expect(saidAfter(5, ['a.b/c'])).toBe(
      'is still there although its grace period is over, held by its finalizer a.b/c',
    );
  });

  test('since when its node is silent, as far as the pod tells, and what ends it', () => {
    const lost = (more: object = {}): Pod => ({
      ...pod(),
      status: {
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'False', lastTransitionTime: '2026-01-01T00:00:07Z', ...more },
          { type: 'ContainersReady', status: 'True' },
        ],
      },
    });
    const told = (of: Pod, place: { set: string; ordinal: number } | undefined) =>
      diagnose({
        pod: of,
        claims: [],
        facts: NO_FACTS,
        now: Date.parse(deletionTimestamp) + 5_000,
        waited: 2_000,
        place,
      });
    expect(told(lost(), { set: 'web', ordinal: 0 })).toEqual({
      cause: 'StillTerminating',
      short: 'still terminating',
      message:
        'is still there although its grace period is over, and node node-1 has not been heard of since 2026-01-01T00:00:07Z',
      next: { words: ['describe', 'pod', 'web-0'], namespace: 'db' },
      exit: {
        when: 'if that node is really gone',
        command: { words: ['petset', 'replace', 'web', '0', '--force'], namespace: 'db' },
      },
    });
    expect(told(lost(), undefined)?.exit?.command.words).toEqual([
      'delete',
      'pod',
      'web-0',
      '--force',
      '--grace-period=0',
    ]);
    expect(told(lost({ reason: 'ReadinessGatesNotReady' }), undefined)?.message).toContain('has not said');
    expect(told(pod(['a.b/c']), { set: 'web', ordinal: 0 })?.exit?.command.words).toEqual([
      'patch',
      'pod',
      'web-0',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":null}}',
    ]);
  });
});

describe('a pod of which nothing bad is known', () => {
  const pod = (status: PodStatus, schedulerName?: string): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'db' },
    spec: { containers: [{ name: 'c' }], ...(schedulerName && { schedulerName }) },
    status,
  });
  const scheduled = {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'True' }],
    containerStatuses: [
      { name: 'c', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ],
  } as const;
  const saidAfter = (waited: number, of: Pod): string | undefined =>
    diagnose({ pod: of, claims: [], facts: NO_FACTS, now: 0, waited, place: undefined })?.message;

  test('is told when no scheduler has looked at it', () => {
    expect(saidAfter(2_000, pod({ phase: 'Pending' }, 'nobody'))).toBe(
      'has not been looked at by its scheduler yet, nobody',
    );
  });

  test('is given time, and then reminded of, in words that stay the same for a while', () => {
    expect(saidAfter(9_999, pod(scheduled))).toBeUndefined();
    expect(saidAfter(10_000, pod(scheduled))).toBe('is still ContainerCreating after 10s');
    expect(saidAfter(59_999, pod(scheduled))).toBe('is still ContainerCreating after 10s');
    expect(saidAfter(60_000, pod(scheduled))).toBe('is still ContainerCreating after 1m');
  });
});
