import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../src/petset/kubernetes.js';
import { podCells } from '../../../src/petset/pod-status.js';
import { RECORDED_LIVES, recordedPod } from '../../fixtures/pod-lives.js';

describe('the cells are those that a real server showed', () => {
  test.each(RECORDED_LIVES)('$scenario', ({ podSpec, watch }) => {
    for (const event of watch) {
      const { ready, status, restarts } = podCells(recordedPod(podSpec, event));
      const { READY, STATUS, RESTARTS } = event.kubectl;
      expect([ready, status, String(restarts)]).toEqual([READY, STATUS, RESTARTS.split(' ')[0]]);
    }
  });
});

describe('rules that no recorded pod met', () => {
  const pod = (status: Pod['status'], spec: Partial<Pod['spec']> = {}, deleted = false): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...(deleted && { deletionTimestamp: '2026-01-01T00:00:00Z' }) },
    spec: { containers: [{ name: 'a' }, { name: 'b' }], ...spec },
    ...(status && { status }),
  });
  const running = { name: 'a', ready: true, restartCount: 0, state: { running: {} } };

  test('an evicted pod says why', () => {
    expect(podCells(pod({ phase: 'Failed', reason: 'Evicted' })).status).toBe('Evicted');
  });

  test('a gated pod says so', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] as const;
    expect(podCells(pod({ phase: 'Pending', conditions })).status).toBe('SchedulingGated');
  });

  test('a pod of a lost node is unknown, not terminating', () => {
    expect(podCells(pod({ phase: 'Running', reason: 'NodeLost' }, {}, true)).status).toBe('Unknown');
  });

  test('of two containers the first one that has something to say is heard', () => {
    const waiting = (name: string, reason: string) => ({
      name,
      ready: false,
      restartCount: 0,
      state: { waiting: { reason } },
    });
    const containerStatuses = [waiting('a', 'ErrImagePull'), waiting('b', 'CrashLoopBackOff')];
    expect(podCells(pod({ phase: 'Pending', containerStatuses })).status).toBe('ErrImagePull');
  });

  test('a container that has completed beside one that runs makes no completed pod', () => {
    const done = {
      name: 'b',
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 0, reason: 'Completed' } },
    };
    const status = { phase: 'Running', containerStatuses: [running, done] } as const;
    expect(podCells(pod(status)).status).toBe('NotReady');
    const ready = { ...status, conditions: [{ type: 'Ready', status: 'True' }] } as const;
    expect(podCells(pod(ready))).toMatchObject({ status: 'Running', ready: '1/2' });
  });

  test('a container killed by a signal, without a reason', () => {
    const killed = { name: 'a', ready: false, restartCount: 2, state: { terminated: { exitCode: 0, signal: 9 } } };
    expect(podCells(pod({ phase: 'Failed', containerStatuses: [killed] }))).toMatchObject({
      status: 'Signal:9',
      restarts: 2,
    });
  });

  test('a started sidecar counts as a container', () => {
    const sidecar = { name: 's', ready: true, started: true, restartCount: 1, state: { running: {} } };
    const status = { phase: 'Running', initContainerStatuses: [sidecar], containerStatuses: [running] } as const;
    const spec = { initContainers: [{ name: 's', restartPolicy: 'Always' }], containers: [{ name: 'a' }] };
    expect(podCells(pod(status, spec))).toEqual({ ready: '2/2', status: 'Running', restarts: 1 });
  });
});
