import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, isRecord, listAt, startCluster, textAt } from '../cluster.js';
import type { Cluster, Manifest } from '../cluster.js';

const APPS = '/apis/apps/v1/namespaces/default';
const DEPLOYMENTS = `${APPS}/deployments`;
const SETS = `${APPS}/replicasets`;
const PODS = '/api/v1/namespaces/default/pods';
const REVISION = 'deployment.kubernetes.io/revision';

const templateOf = (name: string, image: string): Manifest => ({
  metadata: { labels: { app: name } },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image }] },
});

const deployment = (name: string, spec: Manifest = {}, image = 'nginx:1'): Manifest => ({
  metadata: { name },
  spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: templateOf(name, image), ...spec },
});

const isDone =
  (replicas: number) =>
  (one: unknown): boolean =>
    at(one, 'status.observedGeneration') === at(one, 'metadata.generation') &&
    ['replicas', 'updatedReplicas', 'availableReplicas'].every(
      (field) => (at(one, `status.${field}`) ?? 0) === replicas,
    );

const reasons = (one: unknown): Record<string, string> =>
  Object.fromEntries(
    listAt(one, 'status.conditions').map((condition) => [textAt(condition, 'type'), textAt(condition, 'reason')]),
  );

const numberOf = (one: unknown): unknown => {
  const annotations = at(one, 'metadata.annotations');
  return isRecord(annotations) ? annotations[REVISION] : undefined;
};

describe('a deployment', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const done = (name: string, replicas: number): Promise<unknown> =>
    cluster.until(`${DEPLOYMENTS}/${name}`, isDone(replicas));
  const toImage = (name: string, image: string): Promise<unknown> =>
    cluster.patch(`${DEPLOYMENTS}/${name}`, { spec: { template: templateOf(name, image) } });
  const sets = async (name: string): Promise<Map<unknown, unknown>> => {
    const { body } = await cluster.get(`${SETS}?labelSelector=app%3D${name}`);
    return new Map(
      listAt(body, 'items').map((set) => [
        at(set, 'spec.template.spec.containers.0.image'),
        [numberOf(set), at(set, 'spec.replicas')],
      ]),
    );
  };

  it('has its pods made by a replica set that is called after its template', async () => {
    await cluster.post(DEPLOYMENTS, deployment('web'));
    const made = await done('web', 3);
    expect(reasons(made)).toEqual({ Available: 'MinimumReplicasAvailable', Progressing: 'NewReplicaSetAvailable' });
    const { body } = await cluster.get(`${PODS}?labelSelector=app%3Dweb`);
    const pods = listAt(body, 'items');
    const hash = textAt(pods[0], 'metadata.labels.pod-template-hash');
    expect(pods.map((pod) => textAt(pod, 'metadata.name')).every((name) => name.startsWith(`web-${hash}-`))).toBe(true);
    const { body: set } = await cluster.get(`${SETS}/web-${hash}`);
    expect(set).toMatchObject({
      metadata: {
        annotations: {
          [REVISION]: '1',
          'deployment.kubernetes.io/desired-replicas': '3',
          'deployment.kubernetes.io/max-replicas': '4',
        },
        ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }],
      },
      spec: { selector: { matchLabels: { app: 'web', 'pod-template-hash': hash } } },
      status: { readyReplicas: 3, fullyLabeledReplicas: 3 },
    });
  });

  it('never has fewer pods available nor more in all than it may while it rolls', async () => {
    const bounds = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } };
    await cluster.post(DEPLOYMENTS, deployment('roll', { replicas: 4, ...bounds }));
    await done('roll', 4);
    const watch = await cluster.watch(`${DEPLOYMENTS}?watch=1&fieldSelector=metadata.name%3Droll`);
    await toImage('roll', 'nginx:2');
    await done('roll', 4);
    watch.close();
    const seen = watch.events.filter(({ object }) => at(object, 'status.observedGeneration') === 2);
    expect(seen.length).toBeGreaterThan(3);
    for (const { object } of seen) {
      expect(at(object, 'status.replicas')).toBeLessThanOrEqual(5);
      expect(at(object, 'status.availableReplicas')).toBeGreaterThanOrEqual(3);
    }
    expect(await sets('roll')).toEqual(
      new Map([
        ['nginx:1', ['1', 0]],
        ['nginx:2', ['2', 4]],
      ]),
    );
  });

  it('goes back to a replica set that it has, with a new number', async () => {
    await cluster.post(DEPLOYMENTS, deployment('back', { replicas: 2 }));
    await done('back', 2);
    await toImage('back', 'nginx:2');
    await done('back', 2);
    await toImage('back', 'nginx:1');
    const back = await done('back', 2);
    expect(await sets('back')).toEqual(
      new Map([
        ['nginx:1', ['3', 2]],
        ['nginx:2', ['2', 0]],
      ]),
    );
    await cluster.until(`${DEPLOYMENTS}/back`, (one) => numberOf(one) === '3');
    expect(reasons(back).Progressing).toBe('NewReplicaSetAvailable');
  });

  it('forgets what is older than its history', async () => {
    await cluster.post(DEPLOYMENTS, deployment('short', { replicas: 1, revisionHistoryLimit: 1 }));
    await done('short', 1);
    const { body: first } = await cluster.get(`${SETS}?labelSelector=app%3Dshort`);
    for (const image of ['nginx:2', 'nginx:3']) {
      await toImage('short', image);
      await done('short', 1);
    }
    await cluster.gone(`${SETS}/${textAt(first, 'items.0.metadata.name')}`);
    expect([...(await sets('short')).keys()].sort()).toEqual(['nginx:2', 'nginx:3']);
  });

  it('takes all pods before it makes new ones where its strategy is Recreate', async () => {
    await cluster.post(DEPLOYMENTS, deployment('again', { strategy: { type: 'Recreate' } }));
    await done('again', 3);
    const watch = await cluster.watch(`${PODS}?watch=1&labelSelector=app%3Dagain`);
    await toImage('again', 'nginx:2');
    await cluster.until(`${DEPLOYMENTS}/again`, (one) => isDone(3)(one) && at(one, 'metadata.generation') === 2);
    watch.close();
    const isNew = (object: unknown): boolean => at(object, 'spec.containers.0.image') === 'nginx:2';
    const firstNew = watch.events.findIndex(({ object }) => isNew(object));
    const gone = watch.events.slice(0, firstNew).filter(({ type }) => type === 'DELETED');
    expect(gone).toHaveLength(3);
  });

  it('leaves its template alone while it is paused, but not its size', async () => {
    await cluster.post(DEPLOYMENTS, deployment('still', { replicas: 1 }));
    await done('still', 1);
    await cluster.patch(`${DEPLOYMENTS}/still`, { spec: { paused: true } });
    const paused = await cluster.until(
      `${DEPLOYMENTS}/still`,
      (one) => reasons(one).Progressing === 'DeploymentPaused',
    );
    expect(at(paused, 'status.replicas')).toBe(1);
    await cluster.patch(`${DEPLOYMENTS}/still`, { spec: { replicas: 2, template: templateOf('still', 'nginx:2') } });
    await cluster.until(`${DEPLOYMENTS}/still`, (one) => at(one, 'status.availableReplicas') === 2);
    expect([...(await sets('still')).keys()]).toEqual(['nginx:1']);
    await cluster.patch(`${DEPLOYMENTS}/still`, { spec: { paused: null } });
    await cluster.until(`${DEPLOYMENTS}/still`, (one) => isDone(2)(one) && at(one, 'status.updatedReplicas') === 2);
    expect((await sets('still')).get('nginx:2')).toEqual(['2', 2]);
  });

  it('takes those pods first that are missed least when it shrinks', async () => {
    await cluster.post(DEPLOYMENTS, deployment('pick'));
    await done('pick', 3);
    const { body } = await cluster.get(`${PODS}?labelSelector=app%3Dpick`);
    const dear = textAt(body, 'items.1.metadata.name');
    const cost = { 'controller.kubernetes.io/pod-deletion-cost': '10' };
    await cluster.patch(`${PODS}/${dear}`, { metadata: { annotations: cost } });
    await cluster.patch(`${DEPLOYMENTS}/pick/scale`, { spec: { replicas: 1 } });
    await done('pick', 1);
    const { body: left } = await cluster.get(`${PODS}?labelSelector=app%3Dpick`);
    const names = listAt(left, 'items').filter((pod) => at(pod, 'metadata.deletionTimestamp') === undefined);
    expect(names.map((pod) => at(pod, 'metadata.name'))).toEqual([dear]);
  });

  it('tells when it gets no further in time', async () => {
    const fast = await startCluster({ speed: 100 });
    await fast.post(DEPLOYMENTS, deployment('stuck', { progressDeadlineSeconds: 100 }, 'none.invalid/x:1'));
    const late = await fast.until(
      `${DEPLOYMENTS}/stuck`,
      (one) => reasons(one).Progressing === 'ProgressDeadlineExceeded',
    );
    expect(reasons(late)).toEqual({ Available: 'MinimumReplicasUnavailable', Progressing: 'ProgressDeadlineExceeded' });
    await fast.stop();
  });

  it('goes with its replica sets and their pods', async () => {
    await cluster.post(DEPLOYMENTS, deployment('gone', { replicas: 1 }));
    await done('gone', 1);
    const { body } = await cluster.get(`${PODS}?labelSelector=app%3Dgone`);
    await cluster.delete(`${DEPLOYMENTS}/gone`);
    await cluster.gone(`${PODS}/${textAt(body, 'items.0.metadata.name')}`);
    expect(await sets('gone')).toEqual(new Map());
  });
});

describe('a replication controller', () => {
  it('keeps as many pods as a replica set', async () => {
    const cluster = await startCluster();
    const controllers = '/api/v1/namespaces/default/replicationcontrollers';
    const template = templateOf('old', 'nginx:1');
    await cluster.post(controllers, { metadata: { name: 'old' }, spec: { replicas: 2, template } });
    await cluster.until(`${controllers}/old`, (one) => at(one, 'status.readyReplicas') === 2);
    const { body } = await cluster.get(`${PODS}?labelSelector=app%3Dold`);
    expect(at(body, 'items.0.metadata.ownerReferences.0')).toMatchObject({ apiVersion: 'v1', controller: true });
    await cluster.delete(`${PODS}/${textAt(body, 'items.0.metadata.name')}`);
    await cluster.until(`${controllers}/old`, (one) => at(one, 'status.readyReplicas') === 2);
    await cluster.stop();
  });
});
