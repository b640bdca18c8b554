import { expect, test } from 'vitest';
import { ailmentOf } from '../../../../src/commands/rehearse/ailments.js';
import type { Condition, ContainerState, Pod, PodStatus } from '../../../../src/petset/kubernetes.js';

const CREATED = '2026-11-21T10:00:00Z';
const soon = { now: Date.parse(CREATED) + 10_000, patience: 60_000 };
const late = { now: Date.parse(CREATED) + 61_000, patience: 60_000 };

function pod(status: PodStatus): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', creationTimestamp: CREATED },
    spec: { containers: [{ name: 'nginx' }] },
    status,
  };
}

const SCHEDULED: Condition = { type: 'PodScheduled', status: 'True' };

/** A pod whose one container is so. */
function waiting(state: ContainerState, lastState: ContainerState = {}): Pod {
  return pod({
    conditions: [SCHEDULED],
    containerStatuses: [{ name: 'nginx', ready: false, restartCount: 1, state, lastState }],
  });
}

test.each(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'])(
  'an image that cannot be pulled cannot be pulled in the copy: %s',
  (reason) => {
    expect(ailmentOf(waiting({ waiting: { reason } }), soon)?.scripts).toEqual(new Map([['nginx', 'pull=fail']]));
  },
);

test('what crashes ends as it did the last time, after as long', () => {
  const ended = { exitCode: 3, startedAt: '2026-11-21T10:00:01Z', finishedAt: '2026-11-21T10:00:06Z' };
  const crashing = waiting({ waiting: { reason: 'CrashLoopBackOff' } }, { terminated: ended });
  expect(ailmentOf(crashing, soon)?.scripts).toEqual(new Map([['nginx', 'exit=3 after=5000ms']]));
  expect(ailmentOf(waiting({ terminated: ended }), soon)?.scripts).toEqual(new Map([['nginx', 'exit=3 after=5000ms']]));
});

test('a container that lacks a secret lacks it in the copy', () => {
  const reason = 'CreateContainerConfigError';
  const of = (message: string): unknown =>
    ailmentOf(waiting({ waiting: { reason, message } }), soon)?.lacks.get('nginx');
  expect(of('secret "password" not found')).toEqual({ kind: 'secretRef', name: 'password' });
  expect(of('configmap "settings" not found')).toEqual({ kind: 'configMapRef', name: 'settings' });
  expect(of("couldn't find key user in Secret default/password")).toEqual({ kind: 'secretRef', name: 'password' });
});

test('what may only be on its way has nothing wrong with it, until it takes too long', () => {
  const running = waiting({ running: { startedAt: CREATED } });
  expect(ailmentOf(running, soon)).toBeUndefined();
  expect(ailmentOf(running, late)?.scripts).toEqual(new Map([['nginx', 'ready=never']]));
  const creating = waiting({ waiting: { reason: 'ContainerCreating' } });
  expect(ailmentOf(creating, soon)).toBeUndefined();
  expect(ailmentOf(creating, late)?.keptFrom).toBe('volumes');
});

test('a pod that no node takes is taken by none', () => {
  const condition: Condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' };
  expect(ailmentOf(pod({ conditions: [condition] }), soon)?.keptFrom).toBe('node');
});

test('a pod that is ready, or going, has nothing wrong with it', () => {
  expect(ailmentOf(pod({ conditions: [{ type: 'Ready', status: 'True' }] }), late)).toBeUndefined();
  const crashing = waiting({ waiting: { reason: 'CrashLoopBackOff' } });
  const going = { ...crashing, metadata: { ...crashing.metadata, deletionTimestamp: CREATED } };
  expect(ailmentOf(going, late)).toBeUndefined();
});
