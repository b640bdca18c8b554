import { expect, test } from 'vitest';
import { type Habits, habitsOf, untilReady, usualHabits } from '../../../../src/commands/rehearse/habits.js';
import type { Pod } from '../../../../src/petset/kubernetes.js';

const at = (seconds: number): string => new Date(Date.parse('2026-11-21T10:00:00Z') + seconds * 1000).toISOString();

interface Past {
  readonly readyAt?: number;
  readonly restartCount?: number;
  readonly ready?: 'True' | 'False';
}

function pod({ readyAt = 20, restartCount = 0, ready = 'True' }: Past = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', creationTimestamp: at(0) },
    spec: { containers: [{ name: 'nginx' }], initContainers: [{ name: 'setup' }] },
    status: {
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: at(2) },
        { type: 'Ready', status: ready, lastTransitionTime: at(readyAt) },
      ],
      initContainerStatuses: [
        {
          name: 'setup',
          ready: true,
          restartCount: 0,
          state: { terminated: { exitCode: 0, startedAt: at(4), finishedAt: at(7) } },
        },
      ],
      containerStatuses: [{ name: 'nginx', ready: true, restartCount, state: { running: { startedAt: at(9) } } }],
    },
  };
}

test('a pet tells how long each step took, until it was ready', () => {
  const habits = habitsOf(pod());
  expect(habits).toEqual({ schedule: 2_000, start: 4_000, ready: 11_000, init: new Map([['setup', 3_000]]) });
  expect(habits && untilReady(habits)).toBe(20_000);
});

test('what was restarted, is not ready, or has become ready once more long after it does not tell', () => {
  expect(habitsOf(pod({ restartCount: 1 }))).toBeUndefined();
  expect(habitsOf(pod({ ready: 'False' }))).toBeUndefined();
  expect(habitsOf(pod({ readyAt: 4_000 }))).toBeUndefined();
  expect(habitsOf({ ...pod(), status: { conditions: [{ type: 'Ready', status: 'True' }] } })).toBeUndefined();
});

test('the usual is what is in the middle, which one that is out of line does not change', () => {
  const taking = (ready: number): Habits => ({ schedule: 0, start: 0, ready, init: new Map() });
  expect(usualHabits([5, 4, 900].map(taking))?.ready).toBe(5);
  expect(usualHabits([])).toBeUndefined();
});
