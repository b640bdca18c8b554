import { expect, test } from 'vitest';

import { decisionOf } from '../../../../../../src/sandbox/controllers/workloads/autoscaler/decision.js';
import { FOUND, inactive, statusAfter } from '../../../../../../src/sandbox/controllers/workloads/autoscaler/status.js';
import { failuresOf } from '../../../../../../src/sandbox/controllers/workloads/autoscaler/unmeasured.js';
import type { Autoscaler, MetricSpec } from '../../../../../../src/sandbox/model/networking.js';

const autoscaler = (metrics: MetricSpec[] = [], minReplicas = 2): Autoscaler => ({
  kind: 'HorizontalPodAutoscaler',
  apiVersion: 'autoscaling/v2',
  metadata: { name: 'web', namespace: 'ns' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas, maxReplicas: 4, metrics },
  status: { desiredReplicas: 0 },
});

test.each([
  [0, 2, { act: 'nothing' }],
  [0, 0, { act: 'measure' }],
  [1, 2, { act: 'resize', replicas: 2, reason: 'Current number of replicas below Spec.MinReplicas' }],
  [9, 2, { act: 'resize', replicas: 4, reason: 'Current number of replicas above Spec.MaxReplicas' }],
  [2, 2, { act: 'measure' }],
  [4, 2, { act: 'measure' }],
])('%i replicas, at least %i of at most 4: %j', (replicas, least, decision) => {
  expect(decisionOf(autoscaler([], least), replicas)).toEqual(decision);
});

/** As Kubernetes 1.34.2 tells it without any metrics server. */
test('every kind of metric fails in words of its own', () => {
  const value = { type: 'Value', value: '10' };
  const missing = 'the server could not find the requested resource';
  const resources = `unable to fetch metrics from resource metrics API: ${missing} (get pods.metrics.k8s.io)`;
  const custom =
    'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';
  const metrics: MetricSpec[] = [
    { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
    { type: 'Pods', pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } } },
    { type: 'External', external: { metric: { name: 'queue' }, target: value } },
    {
      type: 'Object',
      object: { metric: { name: 'hits' }, describedObject: { kind: 'Service', name: 's' }, target: value },
    },
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'c', target: { type: 'Utilization', averageUtilization: 50 } },
    },
  ];
  expect(failuresOf(autoscaler(metrics)).map(({ reason, message }) => [reason, message])).toEqual([
    ['FailedGetResourceMetric', `failed to get memory usage: unable to get metrics for resource memory: ${resources}`],
    ['FailedGetPodsMetric', `unable to get metric requests: ${custom}`],
    [
      'FailedGetExternalMetric',
      `unable to get external metric ns/queue/nil: unable to fetch metrics from external metrics API: ${missing} (get queue.external.metrics.k8s.io)`,
    ],
    ['FailedGetObjectMetric', `unable to get metric hits: Service on ns s/${custom}`],
    [
      'FailedGetContainerResourceMetric',
      `failed to get cpu utilization: unable to get metrics for resource cpu: ${resources}`,
    ],
  ]);
  expect(failuresOf(autoscaler(metrics)).map(({ inFull }) => inFull.replace(/: .*/, ''))).toEqual([
    'failed to get memory resource metric value',
    'failed to get pods metric value',
    'failed to get queue external metric value',
    'failed to get object metric value',
    'failed to get c container metric value',
  ]);
});

test('a condition keeps its time as long as it says the same', () => {
  const sayings = [FOUND, inactive('A', 'a')];
  const first = statusAfter(autoscaler(), { sayings, current: 2 }, 'then');
  const known = { ...autoscaler(), status: first };
  const second = statusAfter(
    known,
    { sayings: [FOUND, inactive('B', 'b')], current: 2, desired: 3, isResized: true },
    'now',
  );
  expect(second.conditions?.map(({ reason, lastTransitionTime }) => [reason, lastTransitionTime])).toEqual([
    ['SucceededGetScale', 'then'],
    ['B', 'then'],
  ]);
  expect(second).toMatchObject({ desiredReplicas: 3, lastScaleTime: 'now' });
});
