import { expect, test } from 'vitest';

import { inOrderOfDeletion } from '../../../../../../src/sandbox/controllers/workloads/replica/victims.js';
import type { Pod } from '../../../../../../src/sandbox/model/pod.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');

interface Traits {
  readonly node?: string;
  readonly phase?: string;
  /** Since how many minutes it is ready, if it is. */
  readonly ready?: number;
  readonly cost?: string;
  readonly restarts?: number;
  readonly age?: number;
}

const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const pod = (name: string, { node = 'a', phase = 'Running', ready, cost, restarts = 0, age = 60 }: Traits): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name,
    uid: name,
    creationTimestamp: ago(age),
    ...(cost !== undefined && { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
  },
  spec: { containers: [], nodeName: node },
  status: {
    phase,
    ...(ready !== undefined && {
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago(ready) }],
    }),
    containerStatuses: [
      { name: 'c', state: {}, lastState: {}, ready: true, restartCount: restarts, image: '', imageID: '' },
    ],
  },
});

/** In each row, the first of two goes first. */
test.each<[string, Traits, Traits]>([
  ['on no node', { node: '' }, { ready: 1 }],
  ['pending', { phase: 'Pending' }, {}],
  ['not ready', {}, { ready: 1 }],
  ['cheap', { ready: 50, cost: '-1' }, { ready: 1 }],
  ['ready only now', { ready: 1 }, { ready: 50 }],
  ['restarted often', { restarts: 3, age: 600 }, { age: 1 }],
  ['young', { age: 1 }, { age: 50 }],
])('a pod that is %s goes first', (_, first, second) => {
  const pods = [pod('b', second), pod('a', first)];
  expect(inOrderOfDeletion(pods, [], NOW).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  expect(inOrderOfDeletion(pods.toReversed(), [], NOW).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
});

test('a pod on a node where there are many goes first', () => {
  const [crowded, alone] = [pod('crowded', { ready: 50, node: 'a' }), pod('alone', { ready: 1, node: 'b' })];
  const neighbours = [crowded, alone, pod('other', { node: 'a' })];
  expect(inOrderOfDeletion([alone, crowded], neighbours, NOW)).toEqual([crowded, alone]);
});
