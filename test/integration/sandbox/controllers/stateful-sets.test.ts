import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, isReady, listAt, startCluster, textAt } from '../cluster.js';
import type { Cluster, Manifest, WatchedEvent } from '../cluster.js';

const CORE = '/api/v1/namespaces/default';
const APPS = '/apis/apps/v1/namespaces/default';
const SETS = `${APPS}/statefulsets`;
const PODS = `${CORE}/pods`;
const CLAIMS = `${CORE}/persistentvolumeclaims`;

const setManifest = (name: string, spec: Manifest = {}, image = 'nginx:1'): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: {
    replicas: 2,
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: templateOf(name, image),
    ...spec,
  },
});

const templateOf = (name: string, image: string): Manifest => ({
  metadata: { labels: { app: name } },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image }] },
});

const claims = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claimSpec() }] };

function claimSpec(): Manifest {
  return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
}

/** Whether the last status is of the last spec, and so many pods are ready and up to date. */
const isSettled =
  (replicas: number, updated = replicas) =>
  (set: unknown): boolean =>
    at(set, 'status.observedGeneration') === at(set, 'metadata.generation') &&
    at(set, 'status.replicas') === replicas &&
    (at(set, 'status.readyReplicas') ?? 0) === replicas &&
    (at(set, 'status.updatedReplicas') ?? 0) === updated;

/** What came about with pods, one word each: `+web-0` made, `!web-0` ready, `-web-0` gone. */
function story(events: readonly WatchedEvent[], set: string): string[] {
  const words: string[] = [];
  for (const { type, object } of events) {
    const name = textAt(object, 'metadata.name');
    if (!name.startsWith(`${set}-`)) continue;
    if (type === 'ADDED') words.push(`+${name}`);
    if (type === 'DELETED') words.push(`-${name}`);
    const isGoing = at(object, 'metadata.deletionTimestamp') !== undefined;
    if (
      type === 'MODIFIED' &&
      isReady(object) &&
      !isGoing &&
      !words.slice(words.lastIndexOf(`+${name}`)).includes(`!${name}`)
    )
      words.push(`!${name}`);
  }
  return words;
}

describe('a stateful set', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const settled = (name: string, replicas: number, updated = replicas): Promise<unknown> =>
    cluster.until(`${SETS}/${name}`, isSettled(replicas, updated));
  const pod = async (name: string): Promise<unknown> => (await cluster.get(`${PODS}/${name}`)).body;
  const uids = (names: readonly string[]): Promise<unknown[]> =>
    Promise.all(names.map(async (name) => at(await pod(name), 'metadata.uid')));
  const images = async (name: string): Promise<unknown[]> => {
    const { body } = await cluster.get(`${PODS}?labelSelector=app%3D${name}`);
    return listAt(body, 'items').map((one) => at(one, 'spec.containers.0.image'));
  };
  const toImage = (name: string, image: string, spec: Manifest = {}): Promise<unknown> =>
    cluster.patch(`${SETS}/${name}`, { spec: { template: templateOf(name, image), ...spec } });

  it('makes its pods one after the other, takes the last first, and tells of it', async () => {
    const watch = await cluster.watch(`${PODS}?watch=1`);
    await cluster.post(SETS, setManifest('web', { replicas: 3 }));
    await settled('web', 3);
    await cluster.patch(`${SETS}/web/scale`, { spec: { replicas: 1 } });
    await settled('web', 1);
    await watch.until(({ type, object }) => type === 'DELETED' && at(object, 'metadata.name') === 'web-1');
    expect(story(watch.events, 'web')).toEqual([
      '+web-0',
      '!web-0',
      '+web-1',
      '!web-1',
      '+web-2',
      '!web-2',
      '-web-2',
      '-web-1',
    ]);
    watch.close();
    const events = await cluster.watch(`${CORE}/events?watch=1`);
    const last = 'delete Pod web-1 in StatefulSet web successful';
    await events.until(({ object }) => at(object, 'message') === last);
    events.close();
    const told = events.events.filter(({ object }) => at(object, 'involvedObject.kind') === 'StatefulSet');
    expect(told.map(({ object }) => textAt(object, 'message')).sort()).toEqual([
      'create Pod web-0 in StatefulSet web successful',
      'create Pod web-1 in StatefulSet web successful',
      'create Pod web-2 in StatefulSet web successful',
      'delete Pod web-1 in StatefulSet web successful',
      'delete Pod web-2 in StatefulSet web successful',
    ]);
  });

  it('gives a pod its name, its number, its revision, its host name and its claims', async () => {
    await cluster.post(SETS, setManifest('db', { ...claims, replicas: 1, ordinals: { start: 5 } }));
    const set = await settled('db', 1);
    const revision = textAt(set, 'status.updateRevision');
    expect(revision).toMatch(/^db-[bcdfghjklmnpqrstvwxz2456789]{8,10}$/);
    expect(await pod('db-5')).toMatchObject({
      metadata: {
        generateName: 'db-',
        labels: {
          app: 'db',
          'statefulset.kubernetes.io/pod-name': 'db-5',
          'apps.kubernetes.io/pod-index': '5',
          'controller-revision-hash': revision,
        },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            name: 'db',
            uid: at(set, 'metadata.uid'),
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: {
        hostname: 'db-5',
        subdomain: 'db',
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-5' } }],
      },
    });
    const { body: claim } = await cluster.get(`${CLAIMS}/data-db-5`);
    expect(claim).toMatchObject({ metadata: { labels: { app: 'db' } }, status: { phase: 'Bound' } });
    await cluster.delete(`${SETS}/db`);
    await cluster.gone(`${PODS}/db-5`);
    expect((await cluster.get(`${CLAIMS}/data-db-5`)).code).toBe(200);
  });

  it('makes and takes all at once where its policy is Parallel', async () => {
    const stuck = { podManagementPolicy: 'Parallel', replicas: 3 };
    await cluster.post(SETS, setManifest('all', stuck, 'none.invalid/x:1'));
    // None of them ever runs.
    await cluster.until(`${SETS}/all`, (set) => at(set, 'status.replicas') === 3);
    await cluster.patch(`${SETS}/all/scale`, { spec: { replicas: 0 } });
    await settled('all', 0);
  });

  it('updates from the last pod down, and remembers what was before', async () => {
    await cluster.post(SETS, setManifest('roll', { replicas: 2 }));
    const before = textAt(await settled('roll', 2), 'status.updateRevision');
    const watch = await cluster.watch(`${PODS}?watch=1`);
    await toImage('roll', 'nginx:2');
    const after = await cluster.until(
      `${SETS}/roll`,
      (set) => isSettled(2)(set) && at(set, 'status.currentRevision') !== before,
    );
    expect(story(watch.events, 'roll').slice(-6)).toEqual([
      '-roll-1',
      '+roll-1',
      '!roll-1',
      '-roll-0',
      '+roll-0',
      '!roll-0',
    ]);
    watch.close();
    const { body: revisions } = await cluster.get(`${APPS}/controllerrevisions?labelSelector=app%3Droll`);
    const numbers = listAt(revisions, 'items').map((one) => [at(one, 'metadata.name'), at(one, 'revision')]);
    expect(new Map(numbers as [unknown, unknown][])).toEqual(
      new Map<unknown, unknown>([
        [before, 1],
        [at(after, 'status.updateRevision'), 2],
      ]),
    );
    // What was there before is no new revision.
    await toImage('roll', 'nginx:1');
    const back = await cluster.until(
      `${SETS}/roll`,
      (set) => isSettled(2)(set) && at(set, 'status.currentRevision') === before,
    );
    expect(at(back, 'status.updateRevision')).toBe(before);
    const { body: again } = await cluster.get(`${APPS}/controllerrevisions/${before}`);
    expect(at(again, 'revision')).toBe(3);
  });

  it('leaves pods below the partition as they are, also when they are made again', async () => {
    const partition = (count: number): Manifest => ({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: count } },
    });
    await cluster.post(SETS, setManifest('part', { replicas: 3, ...partition(2) }));
    await settled('part', 3);
    await toImage('part', 'nginx:2');
    await settled('part', 3, 1);
    await cluster.delete(`${PODS}/part-0`);
    await cluster.until(`${SETS}/part`, (set) => at(set, 'status.readyReplicas') === 2);
    await settled('part', 3, 1);
    expect(await images('part')).toEqual(['nginx:1', 'nginx:1', 'nginx:2']);
    await cluster.patch(`${SETS}/part`, { spec: partition(0) });
    await settled('part', 3);
    expect(await images('part')).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
  });

  it('waits for somebody to delete pods where its strategy is OnDelete', async () => {
    await cluster.post(SETS, setManifest('manual', { updateStrategy: { type: 'OnDelete' } }));
    await settled('manual', 2);
    await toImage('manual', 'nginx:2');
    await settled('manual', 2, 0);
    await cluster.delete(`${PODS}/manual-1`);
    await settled('manual', 2, 1);
    expect(await images('manual')).toEqual(['nginx:1', 'nginx:2']);
  });

  it('stops at a pod that is broken, and goes back only when that is deleted', async () => {
    await cluster.post(SETS, setManifest('broken'));
    await settled('broken', 2);
    await toImage('broken', 'none.invalid/x:1');
    const isStuck = (one: unknown): boolean => at(one, 'status.containerStatuses.0.state.waiting') !== undefined;
    await cluster.until(`${PODS}/broken-1`, isStuck);
    await toImage('broken', 'nginx:1');
    await cluster.until(`${SETS}/broken`, (set) => at(set, 'status.observedGeneration') === 3);
    expect(await images('broken')).toEqual(['nginx:1', 'none.invalid/x:1']);
    await cluster.delete(`${PODS}/broken-1`);
    await settled('broken', 2);
    expect(await images('broken')).toEqual(['nginx:1', 'nginx:1']);
  });

  it('makes a pod again that has ended', async () => {
    await cluster.post(SETS, setManifest('ends', { replicas: 1 }));
    await settled('ends', 1);
    const [before] = await uids(['ends-0']);
    await cluster.patch(`${PODS}/ends-0/status`, { status: { phase: 'Failed' } });
    await cluster.until(`${PODS}/ends-0`, (one) => at(one, 'metadata.uid') !== before);
    await settled('ends', 1);
  });

  it('leaves its pods to the next one of its name, which adopts them as they are', async () => {
    const names = ['heir-0', 'heir-1'];
    await cluster.post(SETS, setManifest('heir'));
    await settled('heir', 2);
    const before = await uids(names);
    await cluster.delete(`${SETS}/heir`, { propagationPolicy: 'Orphan' });
    await cluster.gone(`${SETS}/heir`);
    expect(listAt(await pod('heir-0'), 'metadata.ownerReferences')).toEqual([]);
    const { body: made } = await cluster.post(SETS, setManifest('heir'));
    const adopted = await settled('heir', 2);
    expect(await uids(names)).toEqual(before);
    expect(listAt(await pod('heir-1'), 'metadata.ownerReferences')).toMatchObject([
      { kind: 'StatefulSet', uid: at(made, 'metadata.uid'), controller: true },
    ]);
    const { body: revisions } = await cluster.get(`${APPS}/controllerrevisions?labelSelector=app%3Dheir`);
    expect(listAt(revisions, 'items')).toMatchObject([
      {
        metadata: { name: at(adopted, 'status.updateRevision'), ownerReferences: [{ uid: at(made, 'metadata.uid') }] },
      },
    ]);
  });

  it('adopts beside owners that do not control, and lets go what its selector does not choose any more', async () => {
    const { body: record } = await cluster.post(`${CORE}/configmaps`, { metadata: { name: 'keeper' } });
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'keeper', uid: at(record, 'metadata.uid') };
    const template = templateOf('mix', 'nginx:1');
    await cluster.post(PODS, {
      metadata: { name: 'mix-0', labels: { app: 'mix' }, ownerReferences: [owner] },
      spec: template.spec,
    });
    await cluster.until(`${PODS}/mix-0`, isReady);
    await cluster.post(SETS, setManifest('mix', { replicas: 1, updateStrategy: { type: 'OnDelete' } }));
    const adopted = await cluster.until(`${PODS}/mix-0`, (one) => listAt(one, 'metadata.ownerReferences').length === 2);
    expect(listAt(adopted, 'metadata.ownerReferences')).toMatchObject([
      { kind: 'ConfigMap' },
      { kind: 'StatefulSet', controller: true, blockOwnerDeletion: true },
    ]);
    await cluster.patch(`${PODS}/mix-0`, { metadata: { labels: { app: 'other' } } });
    const released = await cluster.until(
      `${PODS}/mix-0`,
      (one) => listAt(one, 'metadata.ownerReferences').length === 1,
    );
    expect(listAt(released, 'metadata.ownerReferences')).toMatchObject([{ kind: 'ConfigMap' }]);
  });

  it('gives its claims away where they are to go with it or with its pods', async () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
    await cluster.post(SETS, setManifest('tidy', { ...claims, persistentVolumeClaimRetentionPolicy: policy }));
    await settled('tidy', 2);
    await cluster.until(
      `${CLAIMS}/data-tidy-1`,
      (claim) => at(claim, 'metadata.ownerReferences.0.kind') === 'StatefulSet',
    );
    await cluster.patch(`${SETS}/tidy/scale`, { spec: { replicas: 1 } });
    await cluster.gone(`${CLAIMS}/data-tidy-1`);
    expect((await cluster.get(`${CLAIMS}/data-tidy-0`)).code).toBe(200);
    await cluster.delete(`${SETS}/tidy`);
    await cluster.gone(`${CLAIMS}/data-tidy-0`);
  });

  it('tells what is in its way, and goes on when it is not', async () => {
    const quota = { metadata: { name: 'none' }, spec: { hard: { pods: '0' } } };
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'tight' } });
    await cluster.post('/api/v1/namespaces/tight/resourcequotas', quota);
    await cluster.until('/api/v1/namespaces/tight/resourcequotas/none', (one) => at(one, 'status.hard.pods') === '0');
    const watch = await cluster.watch('/api/v1/namespaces/tight/events?watch=1');
    await cluster.post('/apis/apps/v1/namespaces/tight/statefulsets', setManifest('web', { replicas: 1 }));
    const { object } = await watch.until((event) => at(event.object, 'reason') === 'FailedCreate');
    watch.close();
    expect(textAt(object, 'message')).toBe(
      'create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0',
    );
    await cluster.delete('/api/v1/namespaces/tight/resourcequotas/none');
    await cluster.until('/apis/apps/v1/namespaces/tight/statefulsets/web', isSettled(1));
  });
});

describe('a stateful set that wants pods to be ready for a while', () => {
  it('goes on only then', async () => {
    const cluster = await startCluster({ speed: 100 });
    await cluster.post(SETS, setManifest('slow', { minReadySeconds: 100 }));
    await cluster.until(`${SETS}/slow`, (set) => at(set, 'status.availableReplicas') === 2);
    const created = await Promise.all(
      ['slow-0', 'slow-1'].map(async (name) => {
        const { body } = await cluster.get(`${PODS}/${name}`);
        return Date.parse(textAt(body, 'metadata.creationTimestamp'));
      }),
    );
    expect((created[1] ?? 0) - (created[0] ?? 0)).toBeGreaterThanOrEqual(1000);
    await cluster.stop();
  });
});
