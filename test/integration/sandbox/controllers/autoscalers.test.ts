import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, hasCondition, listAt, startCluster, textAt } from '../cluster.js';
import type { Cluster, Manifest } from '../cluster.js';

const APPS = '/apis/apps/v1/namespaces/default';
const DEPLOYMENTS = `${APPS}/deployments`;
const AUTOSCALERS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const FLOCKS = '/apis/example.com/v1/namespaces/default/flocks';

const deployment = (name: string, replicas: number): Manifest => ({
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } },
  },
});

const autoscaler = (name: string, kind = 'Deployment', apiVersion = 'apps/v1', metrics?: Manifest[]): Manifest => ({
  metadata: { name },
  spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { kind, name, apiVersion }, ...(metrics && { metrics }) },
});

const schema = {
  openAPIV3Schema: {
    type: 'object',
    properties: {
      spec: { type: 'object', properties: { replicas: { type: 'integer' } } },
      status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } },
    },
  },
};

const scale = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.status.selector',
};

const definition = {
  metadata: { name: 'flocks.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'flocks', singular: 'flock', kind: 'Flock', listKind: 'FlockList' },
    versions: [{ name: 'v1', served: true, storage: true, schema, subresources: { status: {}, scale } }],
  },
};

const reasonOf = (one: unknown, type: string): string =>
  textAt(
    listAt(one, 'status.conditions').find((condition) => at(condition, 'type') === type),
    'reason',
  );

describe('an autoscaler', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    // It looks every 15 seconds.
    cluster = await startCluster({ speed: 100 });
  });
  afterAll(() => cluster.stop());

  const look = (name: string, fits: (one: unknown) => boolean): Promise<unknown> =>
    cluster.until(`${AUTOSCALERS}/${name}`, fits);
  const told = async (name: string, reason: string): Promise<string> => {
    const watch = await cluster.watch('/api/v1/namespaces/default/events?watch=1');
    const { object } = await watch.until(
      (event) => at(event.object, 'involvedObject.name') === name && at(event.object, 'reason') === reason,
    );
    watch.close();
    return textAt(object, 'message');
  };

  it('holds a deployment between its bounds, and then says that nobody measures', async () => {
    await cluster.post(DEPLOYMENTS, deployment('small', 1));
    await cluster.post(AUTOSCALERS, autoscaler('small'));
    await cluster.until(`${DEPLOYMENTS}/small`, (one) => at(one, 'spec.replicas') === 2);
    expect(await told('small', 'SuccessfulRescale')).toBe(
      'New size: 2; reason: Current number of replicas below Spec.MinReplicas',
    );
    const known = await look('small', (one) => hasCondition(one, 'ScalingActive', 'False'));
    const words =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
    expect(known).toMatchObject({
      status: {
        currentReplicas: 2,
        desiredReplicas: 2,
        conditions: [
          { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale' },
          {
            type: 'ScalingActive',
            status: 'False',
            reason: 'FailedGetResourceMetric',
            message: `the HPA was unable to compute the replica count: ${words}`,
          },
        ],
      },
    });
    expect(await told('small', 'FailedComputeMetricsReplicas')).toBe(
      `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${words}`,
    );
    await cluster.patch(`${DEPLOYMENTS}/small/scale`, { spec: { replicas: 9 } });
    await cluster.until(`${DEPLOYMENTS}/small`, (one) => at(one, 'spec.replicas') === 4);
  });

  it('leaves alone what somebody set to nothing', async () => {
    await cluster.post(DEPLOYMENTS, deployment('off', 0));
    await cluster.post(AUTOSCALERS, autoscaler('off'));
    await look('off', (one) => reasonOf(one, 'ScalingActive') === 'ScalingDisabled');
    expect(at((await cluster.get(`${DEPLOYMENTS}/off`)).body, 'spec.replicas')).toBe(0);
  });

  it('scales custom resources that have a scale', async () => {
    await cluster.post(DEFINITIONS, definition);
    await cluster.until(`${DEFINITIONS}/flocks.example.com`, (one) => hasCondition(one, 'Established'));
    await cluster.post(FLOCKS, {
      apiVersion: 'example.com/v1',
      kind: 'Flock',
      metadata: { name: 'birds' },
      spec: { replicas: 7 },
    });
    await cluster.post(AUTOSCALERS, autoscaler('birds', 'Flock', 'example.com/v1'));
    await cluster.until(`${FLOCKS}/birds`, (one) => at(one, 'spec.replicas') === 4);
    expect(reasonOf(await look('birds', (one) => hasCondition(one, 'ScalingActive', 'False')), 'ScalingActive')).toBe(
      'InvalidSelector',
    );
    await cluster.patch(`${FLOCKS}/birds/status`, { status: { selector: 'kind=bird', replicas: 4 } });
    await look('birds', (one) => reasonOf(one, 'ScalingActive') === 'FailedGetResourceMetric');
  });

  it('says what it does not find', async () => {
    await cluster.post(AUTOSCALERS, autoscaler('nobody'));
    await cluster.post(AUTOSCALERS, autoscaler('nothing', 'Foo', 'example.org/v1'));
    await look('nobody', (one) => hasCondition(one, 'AbleToScale', 'False'));
    expect(await told('nobody', 'FailedGetScale')).toBe('deployments.apps "nobody" not found');
    expect(await told('nothing', 'FailedGetScale')).toBe('no matches for kind "Foo" in group "example.org"');
  });

  it('does not look after pods of another one', async () => {
    await cluster.post(DEPLOYMENTS, deployment('shared', 2));
    await cluster.until(`${DEPLOYMENTS}/shared`, (one) => at(one, 'status.replicas') === 2);
    await cluster.post(AUTOSCALERS, autoscaler('shared'));
    const second = { ...autoscaler('shared'), metadata: { name: 'second' } };
    await cluster.post(AUTOSCALERS, second);
    await look('second', (one) => reasonOf(one, 'ScalingActive') === 'AmbiguousSelector');
    await look('shared', (one) => reasonOf(one, 'ScalingActive') === 'AmbiguousSelector');
  });
});
