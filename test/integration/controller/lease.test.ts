import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { Cache } from '../../../src/cluster/cache.js';
import { SetLease } from '../../../src/controller/lease.js';
import type { Lease } from '../../../src/petset/kubernetes.js';
import type { PetSetRecord } from '../../../src/petset/record.js';
import { FakeClock } from '../../fixtures/clock.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

let cluster: Embedded;
let record: PetSetRecord;
let clock: FakeClock;
beforeEach(async () => {
  cluster = await startEmbedded();
  record = orFail(await cluster.records.create(webSet(), 'default'));
  clock = new FakeClock(Date.now());
});
afterEach(() => cluster.stop());

/** Somebody who wants the lease, and who has just looked at it. */
class Contender {
  readonly store = new Cache<Lease>();
  readonly lease: SetLease;

  constructor(identity: string, ownClock = clock) {
    const { ref, owner } = record;
    const { client } = cluster;
    this.lease = new SetLease({ client, clock: ownClock, random: () => 0, store: this.store, ref, owner, identity });
  }

  async look(): Promise<void> {
    const answer = await cluster.client.get(RESOURCES.leases, 'default', 'petset-web');
    if (answer.ok) this.store.read(answer.value);
  }

  async take(): Promise<string> {
    await this.look();
    return orFail(await this.lease.take());
  }
}

const stored = async (): Promise<Lease['spec']> =>
  orFail(await cluster.client.get(RESOURCES.leases, 'default', 'petset-web')).spec;

describe('a lease', () => {
  test('is held by one at a time', async () => {
    const [one, two] = [new Contender('one'), new Contender('two')];
    expect(await one.take()).toBe('ours');
    expect(one.lease.isHeld).toBe(true);
    expect(await two.take()).toBe('theirs');
    expect(two.lease.isHeld).toBe(false);
    expect(two.lease.otherHolder()).toMatchObject({ identity: 'one' });
  });

  test('goes to the one that is faster, when two see it free', async () => {
    const [one, two] = [new Contender('one'), new Contender('two')];
    const answers = await Promise.all([one.lease.take(), two.lease.take()]);
    expect(answers.map((answer) => orFail(answer)).sort()).toEqual(['ours', 'theirs']);
  });

  test('that is handed back may be taken at once', async () => {
    const [one, two] = [new Contender('one'), new Contender('two')];
    await one.take();
    await one.lease.release();
    expect(one.lease.isHeld).toBe(false);
    expect(await two.take()).toBe('ours');
    expect(await stored()).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 });
  });

  test('is handed back although the server is in trouble at first', async () => {
    const one = new Contender('one');
    await one.take();
    cluster.harm('update leases: 500 times=2');
    const released = one.lease.release();
    for (const delay of [50, 100]) {
      await expect.poll(() => clock.asleep).toBe(1);
      await clock.advance(delay);
    }
    await released;
    expect(await new Contender('two').take()).toBe('ours');
  });

  test('is handed back although the answer to its last renewal was lost', async () => {
    const one = new Contender('one');
    await one.take();
    const before = (await stored())?.renewTime;
    cluster.harm('update leases: lose-answer times=1');
    await clock.advance(4_000);
    await expect.poll(async () => (await stored())?.renewTime).not.toBe(before);
    await expect.poll(() => clock.asleep).toBe(1);
    const released = one.lease.release();
    await expect.poll(() => clock.asleep).toBe(1);
    await clock.advance(50);
    await released;
    expect(await new Contender('two').take()).toBe('ours');
  });

  test('is handed back although nobody has answered that it is held', async () => {
    const one = new Contender('one');
    cluster.harm('create leases: lose-answer times=1');
    expect((await one.lease.take()).ok).toBe(false);
    await one.look();
    await one.lease.release();
    expect(await new Contender('two').take()).toBe('ours');
  });

  test('is not handed back for somebody who has taken it', async () => {
    const [one, two] = [new Contender('one'), new Contender('two')];
    await one.take();
    const spec = { ...(await stored()), holderIdentity: 'two' };
    await cluster.client.patch(RESOURCES.leases, { namespace: 'default', name: 'petset-web' }, 'merge', { spec });
    const released = one.lease.release();
    await expect.poll(() => clock.asleep).toBe(1);
    await clock.advance(50);
    await released;
    expect(await stored()).toMatchObject({ holderIdentity: 'two' });
    expect(await two.take()).toBe('ours');
  });

  test('is let be when it is too late', async () => {
    const one = new Contender('one');
    await one.take();
    cluster.harm('update leases: 500');
    const late = new AbortController();
    const released = one.lease.release(late.signal);
    await expect.poll(() => clock.asleep).toBe(1);
    late.abort();
    await released;
  });

  test('of a holder that is dead may be taken when it has been seen unchanged for as long as it lasts', async () => {
    const [dead, heir] = [new Contender('dead', new FakeClock(clock.now())), new Contender('heir')];
    await dead.take();
    expect(await heir.take()).toBe('theirs');
    await clock.advance(11_000);
    expect(await heir.take()).toBe('theirs');
    await clock.advance(1_000);
    expect(await heir.take()).toBe('ours');
    expect(await stored()).toMatchObject({ holderIdentity: 'heir' });
  });

  test.each([3_600_000, -3_600_000])('is safe from a machine whose clock is wrong by %d ms', async (wrongBy) => {
    const [holder, other] = [new Contender('holder', new FakeClock(clock.now() + wrongBy)), new Contender('other')];
    await holder.take();
    expect(await other.take()).toBe('theirs');
    expect(holder.lease.isHeld).toBe(true);
  });

  test('that somebody was seen to have taken is not held any more', async () => {
    const [one, two] = [new Contender('one'), new Contender('two')];
    await one.take();
    const spec = { ...(await stored()), holderIdentity: 'two' };
    await cluster.client.patch(RESOURCES.leases, { namespace: 'default', name: 'petset-web' }, 'merge', { spec });
    await one.look();
    expect(one.lease.isHeld).toBe(false);
    expect(await one.take()).toBe('theirs');
    expect(two.lease.isHeld).toBe(false);
  });

  test('is renewed while it is held, and nobody may take it', async () => {
    const [holder, other] = [new Contender('holder'), new Contender('other')];
    await holder.take();
    const { renewTime } = (await stored()) ?? {};
    expect(await other.take()).toBe('theirs');
    await clock.advance(4_000);
    await expect.poll(async () => (await stored())?.renewTime).not.toBe(renewTime);
    await clock.advance(8_500);
    expect(await other.take()).toBe('theirs');
  });

  test('that cannot be renewed stops its holder before anybody else may begin', async () => {
    const holder = new Contender('holder');
    await holder.take();
    await cluster.client.delete(RESOURCES.leases, { namespace: 'default', name: 'petset-web' });
    await clock.advance(4_000);
    await expect.poll(() => holder.lease.isHeld).toBe(false);
  });

  test('belongs to the record, so that it goes with it', async () => {
    await new Contender('one').take();
    const { metadata } = orFail(await cluster.client.get(RESOURCES.leases, 'default', 'petset-web'));
    expect(metadata.ownerReferences).toEqual([record.owner]);
  });
});
