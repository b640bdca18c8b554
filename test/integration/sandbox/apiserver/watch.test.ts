import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, listAt, startCluster, textAt } from '../cluster.js';
import type { Cluster, WatchedEvent } from '../cluster.js';
import { fastClock, movableClock } from '../fast-clock.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

const told = (events: readonly WatchedEvent[]): string[] =>
  events.map(({ type, object }) => `${type} ${textAt(object, 'metadata.name')}`);

describe('a watch', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const create = (name: string, labels = {}): Promise<unknown> => cluster.post(MAPS, { metadata: { name, labels } });
  const presentVersion = async (): Promise<string> =>
    textAt((await cluster.get(MAPS)).body, 'metadata.resourceVersion');

  it('tells entering its selection as ADDED, leaving it as DELETED', async () => {
    const watch = await cluster.watch(
      `${MAPS}?watch=1&labelSelector=color%3Dred&resourceVersion=${await presentVersion()}`,
    );
    await create('painted');
    await cluster.patch(`${MAPS}/painted`, { metadata: { labels: { color: 'red' } } });
    await cluster.patch(`${MAPS}/painted`, { data: { a: 'b' } });
    await cluster.patch(`${MAPS}/painted`, { metadata: { labels: { color: 'blue' } } });
    const last = await watch.until(({ type }) => type === 'DELETED');
    expect(told(watch.events)).toEqual(['ADDED painted', 'MODIFIED painted', 'DELETED painted']);
    // As it was last seen.
    expect(at(last.object, 'metadata.labels.color')).toBe('red');
    watch.close();
  });

  it('goes on from the version of a list without a gap', async () => {
    const version = await presentVersion();
    await create('after-list');
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${version}`);
    await watch.until(({ object }) => at(object, 'metadata.name') === 'after-list');
    expect(told(watch.events)).toEqual(['ADDED after-list']);
    watch.close();
  });

  it('from a version that is forgotten says so and ends', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=1`);
    await watch.ended();
    expect(watch.code).toBe(200);
    expect(watch.events).toHaveLength(1);
    expect(watch.events[0]).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
  });

  it('marks the end of the present state for those who asked', async () => {
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const watch = await cluster.watch(`/api/v1/pods?${query}`);
    const { object } = await watch.until(({ type }) => type === 'BOOKMARK');
    expect(object).toMatchObject({
      kind: 'Pod',
      metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
      spec: { containers: null },
    });
    watch.close();
  });

  it('from a revision to come hears of what is later only', async () => {
    const version = Number(await presentVersion());
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${version + 2}`);
    for (const name of ['f1', 'f2', 'f3', 'f4']) await create(name);
    await watch.until(({ object }) => at(object, 'metadata.name') === 'f4');
    expect(told(watch.events)).toEqual(['ADDED f3', 'ADDED f4']);
    watch.close();
  });

  it('that was told what is there misses nothing after it, even if it names a revision to come', async () => {
    const version = Number(await presentVersion()) + 5;
    const query = `watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=${version}`;
    const watch = await cluster.watch(`${MAPS}?${query}`);
    await create('right-after');
    await watch.until(({ object }) => at(object, 'metadata.name') === 'right-after');
    watch.close();
  });

  it('of one namespace hears nothing of another', async () => {
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'elsewhere' } });
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${await presentVersion()}`);
    await cluster.post('/api/v1/namespaces/elsewhere/configmaps', { metadata: { name: 'theirs' } });
    await create('ours');
    await watch.until(({ object }) => at(object, 'metadata.name') === 'ours');
    expect(told(watch.events)).toEqual(['ADDED ours']);
    watch.close();
  });

  it('of tables tells the columns once', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const watch = await cluster.watch(`${MAPS}?watch=1&resourceVersion=${await presentVersion()}`, { accept });
    await create('row-1');
    await create('row-2');
    await watch.until(() => watch.events.length === 2);
    expect(watch.events.map(({ object }) => listAt(object, 'columnDefinitions').length)).toEqual([3, 0]);
    expect(at(watch.events[1]?.object, 'rows.0.cells.0')).toBe('row-2');
    watch.close();
  });

  it('loses and reorders nothing, however many write and however slowly it is read', async () => {
    const version = await presentVersion();
    const watches = await Promise.all([1, 2, 3].map(() => cluster.watch(`${MAPS}?watch=1&resourceVersion=${version}`)));
    const writers = Array.from({ length: 10 }, async (_, writer) => {
      for (let index = 0; index < 20; index += 1) {
        await create(`w-${writer}-${index}`);
        await cluster.patch(`${MAPS}/w-${writer}-${index}`, { data: { index: String(index) } });
        await cluster.delete(`${MAPS}/w-${writer}-${index}`);
      }
    });
    await Promise.all(writers);
    for (const watch of watches) {
      await watch.until(() => watch.events.length === 600);
      const versions = watch.events.map(({ object }) => Number(textAt(object, 'metadata.resourceVersion')));
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(new Set(versions).size).toBe(600);
      watch.close();
    }
  });
});

describe('a watch of tables', () => {
  it('tells ages as of each event, not as of its beginning', async () => {
    const clock = movableClock();
    const cluster = await startCluster({ clock });
    await cluster.post(MAPS, { metadata: { name: 'aging' } });
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const watch = await cluster.watch(`${MAPS}?watch=1&fieldSelector=metadata.name%3Daging`, { accept });
    await watch.until(() => watch.events.length === 1);
    clock.move(5 * 60_000);
    await cluster.patch(`${MAPS}/aging`, { data: { a: 'b' } });
    await watch.until(() => watch.events.length === 2);
    expect(watch.events.map(({ object }) => at(object, 'rows.0.cells.2'))).toEqual([
      expect.stringMatching(/^\ds$/),
      expect.stringMatching(/^5m\d?s?$/),
    ]);
    await cluster.stop();
  });
});

describe('a watch, as time goes by', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ clock: fastClock(200) });
  });
  afterAll(() => cluster.stop());

  it('hears a bookmark every minute', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&allowWatchBookmarks=true&resourceVersion=0`);
    const { object } = await watch.until(({ type }) => type === 'BOOKMARK');
    expect(Number(textAt(object, 'metadata.resourceVersion'))).toBeGreaterThan(1);
    watch.close();
  });

  it('does not end at once for a timeout of 0, which is none', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&timeoutSeconds=0&resourceVersion=0`);
    await cluster.post(MAPS, { metadata: { name: 'heard' } });
    await watch.until(({ object }) => at(object, 'metadata.name') === 'heard');
    watch.close();
  });

  it('ends when its time is up', async () => {
    const watch = await cluster.watch(`${MAPS}?watch=1&timeoutSeconds=30`);
    await watch.ended();
    expect(watch.events.every(({ type }) => type === 'ADDED')).toBe(true);
  });
});
