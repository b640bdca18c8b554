import { expect, test } from 'vitest';
import type { StatefulSet } from '../../../src/petset/statefulset.js';
import { type Autoscaler, controllerOf, surroundingsOf } from '../../../src/petset/statefulset-surroundings.js';

const statefulSet = (metadata: StatefulSet['metadata']): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', ...metadata },
  spec: { selector: {}, template: { spec: { containers: [] } } },
});
const autoscaler = (kind: string, name: string): Autoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'scaler' },
  spec: { scaleTargetRef: { kind, name } },
});

test('an operator is known by the controller reference', () => {
  const owner = { apiVersion: 'v1', kind: 'Etcd', name: 'main', uid: 'u' };
  expect(controllerOf(statefulSet({ ownerReferences: [owner] }))).toBeUndefined();
  expect(controllerOf(statefulSet({ ownerReferences: [{ ...owner, controller: true }] }))).toBe('Etcd/main');
});

test('who would make it anew is told by what he leaves on it, and an autoscaler by what it scales', () => {
  const helm = statefulSet({ annotations: { 'meta.helm.sh/release-name': 'db' } });
  expect(
    surroundingsOf(helm, [
      autoscaler('StatefulSet', 'web'),
      autoscaler('Deployment', 'web'),
      autoscaler('StatefulSet', 'other'),
    ]),
  ).toEqual([
    'the Helm release db may make statefulset.apps/web anew',
    'horizontalpodautoscaler.autoscaling/scaler will have nothing to scale',
  ]);
  expect(surroundingsOf(statefulSet({}), [])).toEqual([]);
});
