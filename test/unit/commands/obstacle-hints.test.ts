import { expect, test } from 'vitest';
import { obstacleHints } from '../../../src/commands/obstacle-hints.js';
import { obstacleOf } from '../../../src/controller/plan-obstacle.js';
import { desired, observed } from '../../fixtures/sets.js';

test('an obstacle is looked at on the cluster that the flags lead to', () => {
  const obstacle = { object: 'pod/web-1', problem: 'belongs to StatefulSet/web' };
  expect(obstacleHints(obstacle, 'shop', { context: 'prod' })).toEqual([
    'look at it: kubectl get pod/web-1 -o yaml -n shop --context=prod',
  ]);
});

test('and a record that is being moved is moved on, or back, there', () => {
  const obstacle = obstacleOf(desired({}, { moving: 'away' }), observed([]))!;
  expect(obstacleHints(obstacle, 'shop', { context: 'prod' })).toEqual([
    'look at it: kubectl get configmap/petset-web -o yaml -n shop --context=prod',
    'to end that: kubectl petset install --context=prod, or kubectl petset uninstall --context=prod',
  ]);
});
