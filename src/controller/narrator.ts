import type { Clock } from '../cluster/clock.js';
import { diagnoseGrowth } from '../diagnose/claim-growth.js';
import { diagnose } from '../diagnose/diagnose.js';
import type { Patient } from '../diagnose/diagnosis.js';
import { isWanted } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSetRecord } from '../petset/record.js';
import { changesBetween } from './changes.js';
import type { Observed } from './observed.js';
import { Patience } from './patience.js';
import type { Emit, Progress, Waiting } from './progress.js';
import type { SetWatch, View } from './set-watch.js';
import { standingOf } from './standing.js';
import { subjectUid, type Wait } from './step.js';

/** Milliseconds between two looks at the grace period of a terminating pet. */
const COUNTDOWN = 10_000;

/** Tells what has happened between two looks at a set, and why nothing happens. */
export class Narrator {
  private readonly watch: SetWatch;
  private readonly clock: Clock;
  private readonly emit: Emit;
  private readonly patience = new Patience();
  private before: Observed | undefined;
  private told: ReadonlySet<string> = new Set();
  private countedDownAt = 0;

  constructor(watch: SetWatch, clock: Clock, emit: Emit) {
    this.watch = watch;
    this.clock = clock;
    this.emit = emit;
  }

  tell(view: View, waits: readonly Wait[]): void {
    const { record, observed } = view;
    const emit = (progress: Progress): void => this.emit({ ...progress, set: record.ref });
    this.patience.waitFor(waits, this.clock.now());
    if (this.before !== undefined) changesBetween(record.ref.name, this.before, observed).forEach(emit);
    this.before = observed;
    const waiting = waits.map((on) => this.waiting(on, view));
    this.newWaits(waiting).forEach((each) => emit({ type: 'waiting', waiting: each }));
    this.countdown(waits).forEach(emit);
    emit({ type: 'standing', standing: standingOf(view, waiting) });
  }

  /** When there will be something to tell although nothing has changed, in epoch milliseconds. */
  nextAt(waits: readonly Wait[]): number | undefined {
    const now = this.clock.now();
    const isCounting = waits.some((wait) => wait.for === 'gone' && wait.pet.killedAt !== undefined);
    const times = [this.patience.runsOutAt(now), isCounting ? this.countedDownAt + COUNTDOWN : undefined];
    const next = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(next) ? next : undefined;
  }

  private newWaits(waiting: readonly Waiting[]): readonly Waiting[] {
    const keys = new Map(waiting.map((each) => [waitingKey(each), each]));
    const fresh = [...keys].filter(([key]) => !this.told.has(key)).map(([, each]) => each);
    this.told = new Set(keys.keys());
    return fresh;
  }

  private countdown(waits: readonly Wait[]): readonly Progress[] {
    const now = this.clock.now();
    const going = waits.flatMap((wait) => (wait.for === 'gone' && wait.pet.killedAt !== undefined ? [wait.pet] : []));
    if (going.length === 0) this.countedDownAt = now;
    if (now - this.countedDownAt < COUNTDOWN) return [];
    this.countedDownAt = now;
    return going.flatMap((pet) => {
      const seconds = Math.ceil(((pet.killedAt ?? 0) - now) / 1000);
      return seconds > 0 ? [{ type: 'countdown', pet, seconds } as const] : [];
    });
  }

  private waiting(on: Wait, view: View): Waiting {
    const overdue = !isUnhurried(on) && this.patience.hasRunOut(on, this.clock.now());
    return { on, overdue, diagnosis: overdue ? this.diagnose(on, view) : undefined };
  }

  private diagnose(wait: Wait, { record, observed }: View): Waiting['diagnosis'] {
    const { namespace } = record.ref;
    const now = this.clock.now();
    const waited = this.patience.waited(wait, now);
    if (wait.for === 'grown') {
      const claim = this.watch.claims.get(namespace, wait.claim.name);
      const pet = observed.pods.get(wait.claim.ordinal)?.name;
      return claim && diagnoseGrowth({ claim, pet, size: wait.size, waited });
    }
    if (wait.for !== 'ready' && wait.for !== 'gone') return undefined;
    const pod = this.watch.pods.get(namespace, wait.pet.name);
    const own = [...observed.claims.values()].filter(({ ordinal }) => ordinal === wait.pet.ordinal);
    const claims = own.flatMap(({ name }) => this.watch.claims.get(namespace, name) ?? []);
    return pod && diagnose({ pod, claims, now, waited, place: placeOf(wait.pet, record) });
  }
}

function placeOf({ ordinal }: ObservedPet, { set, teardown }: PetSetRecord): Patient['place'] {
  return teardown === undefined && isWanted(set.spec, ordinal) ? { set: set.metadata.name, ordinal } : undefined;
}

/** It takes as long as the user's own command takes, or his budget, and that is said once. */
function isUnhurried({ for: what }: Wait): boolean {
  return what === 'verified' || what === 'pre-delete' || what === 'budget';
}

function waitingKey({ on, overdue, diagnosis }: Waiting): string {
  return `${on.for} ${subjectUid(on)} ${String(overdue)} ${diagnosis?.message ?? ''}`;
}
