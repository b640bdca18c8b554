import { describe, expect, it } from 'vitest';

import type { Client } from '../../../../../src/sandbox/controllers/client/client.js';
import type { Informer, InformerListener } from '../../../../../src/sandbox/controllers/client/informer.js';
import { PODS } from '../../../../../src/sandbox/controllers/client/resource.js';
import { Ledger } from '../../../../../src/sandbox/controllers/workloads/ledger.js';
import type { Pod } from '../../../../../src/sandbox/model/pod.js';
import { speedUp } from '../../../../../src/sandbox/platform/clock.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';

const podOf = (resourceVersion: string, uid = 'u'): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'web-0', namespace: 'default', uid, resourceVersion },
  spec: { containers: [] },
  status: {},
});

/** A watch that tells when it is told to, and a server that answers when it is let. */
class World {
  readonly clock = new CountingClock(0);
  readonly told = new Map<string, Pod>();
  readonly ledger: Ledger<Pod>;
  #listener: InformerListener<Pod> = () => undefined;
  #answer: () => void = () => undefined;

  constructor() {
    const informer = {
      resource: PODS,
      get: (namespace: string, name: string) => this.told.get(`${namespace}/${name}`),
      all: () => [...this.told.values()],
      listen: (listener: InformerListener<Pod>) => {
        this.#listener = listener;
      },
    } as object as Informer<Pod>;
    const answered = <T>(value: T): Promise<T> => new Promise((resolve) => (this.#answer = () => resolve(value)));
    const client = {
      create: (_: object, pod: Pod) => answered(pod),
      delete: () => answered(undefined),
    } as object as Client;
    this.ledger = new Ledger(client, informer, speedUp(this.clock, 1));
    this.ledger.listen(() => undefined);
  }

  tell(type: 'ADDED' | 'MODIFIED' | 'DELETED', pod: Pod): void {
    if (type === 'DELETED') this.told.delete('default/web-0');
    else this.told.set('default/web-0', pod);
    this.#listener({ type, object: pod, previous: undefined });
  }

  async answer<T>(work: Promise<T>): Promise<T> {
    this.#answer();
    return work;
  }

  get seen(): string[] {
    return this.ledger
      .in('default')
      .map(({ metadata }) => `${metadata.resourceVersion}${metadata.deletionTimestamp === undefined ? '' : ' going'}`);
  }
}

describe('a ledger', () => {
  it('shows what was written before the watch tells of it, and what it tells afterwards', async () => {
    const world = new World();
    await world.answer(world.ledger.create(podOf('5')));
    expect(world.seen).toEqual(['5']);
    world.tell('ADDED', podOf('4'));
    expect(world.seen).toEqual(['5']);
    world.tell('MODIFIED', podOf('6'));
    expect(world.seen).toEqual(['6']);
  });

  it('does not show what was told of before the answer came', async () => {
    const world = new World();
    const writing = world.ledger.create(podOf('5'));
    world.tell('ADDED', podOf('5'));
    world.tell('DELETED', podOf('6'));
    await world.answer(writing);
    expect(world.seen).toEqual([]);
  });

  it('shows what was told to go as going, until the watch tells', async () => {
    const world = new World();
    world.tell('ADDED', podOf('5'));
    await world.answer(world.ledger.delete(podOf('5')));
    expect(world.seen).toEqual(['5 going']);
    world.tell('MODIFIED', podOf('6'));
    expect(world.seen).toEqual(['6 going']);
    world.tell('DELETED', podOf('7'));
    world.tell('ADDED', podOf('8', 'other'));
    expect(world.seen).toEqual(['8']);
  });

  it('does not believe for ever what no watch tells of', async () => {
    const world = new World();
    await world.answer(world.ledger.create(podOf('5')));
    world.clock.advance(30_000);
    expect(world.seen).toEqual([]);
  });
});
