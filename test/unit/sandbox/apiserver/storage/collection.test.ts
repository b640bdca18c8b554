import { beforeEach, describe, expect, it } from 'vitest';

import type { Change } from '../../../../../src/sandbox/apiserver/storage/change-log.js';
import { Collection } from '../../../../../src/sandbox/apiserver/storage/collection.js';
import { RevisionCounter } from '../../../../../src/sandbox/apiserver/storage/revision.js';
import type { KubeObject } from '../../../../../src/sandbox/model/meta.js';

const draft = (name: string, namespace = 'default', labels = {}): KubeObject => ({
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: { name, namespace, labels },
});

const keys = (objects: readonly KubeObject[] | undefined): string[] | undefined =>
  objects?.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}@${metadata.resourceVersion ?? ''}`);

describe('a collection', () => {
  let revisions: RevisionCounter;
  let collection: Collection;
  let first: number;

  beforeEach(() => {
    revisions = new RevisionCounter();
    collection = new Collection(revisions, () => 0);
    first = revisions.current + 1;
  });

  it('lists by namespace and name, whatever the order of creation', () => {
    for (const [name, namespace] of [
      ['b', 'x'],
      ['a', 'y'],
      ['a', 'x'],
      ['a', 'x-y'],
    ] as const) {
      collection.create(draft(name, namespace));
    }
    expect(keys(collection.list(''))).toEqual([
      `x-y/a@${first + 3}`,
      `x/a@${first + 2}`,
      `x/b@${first}`,
      `y/a@${first + 1}`,
    ]);
    expect(keys(collection.list('x'))).toEqual([`x/a@${first + 2}`, `x/b@${first}`]);
  });

  it('tells every change at once, in order', () => {
    const changes: Change[] = [];
    const unsubscribe = collection.subscribe((change) => changes.push(change));
    const created = collection.create(draft('a'));
    const changed = collection.replace(draft('a', 'default', { b: 'c' }), created);
    collection.remove(changed);
    unsubscribe();
    collection.create(draft('unheard'));
    expect(changes.map(({ type, revision }) => [type, revision])).toEqual([
      ['ADDED', first],
      ['MODIFIED', first + 1],
      ['DELETED', first + 2],
    ]);
    expect(changes.map(({ previous }) => previous)).toEqual([undefined, created, changed]);
    expect(keys([changed])).toEqual([`default/a@${first + 1}`]);
  });

  it('knows what it was like before', () => {
    const a = collection.create(draft('a'));
    const b = collection.create(draft('b'));
    collection.replace(draft('a', 'default', { new: 'yes' }), a);
    collection.remove(b);
    collection.create(draft('c'));
    expect(keys(collection.listAt(first, ''))).toEqual([`default/a@${first}`]);
    expect(keys(collection.listAt(first + 1, 'default'))).toEqual([`default/a@${first}`, `default/b@${first + 1}`]);
    expect(keys(collection.listAt(first + 3, ''))).toEqual([`default/a@${first + 2}`]);
    expect(keys(collection.listAt(revisions.current, ''))).toEqual(keys(collection.list('')));
  });

  it('keeps what did not change once, and the versions apart', () => {
    const config = (labels = {}): KubeObject & { data: object } => ({
      ...draft('a', 'default', labels),
      data: { list: [{ x: 1 }] },
    });
    const before = config();
    collection.create(before);
    const after = config({ new: 'yes' });
    collection.replace(after, before);
    expect(after.data).toBe(before.data);
    expect(keys([before, after])).toEqual([`default/a@${first}`, `default/a@${first + 1}`]);
    expect([before, after].map(({ metadata }) => metadata.labels)).toEqual([{}, { new: 'yes' }]);
  });

  it('forgets what is long ago', () => {
    let object = collection.create(draft('a'));
    for (let count = 0; count < 20_000; count += 1) object = collection.replace(draft('a'), object);
    expect(collection.changesSince(first)).toBeUndefined();
    expect(collection.listAt(first, '')).toBeUndefined();
    expect(collection.oldestRevision).toBeGreaterThan(first);
    expect(collection.changesSince(collection.oldestRevision)?.[0]?.revision).toBe(collection.oldestRevision + 1);
    expect(collection.changesSince(revisions.current)).toEqual([]);
  });
});
