import { describeApiError } from '../cluster/api-error.js';
import type { Clock } from '../cluster/clock.js';
import type { SetRef } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import type { Hub } from './hub.js';
import { Loop, type ReconcileDeps } from './loop.js';
import type { Outcome } from './outcome.js';
import { inForeground } from './reconcile.js';
import { readinessOf } from './readiness.js';

/** Milliseconds that a set has to be left in peace before its lease is handed back: a renewal every few seconds is not free. */
const LINGER = 15_000;
/** Milliseconds until a step that was refused is tried again although nothing has changed; each time for longer. */
const TRY_AGAIN = [10_000, 20_000, 40_000, 80_000, 160_000];

/** What keeps a set from being as its record says, until something changes. */
export type HeldUp = Extract<Outcome, { kind: 'stuck' | 'refused' }>;

export interface KeepDeps extends ReconcileDeps {
  /** Told once of what holds a set up. */
  readonly onHeldUp: (what: HeldUp, ref: SetRef) => void;
}

/** Keeps a set as its record says, until that is gone or the signal aborts. Throws a `Failure` when it cannot be read. */
export function keep(record: PetSetRecord, hub: Hub, deps: KeepDeps): Promise<Outcome> {
  const loop = new Loop(record, hub, { ...deps, isKept: true });
  return inForeground(loop, stay(loop, hub, new Tidings(record.ref, deps), deps.clock), deps);
}

async function stay(loop: Loop, hub: Hub, tidings: Tidings, clock: Clock): Promise<Outcome> {
  for (let refusals = 0; ;) {
    const outcome = await loop.run();
    const isToGoOn = outcome.kind === 'settled' || outcome.kind === 'stuck' || outcome.kind === 'refused';
    if (!isToGoOn || hub.refusal !== undefined) return outcome;
    tidings.tell(outcome, loop.rounds);
    refusals = outcome.kind === 'refused' ? refusals + 1 : 0;
    const pause = TRY_AGAIN[Math.min(refusals, TRY_AGAIN.length) - 1] ?? Number.POSITIVE_INFINITY;
    await restAWhile(loop, clock, clock.now() + pause);
  }
}

async function restAWhile(loop: Loop, clock: Clock, until: number): Promise<void> {
  if (await loop.rest(Math.min(until, clock.now() + LINGER))) return;
  if (clock.now() >= until) return;
  await loop.handBack();
  await loop.rest(until);
}

/** Tells how a set stands when that is news: again only after it was otherwise. */
class Tidings {
  private readonly ref: SetRef;
  private readonly deps: KeepDeps;
  private told: string | undefined;
  private rounds = 0;

  constructor(ref: SetRef, deps: KeepDeps) {
    this.ref = ref;
    this.deps = deps;
  }

  /** `rounds` is how often there was something to do or to wait for until now. */
  tell(outcome: Extract<Outcome, { kind: 'settled' }> | HeldUp, rounds: number): void {
    const key = keyOf(outcome);
    const wasDisturbed = outcome.kind === 'settled' && rounds > this.rounds;
    this.rounds = rounds;
    if (key === this.told && !wasDisturbed) return;
    this.told = key;
    if (outcome.kind === 'settled') this.deps.emit({ type: 'set-ready', ...readinessOf(outcome.view), set: this.ref });
    else this.deps.onHeldUp(outcome, this.ref);
  }
}

function keyOf(outcome: Extract<Outcome, { kind: 'settled' }> | HeldUp): string {
  switch (outcome.kind) {
    case 'settled':
      return 'settled';
    case 'stuck':
      return `${outcome.obstacle.object} ${outcome.obstacle.problem}`;
    case 'refused':
      return describeApiError(outcome.error);
  }
}
