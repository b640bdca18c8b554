import type { Service } from '../../../src/petset/kubernetes-service.js';
import { expect, test } from 'vitest';
import type { StatefulSet } from '../../../src/petset/statefulset.js';
import {
  type Autoscaler,
  type Budget,
  controllerOf,
  type Neighbours,
  surroundingsOf,
} from '../../../src/petset/statefulset-surroundings.js';

const statefulSet = (metadata: StatefulSet['metadata']): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', ...metadata },
  spec: { selector: {}, template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [] } } },
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

const nobody: Neighbours = { autoscalers: [], budgets: [], services: [] };

test('who would make it anew is told by what he leaves on it', () => {
  expect(surroundingsOf(statefulSet({ annotations: { 'meta.helm.sh/release-name': 'db' } }), nobody)).toEqual([
    'the Helm release db may make statefulset.apps/web anew',
  ]);
  expect(surroundingsOf(statefulSet({}), nobody)).toEqual([]);
});

test('an autoscaler is told of that scales it, and of no other', () => {
  const autoscalers = [
    autoscaler('StatefulSet', 'web'),
    autoscaler('Deployment', 'web'),
    autoscaler('StatefulSet', 'other'),
  ];
  expect(surroundingsOf(statefulSet({}), { ...nobody, autoscalers })).toEqual([
    'horizontalpodautoscaler.autoscaling/scaler will have nothing to scale',
  ]);
});

test('a budget is told of that asks for a share of its pods', () => {
  const budget = (name: string, spec: Budget['spec']): Budget => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector: { matchLabels: { app: 'nginx' } }, ...spec },
  });
  const budgets = [
    budget('share', { minAvailable: '50%' }),
    budget('away', { maxUnavailable: 1 }),
    budget('number', { minAvailable: 1 }),
    budget('other', { maxUnavailable: 1, selector: { matchLabels: { app: 'other' } } }),
  ];
  expect(surroundingsOf(statefulSet({}), { ...nobody, budgets }).map((line) => line.split(' ')[0])).toEqual([
    'poddisruptionbudget.policy/share',
    'poddisruptionbudget.policy/away',
  ]);
});

test('a service is told of that selects one of its pods by name', () => {
  const service = (pod: string): Service => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `only-${pod}` },
    spec: { selector: { 'statefulset.kubernetes.io/pod-name': pod } },
  });
  expect(surroundingsOf(statefulSet({}), { ...nobody, services: [service('web-0'), service('db-0')] })).toEqual([
    'service/only-web-0 selects by statefulset.kubernetes.io/pod-name, a label that a pet which is made anew does not have',
  ]);
});
