import type { ApiError } from '../cluster/api-error.js';
import type { Clock } from '../cluster/clock.js';
import type { OtherHolder, SetLease } from './lease.js';
import type { Progress } from './progress.js';

/**
 * Milliseconds after which whoever lost the lease has noticed, whatever became of his watch: he has tried to renew it
 * by then, and was refused.
 */
const NOTICED_BY_THEN = 5_000;

/** Milliseconds in which nothing is told, after which it is said again whose turn it is; later on less and less often. */
const SAID_AGAIN_AFTER = 60_000;

export interface TurnDeps {
  readonly lease: Pick<SetLease, 'isHeld' | 'isYieldedBy' | 'otherHolder' | 'release' | 'take' | 'yieldTo'>;
  readonly clock: Clock;
  readonly tell: (progress: Progress) => void;
  /** Do not wait until the lease of somebody else runs out. */
  readonly takeover: boolean;
  /** Has everything looked at afresh; resolves to the refusal where that could not be. */
  readonly refresh: () => Promise<ApiError | undefined>;
}

/**
 * What came of seeking one's turn:
 * - `ours`: it is worth another look at the set
 * - `theirs`: somebody else's, at least until then (epoch milliseconds) or until something changes
 * - `too-late`: somebody else was faster
 * - `refused`: the server did not want it
 */
export type Sought =
  | { readonly kind: 'ours' }
  | { readonly kind: 'theirs'; readonly until: number }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'refused'; readonly error: ApiError };

/**
 * Whose turn it is to act on a set: ours as long as we hold its lease, or that of somebody else whom we follow. Whoever
 * gets it after somebody else acts only on what he has seen after the other one's last write.
 */
export class Turn {
  private readonly deps: TurnDeps;
  private mayForce: boolean;
  private wasOurs = false;
  private following: string | undefined;
  /** Who has taken it from us, and does nothing before we give way. */
  private waitedFor: string | undefined;
  /** When that was said first, and last, in epoch milliseconds. */
  private said = { first: 0, last: 0 };
  /** Somebody else has acted since we looked at all of the set. */
  private isPictureOld = false;
  /** From whom we have taken it although he lives, and when he has noticed at the latest (epoch milliseconds). */
  private handover: { readonly from: string; readonly until: number } | undefined;
  private former: string | undefined;

  constructor(deps: TurnDeps) {
    this.deps = deps;
    this.mayForce = deps.takeover;
  }

  /** Who has acted before us, if anybody had it when we wanted it. */
  get takenFrom(): string | undefined {
    return this.former;
  }

  get isOurs(): boolean {
    return this.deps.lease.isHeld && !this.isPictureOld;
  }

  /** `quietSince`: nothing is told of the set since then, in epoch milliseconds; for whoever asks only once that is nothing. */
  async seek(quietSince = Number.POSITIVE_INFINITY): Promise<Sought> {
    const { lease } = this.deps;
    if (lease.isHeld) return this.catchUp();
    await this.giveWay();
    const other = lease.otherHolder();
    return other !== undefined && !this.mayForce ? this.follow(other, quietSince) : this.take(other);
  }

  /** Says, to us and to him, that it is somebody else's turn now, where he has taken it from us and nothing of ours is under way. */
  async giveWay(): Promise<void> {
    this.noticeLoss();
    const { waitedFor } = this;
    this.waitedFor = undefined;
    if (waitedFor !== undefined) await this.deps.lease.yieldTo(waitedFor);
  }

  /** Says to us that somebody else has taken it from us. */
  noticeLoss(): void {
    const { lease, tell } = this.deps;
    const other = this.wasOurs && !lease.isHeld ? lease.otherHolder() : undefined;
    if (other === undefined) return;
    this.wasOurs = false;
    this.following = other.identity;
    this.waitedFor = other.identity;
    tell({ type: 'taken-over', by: other.identity });
  }

  /** Lets others have it while there is nothing to do. */
  async handBack(): Promise<void> {
    this.wasOurs = false;
    await this.deps.lease.release();
  }

  private follow(other: OtherHolder, quietSince: number): Sought {
    const { identity: holder, heldFor, expiresAt } = other;
    const { clock, tell } = this.deps;
    const now = clock.now();
    const { first, last } = this.said;
    const isNew = this.following !== holder;
    if (isNew || now - Math.max(last, quietSince) >= Math.max(SAID_AGAIN_AFTER, last - first)) {
      tell({ type: 'following', holder, heldFor });
      this.said = { first: isNew ? now : first, last: now };
    }
    this.following = holder;
    return { kind: 'theirs', until: expiresAt };
  }

  private async take(other: OtherHolder | undefined): Promise<Sought> {
    const { lease, clock, tell } = this.deps;
    const answer = await lease.take({ force: this.mayForce });
    if (!answer.ok) return { kind: 'refused', error: answer.error };
    if (answer.value === 'theirs') return { kind: 'too-late' };
    const from = other?.identity ?? this.following;
    if (other !== undefined) this.handover = { from: other.identity, until: clock.now() + NOTICED_BY_THEN };
    if (from !== undefined) {
      this.former = from;
      tell({ type: 'took-over', from });
      this.isPictureOld = true;
    }
    this.following = undefined;
    this.wasOurs = true;
    // Once: whoever takes it from us in turn has the right to.
    this.mayForce = false;
    return { kind: 'ours' };
  }

  private async catchUp(): Promise<Sought> {
    const { lease, clock, refresh } = this.deps;
    if (this.handover !== undefined) {
      const { from, until } = this.handover;
      if (!lease.isYieldedBy(from) && clock.now() < until) return { kind: 'theirs', until };
    }
    this.handover = undefined;
    const refusal = await refresh();
    if (refusal !== undefined) return { kind: 'refused', error: refusal };
    this.isPictureOld = false;
    return { kind: 'ours' };
  }
}
