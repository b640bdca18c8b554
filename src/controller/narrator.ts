import type { Clock } from '../cluster/clock.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { changesBetween } from './changes.js';
import type { Diagnoser } from './diagnoser.js';
import type { Observed } from './observed.js';
import { LOOKED_INTO_AFTER, Patience, waitKey } from './patience.js';
import type { Emit, Progress, Waiting } from './progress.js';
import type { View } from './set-watch.js';
import { standingOf } from './standing.js';
import type { Wait } from './step.js';

/** Milliseconds between two looks at the grace period of a terminating pet. */
const COUNTDOWN = 10_000;

/** Tells what has happened between two looks at a set, and why nothing happens. */
export class Narrator {
  private readonly diagnoser: Diagnoser;
  private readonly clock: Clock;
  private readonly emit: Emit;
  private readonly patience = new Patience();
  private before: Observed | undefined;
  /** What was found out about each wait. */
  private found: ReadonlyMap<string, Waiting> = new Map();
  private told: ReadonlySet<string> = new Set();
  /** What is said once of a pet that is waited for. */
  private readonly said = new Set<string>();
  private countedDownAt = 0;
  private toldAt: number;

  constructor(diagnoser: Diagnoser, clock: Clock, emit: Emit) {
    this.diagnoser = diagnoser;
    this.clock = clock;
    this.emit = emit;
    this.toldAt = clock.now();
  }

  /** Nothing has happened since then, in epoch milliseconds. */
  get quietSince(): number {
    return this.toldAt;
  }

  tell(view: View, waits: readonly Wait[]): void {
    const { record, observed } = view;
    const emit = (progress: Progress): void => {
      this.toldAt = this.clock.now();
      this.emit({ ...progress, set: record.ref });
    };
    this.patience.waitFor(waits, this.clock.now());
    this.diagnoser.keepTo(waits);
    if (this.before !== undefined) changesBetween(record.ref.name, this.before, observed).forEach(emit);
    this.before = observed;
    const waiting = waits.map((on) => this.waiting(on, view));
    this.found = new Map(waiting.map((each) => [waitKey(each.on), each]));
    this.newWaits(waiting).forEach((each) => emit({ type: 'waiting', waiting: each }));
    if (waits.length === 0) this.said.clear();
    waiting.flatMap((each) => this.closer(each, view)).forEach(emit);
    this.countdown(waits).forEach(emit);
    this.emit({ type: 'standing', standing: standingOf(view, waiting), set: record.ref });
  }

  /** When there will be something to tell although nothing has changed, in epoch milliseconds. */
  nextAt(waits: readonly Wait[]): number | undefined {
    const now = this.clock.now();
    const isCounting = waits.some((wait) => wait.for === 'gone' && wait.pet.killedAt !== undefined);
    const times = [
      this.patience.runsOutAt(now),
      this.diagnoser.nextAt(),
      isCounting ? this.countedDownAt + COUNTDOWN : undefined,
    ];
    const next = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(next) ? next : undefined;
  }

  /** What a container that holds a pet up has said last, and how to get on without it; once, and not of what may well pass. */
  private closer({ on, diagnosis }: Waiting, view: View): readonly Progress[] {
    if (on.for !== 'ready' || diagnosis === undefined) return [];
    if (diagnosis.mayPass === true && this.patience.waited(on, this.clock.now()) < LOOKED_INTO_AFTER) return [];
    const { pet } = on;
    const { lines = [], container = '' } = diagnosis.log ?? {};
    const state = `${pet.uid} ${String(diagnosis.mayPass)}`;
    return [
      ...(lines.length > 0 && this.isNews(`log of ${container} ${state}`)
        ? lines.map((line) => ({ type: 'pet-log', pet, container, line }) as const)
        : []),
      ...(isHeldUp(pet, view) && this.isNews(`ways out ${state}`) ? [waysOut(pet, view)] : []),
    ];
  }

  private isNews(what: string): boolean {
    const isNews = !this.said.has(what);
    this.said.add(what);
    return isNews;
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
    const isOverdue = !isUnhurried(on) && this.patience.hasRunOut(on, this.clock.now());
    const waited = this.patience.waited(on, this.clock.now());
    const found = isOverdue ? this.diagnoser.diagnose(on, view, waited) : undefined;
    // What is about to be found out is better said at once; what was found out before holds until then.
    if (found === 'asking') return this.found.get(waitKey(on)) ?? { on, overdue: false, diagnosis: undefined };
    return { on, overdue: isOverdue, diagnosis: found };
  }
}

/** A pet of a new template that does not become healthy stops the rollout. */
function isHeldUp({ revision }: ObservedPet, { desired, observed }: View): boolean {
  return revision === desired.revision && observed.revisions.some(({ hash }) => hash !== revision);
}

function waysOut(pet: ObservedPet, { desired }: View): Progress {
  const [only, ...others] = desired.set.spec.template.spec.containers;
  return { type: 'ways-out', pet, container: others.length === 0 ? only?.name : undefined };
}

/** It takes as long as the user's own command takes, or his budget or quota, and that is said once. */
function isUnhurried({ for: what }: Wait): boolean {
  return what === 'verified' || what === 'pre-delete' || what === 'budget' || what === 'quota';
}

function waitingKey({ on, overdue, diagnosis }: Waiting): string {
  return `${waitKey(on)} ${String(overdue)} ${diagnosis?.message ?? ''}`;
}
