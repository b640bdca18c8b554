import { beforeEach, describe, expect, test } from 'vitest';
import { Cache } from '../../../src/cluster/cache.js';
import type { KubeObject, Served } from '../../../src/petset/kubernetes.js';

let changes = 0;
let store: Cache<KubeObject>;
beforeEach(() => {
  changes = 0;
  store = new Cache(() => changes++);
});

function pod(name: string, version: number, more: object = {}): Served<KubeObject> {
  const metadata = { name, namespace: 'ns', uid: `uid-${name}`, resourceVersion: String(version), ...more };
  return { apiVersion: 'v1', kind: 'Pod', metadata };
}

const version = (name: string): string | undefined => store.get('ns', name)?.metadata.resourceVersion;

test('a list replaces what was there', () => {
  store.replace([pod('a', 1), pod('b', 2)], '10');
  store.replace([pod('b', 2)], '11');
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(['b']);
});

test('a watch adds, changes and removes', () => {
  store.replace([], '10');
  store.show('ADDED', pod('a', 11));
  store.show('MODIFIED', pod('a', 12));
  expect(version('a')).toBe('12');
  store.show('DELETED', pod('a', 13));
  expect(version('a')).toBeUndefined();
  expect(changes).toBe(4);
});

test('an event that a watch repeats brings nothing back', () => {
  store.replace([], '10');
  store.show('ADDED', pod('a', 11));
  store.show('DELETED', pod('a', 12));
  store.show('ADDED', pod('a', 11));
  expect(version('a')).toBeUndefined();
});

test('managedFields, which nobody here asks for, are not kept', () => {
  store.replace([pod('a', 1, { managedFields: [{}] })], '10');
  expect(store.get('ns', 'a')?.metadata).not.toHaveProperty('managedFields');
});

describe('our own writes', () => {
  beforeEach(() => store.replace([pod('a', 5)], '10'));

  test('are known before the watch shows them', () => {
    store.written(pod('b', 11));
    expect(version('b')).toBe('11');
  });

  test('are not brought back by an answer that comes after the watch has shown their end', () => {
    store.show('ADDED', pod('b', 11));
    store.show('DELETED', pod('b', 12));
    store.written(pod('b', 11));
    expect(version('b')).toBeUndefined();
  });

  test('are not undone by an older event', () => {
    store.written(pod('a', 20));
    store.show('MODIFIED', pod('a', 15));
    expect(version('a')).toBe('20');
  });

  test('stay when a list is too old to show them', () => {
    store.written(pod('b', 20));
    store.replace([pod('a', 5)], '15');
    expect(version('b')).toBe('20');
    store.replace([pod('a', 5)], '21');
    expect(version('b')).toBeUndefined();
  });
});

describe('our own deletions', () => {
  beforeEach(() => store.replace([pod('a', 5)], '10'));
  const deletedAt = (): string | undefined => store.get('ns', 'a')?.metadata.deletionTimestamp;

  test('of an object that takes its time show it as terminating at once', () => {
    store.deletionAccepted(pod('a', 5), pod('a', 11, { deletionTimestamp: 'later' }), 'now');
    expect(deletedAt()).toBe('later');
  });

  test('of an object that goes at once show it as terminating until the watch shows its end', () => {
    store.deletionAccepted(pod('a', 5), pod('a', 5), 'now');
    expect(deletedAt()).toBe('now');
    store.show('DELETED', pod('a', 11));
    expect(store.get('ns', 'a')).toBeUndefined();
  });

  test('are not called off by what happens to the object before it begins to go, nor by a list that is too old', () => {
    store.deletionAccepted(pod('a', 5), pod('a', 5), 'now');
    store.show('MODIFIED', pod('a', 11));
    expect([version('a'), deletedAt()]).toEqual(['11', 'now']);
    store.replace([pod('a', 11)], '12');
    expect(deletedAt()).toBe('now');
    store.show('MODIFIED', pod('a', 13, { deletionTimestamp: 'later' }));
    expect(deletedAt()).toBe('later');
  });

  test('that answer with a mere success mean that it is gone', () => {
    store.deletionAccepted(pod('a', 5), undefined, 'now');
    expect(store.get('ns', 'a')).toBeUndefined();
  });

  test('do not touch another object that has its name by now', () => {
    store.deletionAccepted(pod('a', 4, { uid: 'old' }), pod('a', 4, { uid: 'old' }), 'now');
    store.gone(pod('a', 4, { uid: 'old' }));
    expect(deletedAt()).toBeUndefined();
    expect(version('a')).toBe('5');
  });
});

describe('parted by topics', () => {
  let told: string[][];
  let parted: Cache<KubeObject>;
  beforeEach(() => {
    told = [];
    parted = new Cache(
      (topics) => told.push([...topics].sort()),
      ({ metadata }) => metadata.name.split('-').filter((topic) => topic !== 'x'),
    );
  });
  const namesAbout = (topic: string): readonly string[] =>
    parted
      .about(topic)
      .list()
      .map(({ metadata }) => metadata.name);

  test('each part shows what is about it, and a change is told to those whom it concerns', () => {
    parted.replace([pod('a', 1), pod('a-b', 2), pod('x', 3)], '10');
    parted.show('ADDED', pod('b', 11));
    parted.show('DELETED', pod('a-b', 12));
    expect([namesAbout('a'), namesAbout('b'), namesAbout('x')]).toEqual([['a'], ['b'], []]);
    expect(told).toEqual([['a', 'b'], ['b'], ['a', 'b']]);
  });

  test('what is about nothing is not kept, and its events wake nobody', () => {
    parted.replace([], '10');
    parted.show('ADDED', pod('x', 11));
    expect([parted.list(), told]).toEqual([[], [[]]]);
  });

  test('what a list no longer has is told too, and what is written through a part is everybody’s', () => {
    parted.replace([pod('a', 1)], '10');
    parted.about('b').written(pod('a-b', 11));
    expect(namesAbout('a')).toEqual(['a', 'a-b']);
    parted.replace([], '20');
    expect(told.at(-1)).toEqual(['a', 'b']);
    expect([namesAbout('a'), namesAbout('b')]).toEqual([[], []]);
  });
});

test('a list that is made beside the watch is not undone by events that are older', () => {
  store.replace([pod('a', 5)], '10');
  store.replace([], '20');
  store.show('MODIFIED', pod('a', 15));
  expect(version('a')).toBeUndefined();
  store.show('ADDED', pod('a', 21));
  expect(version('a')).toBe('21');
});

describe('a list that was made beside the watch, and that the watch is past by now', () => {
  beforeEach(() => {
    store.replace([pod('a', 5), pod('b', 6)], '10');
    store.show('MODIFIED', pod('a', 12));
    store.show('DELETED', pod('b', 13));
  });

  test('says nothing new: it neither brings back what has gone since, nor what has changed', () => {
    store.catchUp([pod('a', 5), pod('b', 6)], '11');
    expect([version('a'), version('b')]).toEqual(['12', undefined]);
  });

  test('is believed where it is newer', () => {
    store.catchUp([pod('c', 15)], '15');
    expect([version('a'), version('c')]).toEqual([undefined, '15']);
    store.show('MODIFIED', pod('a', 14));
    expect(version('a')).toBeUndefined();
  });
});

test('a list that is too old to show what we have written of an object does not undo it', () => {
  store.replace([pod('a', 5)], '10');
  store.written(pod('a', 12));
  store.replace([pod('a', 5)], '11');
  expect(version('a')).toBe('12');
});

test('what a server has lost that was restored from a backup is gone, and what it says from then on is believed', () => {
  store.replace([pod('a', 5)], '10');
  store.show('MODIFIED', pod('a', 90));
  store.show('ADDED', pod('b', 95));
  store.replace([pod('a', 5)], '10');
  expect([version('a'), version('b')]).toEqual(['5', undefined]);
  store.show('MODIFIED', pod('a', 11));
  expect(version('a')).toBe('11');
});
