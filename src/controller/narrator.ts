import type { Clock } from '../cluster/clock.js';
import type { Diagnosis } from '../diagnose/diagnosis.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { changesBetween } from './changes.js';
import type { Diagnoser } from './diagnoser.js';
import type { Observed } from './observed.js';
import { hasRunOut, LOOKED_INTO_AFTER, Patience, type Vigil } from './patience.js';
import type { Emit, Progress, Waiting } from './progress.js';
import type { View } from './set-watch.js';
import { standingOf } from './standing.js';
import type { Wait } from './step.js';

/** Milliseconds between two looks at the grace period of a terminating pet. */
const COUNTDOWN = 10_000;

/** Who finds out why a wait takes long. */
type Finder = Pick<Diagnoser, 'keepTo' | 'diagnose' | 'nextAt'>;

/** Tells what has happened between two looks at a set, and why nothing happens. */
export class Narrator {
  private readonly diagnoser: Finder;
  private readonly clock: Clock;
  private readonly emit: Emit;
  private readonly patience = new Patience();
  private before: Observed | undefined;
  /** What is said once of a pet that is waited for. */
  private readonly said = new Set<string>();
  private countedDownAt = 0;
  private toldAt: number;

  constructor(diagnoser: Finder, clock: Clock, emit: Emit) {
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
    const vigils = this.patience.waitFor(waits, this.clock.now());
    this.diagnoser.keepTo({ has: (uid) => this.patience.isAbout(uid) });
    if (this.before !== undefined) changesBetween(record.ref.name, this.before, observed).forEach(emit);
    this.before = observed;
    const { waiting, news } = this.waitings(vigils, view);
    for (const each of news) emit({ type: 'waiting', waiting: each });
    if (waits.length === 0) this.said.clear();
    for (const vigil of vigils) this.closer(vigil, view).forEach(emit);
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
  private closer(vigil: Vigil, view: View): readonly Progress[] {
    const troubled = troubledPet(vigil, this.clock.now());
    if (troubled === undefined) return [];
    const { pet, diagnosis } = troubled;
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

  /** Why nothing happens, and what of that was not said at the last look. */
  private waitings(
    vigils: readonly Vigil[],
    view: View,
  ): { readonly waiting: readonly Waiting[]; readonly news: readonly Waiting[] } {
    const news: Waiting[] = [];
    const waiting = vigils.map((vigil) => {
      const before = vigil.waiting;
      const now = this.waiting(vigil, view);
      if (before === undefined || !isSaid(now, before)) news.push(now);
      return (vigil.waiting = now);
    });
    return { waiting, news };
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

  private waiting(vigil: Vigil, view: View): Waiting {
    const { on, since, waiting: before } = vigil;
    const now = this.clock.now();
    const overdue = !isUnhurried(on) && hasRunOut(vigil, now);
    const found = overdue ? this.diagnoser.diagnose(on, view, now - since) : undefined;
    // What is about to be found out is better said at once; what was found out before holds until then.
    if (found === 'asking') return before ?? { on, overdue: false, diagnosis: undefined };
    const isSame = before?.on === on && before.overdue === overdue && before.diagnosis === found;
    return isSame ? before : { on, overdue, diagnosis: found };
  }
}

/** A pet that does not become ready, and why; nothing of what may well pass. */
function troubledPet(
  { since, waiting }: Vigil,
  now: number,
): { readonly pet: ObservedPet; readonly diagnosis: Diagnosis } | undefined {
  if (waiting?.on.for !== 'ready' || waiting.diagnosis === undefined) return undefined;
  const { on, diagnosis } = waiting;
  return diagnosis.mayPass === true && now - since < LOOKED_INTO_AFTER ? undefined : { pet: on.pet, diagnosis };
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

/** Whether the same would be said of it. */
function isSaid(one: Waiting, other: Waiting): boolean {
  if (one === other) return true;
  return one.overdue === other.overdue && one.diagnosis?.message === other.diagnosis?.message;
}
