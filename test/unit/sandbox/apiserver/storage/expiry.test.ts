import { beforeEach, describe, expect, it } from 'vitest';

import { Collection } from '../../../../../src/sandbox/apiserver/storage/collection.js';
import { Expiry } from '../../../../../src/sandbox/apiserver/storage/expiry.js';
import { RevisionCounter } from '../../../../../src/sandbox/apiserver/storage/revision.js';
import type { KubeObject } from '../../../../../src/sandbox/model/meta.js';
import { SteppedClock } from '../../stepped-clock.js';

const event = (name: string): KubeObject => ({ kind: 'Event', apiVersion: 'v1', metadata: { name, uid: name } });

describe('what is only leased', () => {
  let clock: SteppedClock;
  let collection: Collection;
  let expiry: Expiry;
  beforeEach(() => {
    clock = new SteppedClock();
    collection = new Collection(new RevisionCounter(), () => clock.now());
    expiry = new Expiry(collection, 1000, clock);
  });

  const names = (): string[] => collection.list('').map(({ metadata }) => metadata.name);

  it('ends when its time is up, each in its turn, and its watchers hear of it', () => {
    const gone: string[] = [];
    collection.subscribe(({ type, object }) => {
      if (type === 'DELETED') gone.push(object.metadata.name);
    });
    collection.create(event('a'));
    clock.advance(400);
    collection.create(event('b'));
    clock.advance(599);
    expect(names()).toEqual(['a', 'b']);
    clock.advance(1);
    expect(names()).toEqual(['b']);
    clock.advance(400);
    expect(gone).toEqual(['a', 'b']);
    expect(clock.waiting).toBe(0);
  });

  it('lives on when it is written again', () => {
    const first = collection.create(event('a'));
    clock.advance(900);
    collection.replace(event('a'), first);
    clock.advance(900);
    expect(names()).toEqual(['a']);
    clock.advance(100);
    expect(names()).toEqual([]);
  });

  it('is not waited for when it was deleted, nor after the end of all', () => {
    collection.remove(collection.create(event('a')));
    clock.advance(1000);
    expect(clock.waiting).toBe(0);
    collection.create(event('b'));
    expiry.stop();
    expect(clock.waiting).toBe(0);
  });
});
