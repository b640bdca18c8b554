import type { Answer, ApiError } from '../cluster/api-error.js';
import { mayPass } from '../cluster/retry.js';
import type { OwnerReference } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { formOf, type RecordForm } from '../petset/record-form.js';
import { farewell } from './farewell.js';
import type { Hub } from './hub.js';
import type { OtherHolder } from './lease.js';
import { type SetTurn, type TurnWorld, turnOf, watchOne } from './set-turn.js';
import { Setbacks } from './setbacks.js';
import type { Sought } from './turn.js';
import { Wakeup } from './wakeup.js';

/**
 * The turn to act on a set, taken before it is written down what is wanted of it: so that nobody else, who would act on
 * that in a way of his own, is faster. A loop goes on with it.
 */
export class ClaimedTurn {
  readonly hub: Hub;
  private readonly ref: SetRef;
  private readonly world: TurnWorld;
  private readonly ours: SetTurn;
  private readonly owner: OwnerReference | undefined;
  private readonly closing = new AbortController();
  private other: OtherHolder | undefined;

  /** `record` is that of the set, if there is one already, or the form that it will have. */
  constructor(ref: SetRef, record: OwnerReference | RecordForm, world: TurnWorld) {
    const owner = typeof record === 'string' ? undefined : record;
    const form = typeof record === 'string' ? record : formOf(record);
    this.ref = ref;
    this.world = world;
    this.hub = watchOne(ref, form, world, this.closing.signal);
    this.ours = turnOf(ref, owner, this.hub, world);
    this.owner = owner;
  }

  /**
   * Resolves when it is our turn, or to somebody else who has it and lives: without `takeover` a holder who does not renew
   * his lease is waited out, with it he is told, and given the time to notice.
   */
  async take(): Promise<Answer<OtherHolder | undefined>> {
    const { clock, random, emit } = this.world;
    const { signal } = this.closing;
    const refusal = await this.hub.ready;
    if (refusal !== undefined) return { ok: false, error: refusal };
    const setbacks = new Setbacks({ clock, random, signal, tell: (progress) => emit({ ...progress, set: this.ref }) });
    const wakeup = new Wakeup(clock, signal);
    const leave = this.hub.subscribe(this.ref, () => wakeup.ring());
    try {
      void this.hub.ended.then(() => wakeup.ring());
      while (!this.ours.turn.isOurs && !signal.aborted) {
        if (this.hub.refusal !== undefined) return { ok: false, error: this.hub.refusal };
        if (this.isRecordGone) return { ok: false, error: notFound(this.ref) };
        const answer = await this.seek(setbacks, wakeup);
        if (answer !== undefined) return answer;
      }
      return { ok: true, value: undefined };
    } finally {
      leave();
    }
  }

  /** The lease goes with the record: whoever made it anew would have the garbage collector delete it for ever. */
  private get isRecordGone(): boolean {
    const { owner, hub, ref } = this;
    if (owner === undefined) return false;
    return hub.records[formOf(owner)].get(ref.namespace, owner.name)?.metadata.uid !== owner.uid;
  }

  /** For a loop that goes on with it. */
  for({ owner }: PetSetRecord): SetTurn {
    this.ours.lease.belongTo(owner);
    return this.ours;
  }

  /** Gives it back, where nothing came of it: a set that has no record is to leave no lease behind. */
  async giveBack(): Promise<void> {
    const { lease } = this.ours;
    await farewell(this.world.clock, (late) => (this.owner !== undefined ? lease.release(late) : lease.remove(late)));
    this.close();
  }

  /** Stops watching. */
  close(): void {
    this.closing.abort();
  }

  /** Tries once, and waits until it is worth another try; answers where it is not. */
  private async seek(setbacks: Setbacks, wakeup: Wakeup): Promise<Answer<OtherHolder> | undefined> {
    const sought = await this.ours.turn.seek();
    switch (sought.kind) {
      case 'ours':
        return undefined;
      case 'too-late':
        return setbacks.calmDown();
      case 'refused':
        return mayPass(sought.error) ? setbacks.sitOut(sought.error) : { ok: false, error: sought.error };
      case 'theirs':
        return this.awaitOther(sought, wakeup);
    }
  }

  private async awaitOther(
    { until }: Extract<Sought, { kind: 'theirs' }>,
    wakeup: Wakeup,
  ): Promise<Answer<OtherHolder> | undefined> {
    const other = this.ours.lease.otherHolder();
    const hasRenewed = other !== undefined && this.other !== undefined && other.expiresAt !== this.other.expiresAt;
    if (hasRenewed) return { ok: true, value: other };
    this.other = other;
    await wakeup.wait(until);
    return undefined;
  }
}

function notFound({ name }: SetRef): ApiError {
  const message = `petsets "${name}" not found`;
  return { from: 'server', code: 404, reason: 'NotFound', message, details: undefined, retryAfter: undefined };
}
