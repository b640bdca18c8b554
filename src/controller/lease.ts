import { type Answer, type ApiError, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { RESOURCES } from '../cluster/resource.js';
import { mayPass, withRetry } from '../cluster/retry.js';
import type { Store } from '../cluster/store.js';
import { LABELS, recordName } from '../petset/identity.js';
import type { Lease, ObjectMeta, OwnerReference, Served } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';

/** Seconds after which a holder that has not renewed counts as dead. */
const DURATION = 12;
const RENEW_EVERY = 4_000;
/** Milliseconds since its last renewal after which a holder stops acting, well before anybody else may begin. */
const STOP_AFTER = 9_000;

/** On a lease: who has lost it to whom, and has nothing under way any more. */
const YIELDED_ANNOTATION = 'petset.dev/yielded';

const DONE = { ok: true, value: undefined } as const;

export interface LeaseDeps {
  readonly client: Client;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Kept up to date by a watch. */
  readonly store: Store<Lease>;
  readonly ref: SetRef;
  /** Nothing as long as the set has no record yet: see `belongTo`. */
  readonly owner: OwnerReference | undefined;
  /** Who we are, for the others to read: `user@host:pid`, and something that no other process has. */
  readonly identity: string;
}

/** Somebody else holds the lease. */
export interface OtherHolder {
  readonly identity: string;
  /** Epoch milliseconds: when the lease may be taken unless it is renewed. */
  readonly expiresAt: number;
  /** Milliseconds, by the clocks of two machines; nothing where it is not said. */
  readonly heldFor: number | undefined;
}

/**
 * The lock on a set: a Lease, as client-go's leader election uses it. At most one holder acts; it stops acting by
 * itself when it cannot renew, before its lease can be taken.
 */
export class SetLease {
  private readonly deps: LeaseDeps;
  private owner: OwnerReference | undefined;
  private held: Served<Lease> | undefined;
  private renewedAt = 0;
  /** The state of somebody else's lease, and since when we have seen it so. */
  private seen: { readonly state: string; readonly at: number } | undefined;
  private renewing = new AbortController();
  private renewal: Promise<void> | undefined;

  constructor(deps: LeaseDeps) {
    this.deps = deps;
    this.owner = deps.owner;
  }

  /** From the next write on it goes with the record of the set, which was not there when the lease was taken. */
  belongTo(owner: OwnerReference): void {
    this.owner = owner;
  }

  /** Whether we may act now: not after somebody was seen to have taken it, whatever we believe ourselves. */
  get isHeld(): boolean {
    const { clock, store, ref, identity } = this.deps;
    const holder = store.get(ref.namespace, recordName(ref.name))?.spec?.holderIdentity;
    return this.held !== undefined && holder === identity && Math.abs(clock.now() - this.renewedAt) < STOP_AFTER;
  }

  /** Who else holds the lease, as far as the watch has shown. */
  otherHolder(): OtherHolder | undefined {
    const { store, ref, identity, clock } = this.deps;
    const {
      holderIdentity: holder = '',
      renewTime = '',
      leaseDurationSeconds = DURATION,
      acquireTime,
    } = store.get(ref.namespace, recordName(ref.name))?.spec ?? {};
    if (holder === '' || holder === identity) return undefined;
    const state = `${holder} ${renewTime}`;
    this.seen = this.sighting(state);
    // A full duration after we first saw it as it is: the times in it are of a clock that may be wrong (client-go).
    const expiresAt = this.seen.at + leaseDurationSeconds * 1000;
    if (expiresAt <= clock.now()) return undefined;
    return { identity: holder, expiresAt, heldFor: timeSince(acquireTime, clock.now()) };
  }

  /** Since when it is so; from now on if a clock that went back says that it will only be. */
  private sighting(state: string): { readonly state: string; readonly at: number } {
    const now = this.deps.clock.now();
    return this.seen?.state === state && this.seen.at <= now ? this.seen : { state, at: now };
  }

  /**
   * Takes the lease if nobody holds it; by `force` also from somebody who does. Answers whose it is then; a refusal that
   * is not about somebody who was faster is the answer's error.
   */
  async take({ force = false } = {}): Promise<Answer<'ours' | 'theirs'>> {
    if (!force && this.otherHolder() !== undefined) return { ok: true, value: 'theirs' };
    const { client, store, ref, clock } = this.deps;
    const present = store.get(ref.namespace, recordName(ref.name));
    const wanted = this.lease(present);
    const startedAt = clock.now();
    const answer =
      present === undefined
        ? await client.create(RESOURCES.leases, wanted)
        : await client.update(RESOURCES.leases, wanted);
    if (answer.ok) {
      this.renewed(answer.value, startedAt);
      this.renewal ??= this.keepRenewing();
      return { ok: true, value: 'ours' };
    }
    // What could not be created was not deleted by somebody: there is no such namespace.
    const faster = ['AlreadyExists', 'Conflict', ...(present === undefined ? [] : ['NotFound'])];
    if (!faster.some((reason) => is(answer.error, reason))) return answer;
    await this.look();
    return { ok: true, value: 'theirs' };
  }

  /** Lets whoever has taken the lease from us know that nothing of ours is under way. Without it he waits a little. */
  async yieldTo(taker: string): Promise<void> {
    const { client, ref, identity } = this.deps;
    const named = { namespace: ref.namespace, name: recordName(ref.name) };
    const annotations = { [YIELDED_ANNOTATION]: yielded(identity, taker) };
    await client.patch(RESOURCES.leases, named, 'merge', { metadata: { annotations } });
  }

  /** Whether somebody from whom we have taken the lease has said that nothing of his is under way. */
  isYieldedBy(former: string): boolean {
    const { store, ref, identity } = this.deps;
    const { annotations } = store.get(ref.namespace, recordName(ref.name))?.metadata ?? {};
    return annotations?.[YIELDED_ANNOTATION] === yielded(former, identity);
  }

  /** Lets others begin at once; tried again until it is too `late`. Errors do not matter: the lease runs out by itself. */
  async release(late?: AbortSignal): Promise<void> {
    const { client } = this.deps;
    let lease = await this.letGo();
    await this.persist(late, async () => {
      if (lease === undefined) return DONE;
      const spec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 };
      const answer = await client.update(RESOURCES.leases, { ...lease, metadata: this.owned(lease.metadata), spec });
      // By somebody else, or by ourselves, where the answer to a renewal was lost.
      if (!answer.ok && is(answer.error, 'Conflict')) lease = await this.ownAfterAll(lease);
      return answer;
    });
  }

  /** Deletes the lease of a set that is gone; tried again until it is too `late`. */
  async remove(late?: AbortSignal): Promise<void> {
    const lease = await this.letGo();
    if (lease === undefined) return;
    const named = { namespace: this.deps.ref.namespace, name: lease.metadata.name };
    await this.persist(late, () => this.deps.client.delete(RESOURCES.leases, named, { uid: lease.metadata.uid }));
  }

  private async persist(late: AbortSignal | undefined, call: () => Promise<Answer<unknown>>): Promise<void> {
    const { clock, random } = this.deps;
    const isWorthIt = (error: ApiError): boolean => mayPass(error) || is(error, 'Conflict');
    await withRetry(call, isWorthIt, { clock, random, ...(late && { signal: late }) });
  }

  /** Ends the renewals; answers with the lease as it last was, if it was ours: also where we have only been shown so. */
  private async letGo(): Promise<Served<Lease> | undefined> {
    this.renewing.abort();
    await this.renewal;
    this.renewing = new AbortController();
    const lease = this.held ?? this.shownAsOurs();
    this.held = undefined;
    return lease;
  }

  private shownAsOurs(): Served<Lease> | undefined {
    const { store, ref } = this.deps;
    return this.ifOurs(store.get(ref.namespace, recordName(ref.name)));
  }

  private ifOurs(lease: Served<Lease> | undefined): Served<Lease> | undefined {
    return lease?.spec?.holderIdentity === this.deps.identity ? lease : undefined;
  }

  /** The lease as it is now, if it is still ours; as it was, if nobody says. */
  private async ownAfterAll(lease: Served<Lease>): Promise<Served<Lease> | undefined> {
    const { client, ref } = this.deps;
    const answer = await client.get(RESOURCES.leases, ref.namespace, lease.metadata.name);
    if (answer.ok) return this.ifOurs(answer.value);
    return mayPass(answer.error) ? lease : undefined;
  }

  private async keepRenewing(): Promise<void> {
    const { clock, client } = this.deps;
    const { signal } = this.renewing;
    while (this.held !== undefined) {
      await clock.sleep(RENEW_EVERY, signal);
      if (signal.aborted) break;
      const startedAt = clock.now();
      // As it is shown: somebody may have left a word on it.
      const answer = await client.update(RESOURCES.leases, this.lease(this.shownAsOurs() ?? this.held));
      if (answer.ok) this.renewed(answer.value, startedAt);
      else if (is(answer.error, 'Conflict') || is(answer.error, 'NotFound')) await this.look();
    }
    this.renewal = undefined;
  }

  private renewed(lease: Served<Lease>, at: number): void {
    this.held = lease;
    this.renewedAt = at;
    this.deps.store.written(lease);
  }

  /** Reads the lease itself, where the watch is behind. */
  private async look(): Promise<void> {
    const { client, store, ref } = this.deps;
    const answer = await client.get(RESOURCES.leases, ref.namespace, recordName(ref.name));
    if (answer.ok) {
      store.read(answer.value);
      this.held = this.ifOurs(answer.value);
    } else if (is(answer.error, 'NotFound')) {
      const known = store.get(ref.namespace, recordName(ref.name));
      if (known !== undefined) store.gone(known);
      this.held = undefined;
    }
  }

  private lease(present: Served<Lease> | undefined): Lease {
    const { ref, identity, clock } = this.deps;
    const now = microTime(clock.now());
    const { holderIdentity, acquireTime = now, leaseTransitions = 0 } = present?.spec ?? {};
    const isOurs = holderIdentity === identity;
    const named = { name: recordName(ref.name), namespace: ref.namespace, labels: { [LABELS.set]: ref.name } };
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: this.owned(present?.metadata ?? named),
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: DURATION,
        acquireTime: isOurs ? acquireTime : now,
        renewTime: now,
        leaseTransitions: leaseTransitions + (present === undefined || isOurs ? 0 : 1),
      },
    };
  }

  /** A lease that a former record of this name owned would be collected under our feet. */
  private owned<T extends ObjectMeta>(metadata: T): T {
    return { ...metadata, ownerReferences: this.owner === undefined ? [] : [this.owner] };
  }
}

/** Nothing where no time is said; nobody's clock is so far ahead that he would have begun in the future. */
function timeSince(time: string | undefined, now: number): number | undefined {
  const then = Date.parse(time ?? '');
  return Number.isNaN(then) ? undefined : Math.max(now - then, 0);
}

const yielded = (former: string, taker: string): string => `${former} to ${taker}`;

/** RFC 3339 with microseconds, as Kubernetes' MicroTime wants it. */
function microTime(epoch: number): string {
  return new Date(epoch).toISOString().replace('Z', '000Z');
}
