import { describe, expect, it } from 'vitest';

import { podWord } from '../../../../../src/sandbox/apiserver/tables/pod-word.js';
import type { Condition } from '../../../../../src/sandbox/model/meta.js';
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodStatus,
} from '../../../../../src/sandbox/model/pod.js';

const container = (name: string, rest: Partial<Container> = {}): Container => ({ name, resources: {}, ...rest });

const status = (name: string, state: ContainerState, rest: Partial<ContainerStatus> = {}): ContainerStatus => ({
  ...{ name, state, lastState: {}, ready: state.running !== undefined, started: state.running !== undefined },
  ...{ restartCount: 0, image: '', imageID: '', ...rest },
});

const RUNNING = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const COMPLETED = { terminated: { exitCode: 0, reason: 'Completed' } };
const ready = (isReady: boolean): Condition[] => [{ type: 'Ready', status: isReady ? 'True' : 'False' }];

interface Parts {
  readonly init?: Container[];
  readonly main?: Container[];
  readonly deleted?: boolean;
}

function pod(podStatus: PodStatus, { init = [], main = [container('a'), container('b')], deleted }: Parts = {}): Pod {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p', ...(deleted === true && { deletionTimestamp: '2026-01-01T00:00:00Z' }) },
    spec: { containers: main, initContainers: init },
    status: podStatus,
  };
}

const wordOf = (...given: Parameters<typeof pod>): string => podWord(pod(...given)).word;

describe('the STATUS of a pod', () => {
  it.each<[string, Pod]>([
    ['Pending', pod({ phase: 'Pending' })],
    ['Evicted', pod({ phase: 'Failed', reason: 'Evicted' })],
    [
      'SchedulingGated',
      pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
    ],
    ['ContainerCreating', pod({ containerStatuses: [status('a', { waiting: { reason: 'ContainerCreating' } })] })],
    ['Signal:9', pod({ containerStatuses: [status('a', { terminated: { exitCode: 137, signal: 9 } })] })],
    ['ExitCode:3', pod({ containerStatuses: [status('a', { terminated: { exitCode: 3 } })] })],
    ['Terminating', pod({ phase: 'Running' }, { deleted: true })],
    ['Unknown', pod({ phase: 'Running', reason: 'NodeLost' }, { deleted: true })],
    [
      'Error',
      pod(
        { phase: 'Failed', containerStatuses: [status('a', { terminated: { exitCode: 1, reason: 'Error' } })] },
        { deleted: true },
      ),
    ],
  ])('%s', (word, given) => {
    expect(podWord(given).word).toBe(word);
  });

  it('is that of the first container which has a word', () => {
    const waiting = { waiting: { reason: 'ImagePullBackOff' } };
    expect(wordOf({ containerStatuses: [status('a', RUNNING), status('b', waiting)] })).toBe('ImagePullBackOff');
    expect(wordOf({ containerStatuses: [status('a', COMPLETED), status('b', waiting)] })).toBe('Completed');
  });

  it('is not Completed while a container runs', () => {
    const containerStatuses = [status('a', COMPLETED), status('b', RUNNING)];
    expect(wordOf({ containerStatuses, conditions: ready(true) })).toBe('Running');
    expect(wordOf({ containerStatuses, conditions: ready(false) })).toBe('NotReady');
  });

  it.each<[string, ContainerState]>([
    ['Init:1/2', { waiting: { reason: 'PodInitializing' } }],
    ['Init:1/2', RUNNING],
    ['Init:CrashLoopBackOff', { waiting: { reason: 'CrashLoopBackOff' } }],
    ['Init:Error', { terminated: { exitCode: 1, reason: 'Error' } }],
    ['Init:Signal:9', { terminated: { exitCode: 137, signal: 9 } }],
    ['Init:ExitCode:2', { terminated: { exitCode: 2 } }],
  ])('tells of the init container that it waits for: %s', (word, state) => {
    const init = [container('one'), container('two')];
    const initContainerStatuses = [status('one', COMPLETED), status('two', state)];
    expect(wordOf({ phase: 'Pending', initContainerStatuses }, { init })).toBe(word);
  });
});

describe('READY and RESTARTS of a pod', () => {
  it('count containers, and sidecars that have started', () => {
    const init = [container('side', { restartPolicy: 'Always' }), container('once')];
    const given = pod(
      {
        initContainerStatuses: [
          status('side', RUNNING, { restartCount: 2 }),
          status('once', COMPLETED, { restartCount: 4 }),
        ],
        containerStatuses: [status('a', RUNNING), status('b', RUNNING, { ready: false, restartCount: 1 })],
      },
      { init },
    );
    expect(podWord(given)).toMatchObject({ ready: 2, total: 3, restarts: 3 });
  });

  it('tell of the last restart', () => {
    const ended = (finishedAt: string): Partial<ContainerStatus> => ({
      restartCount: 1,
      lastState: { terminated: { exitCode: 1, finishedAt } },
    });
    const containerStatuses = [
      status('a', RUNNING, ended('2026-01-01T00:00:05Z')),
      status('b', RUNNING, ended('2026-01-01T00:00:02Z')),
    ];
    expect(podWord(pod({ containerStatuses }))).toMatchObject({ restarts: 2, lastRestart: '2026-01-01T00:00:05Z' });
  });
});
