import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { EventWriter } from '../../../src/controller/recorder-writer.js';
import type { Served } from '../../../src/petset/kubernetes.js';
import type { KubeEvent } from '../../../src/petset/kubernetes-event.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';
import { manifest } from '../life/operations.js';

/** Milliseconds of the cluster's time. */
const LIMIT = 120_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const run = (line: string, namespace: string, { user = 'somebody', input = manifest(2) } = {}): Promise<CommandRun> =>
  stage.clock.within(LIMIT, stage.begin(line, { user, namespace, input }).ended);

/** The events about the record of the set, in the order in which they were written. */
async function eventsOf(namespace: string): Promise<readonly Served<KubeEvent>[]> {
  const page = await stage.cluster.client.page(RESOURCES.events, namespace, {
    fieldSelector: 'involvedObject.name=petset-web',
    limit: 500,
  });
  return [...orFail(page).items].sort(
    (a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion),
  );
}

const toldIn = async (namespace: string): Promise<readonly string[]> =>
  (await eventsOf(namespace)).map(({ reason = '', message = '' }) => `${reason} ${message}`);

/** How many writes of events the server has seen of a user. */
const writesBy = (user: string): number =>
  stage.cluster.arrived.filter(
    (request) => request.user.name === user && request.info.isResource && request.info.resource === 'events',
  ).length;

const BORN = [
  'SuccessfulCreate pvc: www-web-0',
  'SuccessfulCreate pet: web-0',
  'SuccessfulCreate pvc: www-web-1',
  'SuccessfulCreate pet: web-1',
];

describe('what is done to a set', () => {
  test('is remembered in the words of 1.3, as events about its record that say who did it', async () => {
    const namespace = await stage.makeNamespace();
    expect(await run('create -f -', namespace)).toMatchObject({ code: 0, stderr: '' });
    expect(await toldIn(namespace)).toEqual(BORN);
    const record = orFail(await stage.cluster.client.get(RESOURCES.configMaps, namespace, 'petset-web'));
    const [event] = await eventsOf(namespace);
    expect(event).toMatchObject({
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'petset-web', uid: record.metadata.uid },
      type: 'Normal',
      count: 1,
      source: { component: 'kubectl-petset' },
      reportingComponent: 'kubectl-petset',
      reportingInstance: expect.stringMatching(/^tester@host:1-/) as string,
    });
    expect(event?.metadata.name).toMatch(/^petset-web\.[0-9a-f]{16}$/);
    expect(event?.firstTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('is remembered of a roll-out with its beginning and its end, and of a set that goes to its end', async () => {
    const namespace = await stage.makeNamespace();
    await run('create -f -', namespace);
    await run('upgrade web --image=nginx=registry.example/nginx:2', namespace);
    const [begun, ...rest] = (await toldIn(namespace)).slice(BORN.length);
    const revision = /^RollingOut revision: (\w+), pets to go: 2 of 2$/.exec(begun ?? '')?.[1];
    expect(revision).toBeDefined();
    expect(rest).toEqual([
      'SuccessfulDelete pet: web-1 (outdated)',
      'SuccessfulCreate pet: web-1',
      'SuccessfulDelete pet: web-0 (outdated)',
      'SuccessfulCreate pet: web-0',
      `RolledOut revision: ${revision}`,
    ]);
    await run('clean web --yes', namespace);
    expect((await toldIn(namespace)).slice(BORN.length + 6)).toEqual([
      'TearingDown its pets go, then its claims, then the set',
      'SuccessfulDelete pet: web-1',
      'SuccessfulDelete pet: web-0',
      'SuccessfulDelete pvc: www-web-1',
      'SuccessfulDelete pvc: www-web-0',
      'SuccessfulDelete petset: web',
    ]);
  });

  test('is not remembered where nothing was done', async () => {
    const namespace = await stage.makeNamespace();
    await run('create -f -', namespace, { user: 'dry' });
    const before = writesBy('dry');
    await run('scale web --replicas=4 --dry-run=server', namespace, { user: 'dry' });
    await run('reconcile web', namespace, { user: 'dry' });
    expect(writesBy('dry')).toBe(before);
  });
});

describe('why a set does not get on', () => {
  test('is remembered once of each pet and cause', async () => {
    const namespace = await stage.makeNamespace();
    const input = manifest(2).replace('nginx:1', 'nginx:1\n          resources: {requests: {cpu: 900}}');
    expect(input).toContain('cpu: 900');
    const { code } = await run('create -f - --timeout=60s', namespace, { input });
    expect(code).toBe(1);
    const warnings = (await eventsOf(namespace)).filter(({ type }) => type === 'Warning');
    expect(warnings.map(({ reason, count }) => `${reason} x${count}`)).toEqual(['Unschedulable x1']);
    expect(warnings[0]?.message).toMatch(/^pet: web-0 /);
  });

  test('is remembered in the server’s words where it refuses a step', async () => {
    const namespace = await stage.makeNamespace();
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'one', namespace },
      spec: { hard: { pods: '1' } },
    };
    orFail(
      await stage.cluster.client.create(
        { ...RESOURCES.configMaps, plural: 'resourcequotas', kind: 'ResourceQuota' },
        quota,
      ),
    );
    const { code } = await run('create -f - --timeout=10s', namespace);
    expect(code).toBe(1);
    expect((await toldIn(namespace)).at(-1)).toMatch(
      /^FailedCreate pet: web-1, error: pods "web-1" is forbidden: exceeded quota: one/,
    );
  });

  test('is remembered of a brake with its end, by whoever holds the lease and nobody else', async () => {
    const namespace = await stage.makeNamespace();
    await run('create -f -', namespace);
    await run('pause web', namespace);
    await run('scale web --replicas=3 --no-wait', namespace);
    const begin = (user: string, line: string): ReturnType<Stage['begin']> => stage.begin(line, { user, namespace });
    const holder = begin('holder', 'reconcile web');
    await holder.printed(/pauses petset/);
    const follower = begin('follower', 'reconcile web');
    await follower.printed(/following along/);
    await run('resume web', namespace);
    await stage.clock.within(LIMIT, Promise.all([holder.ended, follower.ended]));
    expect((await toldIn(namespace)).slice(BORN.length)).toEqual([
      expect.stringMatching(/^Paused by pod\/web-\d: its annotation pod.alpha.kubernetes.io\/initialized$/),
      'Resumed nothing pauses the set any more',
      'SuccessfulCreate pvc: www-web-2',
      'SuccessfulCreate pet: web-2',
    ]);
    expect(writesBy('holder')).toBe(4);
    expect(writesBy('follower')).toBe(0);
  });

  test('is remembered of somebody who took over', async () => {
    const namespace = await stage.makeNamespace();
    await run('create -f -', namespace);
    await run('pause web', namespace);
    await run('scale web --replicas=3 --no-wait', namespace);
    const former = stage.begin('reconcile web', { user: 'former', namespace });
    await former.printed(/pauses petset/);
    const taker = stage.begin('reconcile web --takeover', { user: 'taker', namespace });
    await former.printed(/taken over/);
    await run('resume web', namespace);
    await stage.clock.within(LIMIT, Promise.all([former.ended, taker.ended]));
    expect((await toldIn(namespace)).filter((told) => told.startsWith('TookOver'))).toEqual([
      expect.stringMatching(/^TookOver from tester@host:1-/),
    ]);
  });
});

describe('whoever cannot write events', () => {
  const QUIET = { code: 0, stderr: '' };

  test('is not told so, and tries it once', async () => {
    const namespace = await stage.makeNamespace();
    stage.cluster.harm('write events user=forbidden: 403');
    expect(await run('create -f -', namespace, { user: 'forbidden' })).toMatchObject(QUIET);
    expect(writesBy('forbidden')).toBe(1);
    expect(await toldIn(namespace)).toEqual([]);
  });

  test('spares a server that is in trouble', async () => {
    const namespace = await stage.makeNamespace();
    stage.cluster.harm('write events user=troubled: 503');
    expect(await run('create -f -', namespace, { user: 'troubled' })).toMatchObject(QUIET);
    expect(writesBy('troubled')).toBe(1);
  });

  test('waits for a server that never answers a second at the most, and at the very end', async () => {
    const namespace = await stage.makeNamespace();
    const startedAt = stage.clock.now();
    stage.cluster.harm('write events user=patient: hang');
    expect(await run('create -f -', namespace, { user: 'patient' })).toMatchObject(QUIET);
    expect(stage.clock.now() - startedAt).toBeLessThan(2_000);
    expect(writesBy('patient')).toBe(1);
  });
});

describe('a writer of events', () => {
  const OWNER = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'uid-of-web' };
  const HAPPENING = { type: 'Normal', reason: 'Paused', message: 'by pod/web-0' } as const;
  const writerIn = (namespace: string): EventWriter =>
    new EventWriter({ namespace, name: 'web' }, OWNER, {
      client: stage.cluster.client,
      clock: stage.clock,
      random: Math.random,
      identity: 'tester',
    });

  test('writes little of what is much the same, and counts all of it', async () => {
    const namespace = await stage.makeNamespace();
    const writer = writerIn(namespace);
    const before = stage.cluster.requests.length;
    for (let ordinal = 0; ordinal < 100; ordinal++)
      writer.tell({ type: 'Normal', reason: 'SuccessfulCreate', message: `pet: web-${ordinal}` });
    await writer.flush(new AbortController().signal);
    expect(stage.cluster.requests.length - before).toBe(10);
    const events = await eventsOf(namespace);
    expect(events.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 91]);
    expect(events.at(-1)?.message).toBe('(combined from similar events): pet: web-99');
  });

  test('counts in the event that is there, and makes it anew with its count where it is gone', async () => {
    const namespace = await stage.makeNamespace();
    const writer = writerIn(namespace);
    const arrival = (method: string): Promise<void> =>
      new Promise((resolve) => {
        const noMore = stage.cluster.onArrival(({ info }) => {
          if (!info.isResource || info.resource !== 'events' || info.verb !== method) return;
          noMore();
          resolve();
        });
      });
    writer.tell(HAPPENING);
    const counted = arrival('patch');
    writer.tell(HAPPENING);
    await counted;
    const [event] = await eventsOf(namespace);
    expect(event).toMatchObject({ count: 2 });
    orFail(await stage.cluster.client.delete(RESOURCES.events, { namespace, name: event!.metadata.name }));
    writer.tell(HAPPENING);
    await writer.flush(new AbortController().signal);
    expect(await eventsOf(namespace)).toMatchObject([{ count: 3, firstTimestamp: event!.firstTimestamp }]);
  });
});
