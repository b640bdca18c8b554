import { differencesBetween } from '../petset/ledger.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { petName } from '../petset/identity.js';
import type { SetRef } from '../petset/petset.js';
import type { Doing, Mark, Row, Timeline } from '../petset/timeline/timeline.js';
import { doingOf } from '../petset/timeline/doing.js';
import { History } from '../petset/timeline/history.js';
import type { Diagnosis } from '../diagnose/diagnosis.js';
import type { Emit, ProgressEvent, Standing } from './progress.js';

/** So many lives of a pet are kept, and so much that was said about it: the newest. */
const MOST_LIVES = 20;
const MOST_MARKS = 20;

const NOTHING: Standing['there'] = { pods: new Map(), claims: new Map() };

/** Why a pet has no node yet, where that says no more than its phase does. */
const TAKES_ITS_TIME: readonly string[] = ['Slow', 'NotScheduled', 'ClaimPending', 'WaitForFirstConsumer'];

/** Takes down what the pets of a set do while it is reconciled, by our own clock: Kubernetes itself only keeps whole seconds. */
export class TimelineRecorder {
  private readonly ref: SetRef;
  private readonly clock: () => number;
  private readonly from: number;
  private latest = 0;
  private readonly records = new Map<number, PetRecord>();
  private before: Standing['there'] | undefined;
  /** The names of claims that are not bound, by ordinal. */
  private readonly unbound = new Map<number, Set<string>>();
  /** Ordinals of pets of which it is known why they do not get on. */
  private diagnosed: ReadonlySet<number> = new Set();

  /** `now` gives epoch milliseconds. */
  constructor(ref: SetRef, now: () => number) {
    this.ref = ref;
    this.clock = now;
    this.from = this.now();
  }

  /** Passes everything on, and takes down what it means. */
  over(emit: Emit): Emit {
    return (event) => {
      this.note(event);
      emit(event);
    };
  }

  /** What is known by now. */
  timeline(): Timeline {
    const until = this.now();
    const rows = [...this.records.values()].map((record) => record.row(until)).filter(({ lives }) => lives.length > 0);
    return { set: this.ref, from: this.from, until, rows: rows.sort((a, b) => a.ordinal - b.ordinal) };
  }

  /** Never before what is taken down, although clocks are set back now and then. */
  private now(): number {
    return (this.latest = Math.max(this.latest, this.clock()));
  }

  private note(event: ProgressEvent): void {
    const { set } = event;
    if (set.name !== this.ref.name || set.namespace !== this.ref.namespace) return;
    const at = this.now();
    if (event.type === 'standing') this.stand(event.standing, at);
    else if (event.type === 'claim-created') this.recordOf(event.claim.ordinal).prepare(at);
    else if ('pet' in event) this.recordOf(event.pet.ordinal).say(wordsOf(event), at);
  }

  /** Those are looked at again that are not as they were, or of which there is something to say. */
  private stand({ there, waiting }: Standing, now: number): void {
    // What is there at the first look was there before.
    const at = this.before === undefined ? this.from : now;
    const diagnoses = new Map<number, Diagnosis>();
    for (const { on, diagnosis } of waiting)
      if (diagnosis !== undefined && 'pet' in on) diagnoses.set(on.pet.ordinal, diagnosis);
    const concerned = new Set([
      ...this.changedSince(this.before ?? NOTHING, there),
      ...this.diagnosed,
      ...diagnoses.keys(),
    ]);
    for (const ordinal of concerned)
      this.see(there.pods.get(ordinal), ordinal, { diagnosis: diagnoses.get(ordinal), at });
    this.before = there;
    this.diagnosed = new Set(diagnoses.keys());
  }

  /** The ordinals of pets that are not as they were, or whose claims are not. */
  private changedSince({ pods, claims }: Standing['there'], there: Standing['there']): readonly number[] {
    const ofClaims = differencesBetween(claims, there.claims).flatMap(({ before, after }) => [
      ...(before === undefined ? [] : [this.takeUnbound(before, false)]),
      ...(after === undefined ? [] : [this.takeUnbound(after, after.phase !== 'Bound')]),
    ]);
    const ofPods = differencesBetween(pods, there.pods).flatMap(
      ({ before, after }) => (after ?? before)?.ordinal ?? [],
    );
    return [...ofClaims, ...ofPods];
  }

  private see(
    pet: ObservedPet | undefined,
    ordinal: number,
    { diagnosis, at }: { readonly diagnosis: Diagnosis | undefined; readonly at: number },
  ): void {
    if (pet?.ownership !== 'ours') {
      this.records.get(ordinal)?.miss(at);
      return;
    }
    const hasUnboundClaim = (this.unbound.get(ordinal)?.size ?? 0) > 0;
    const record = this.recordOf(ordinal);
    record.see(pet.uid, withDiagnosis(doingOf(pet, { hasUnboundClaim }), diagnosis), at);
    if (diagnosis !== undefined) record.say({ ...said(diagnosis.cause, diagnosis.message), isWarning: true }, at);
  }

  /** Takes note whether a claim of the set is still to be bound; answers whose it is. */
  private takeUnbound({ name, ordinal, labelledFor }: ObservedClaim, isUnbound: boolean): number {
    const names = this.unbound.get(ordinal) ?? new Set();
    if (isUnbound && labelledFor === this.ref.name) this.unbound.set(ordinal, names.add(name));
    else if (names.delete(name) && names.size === 0) this.unbound.delete(ordinal);
    return ordinal;
  }

  private recordOf(ordinal: number): PetRecord {
    const known = this.records.get(ordinal);
    if (known !== undefined) return known;
    const record = new PetRecord(petName(this.ref.name, ordinal), ordinal);
    this.records.set(ordinal, record);
    return record;
  }
}

/** A pod without a node has nothing in its status that says why. */
function withDiagnosis(doing: Doing, diagnosis: Diagnosis | undefined): Doing {
  const isUnplaced = doing.phase === 'claim' || doing.phase === 'scheduling';
  if (diagnosis === undefined || !isUnplaced || TAKES_ITS_TIME.includes(diagnosis.cause)) return doing;
  return { ...doing, trouble: doing.trouble ?? diagnosis.cause };
}

type Words = Pick<Mark, 'reason' | 'message' | 'isWarning'>;

/** What is worth a mark besides what the spans show. */
function wordsOf(event: ProgressEvent & { readonly pet: ObservedPet }): Words | undefined {
  if (event.type === 'gate-passed') return said(event.gate, `passed --${event.gate}`);
  if (event.type === 'gate-skipped') return said(event.gate, `passed without --${event.gate}: it ${event.why}`);
  if (event.type === 'pet-adopted') return said('Adopted', 'adopted');
  if (event.type !== 'pet-released') return undefined;
  return said('Released', `released, it ${event.pet.foreign ?? 'is not ours'}`);
}

function said(reason: string, message: string): Words {
  return { reason, message, isWarning: false };
}

/** What is taken down of one ordinal. */
class PetRecord {
  private readonly pet: string;
  private readonly ordinal: number;
  private lives: readonly History[] = [];
  private marks: readonly Mark[] = [];

  constructor(pet: string, ordinal: number) {
    this.pet = pet;
    this.ordinal = ordinal;
  }

  /** A claim is made for a pod that is still to come. */
  prepare(at: number): void {
    const open = this.open;
    if (open === undefined) this.begin(new History(undefined, { phase: 'claim' }, at));
  }

  see(uid: string, doing: Doing, at: number): void {
    const open = this.open;
    if (open?.uid === undefined) open?.born(uid);
    if (open?.uid === uid) {
      open.goOn(doing, at);
      return;
    }
    // One pod gave way to the next between two looks.
    open?.end(at);
    this.begin(new History(uid, doing, at));
  }

  /** There is no such pod. */
  miss(at: number): void {
    const open = this.open;
    if (open?.uid !== undefined) open.end(at);
  }

  say(words: Words | undefined, at: number): void {
    if (words === undefined) return;
    const same = this.marks.findLastIndex(
      ({ reason, message }) => reason === words.reason && message === words.message,
    );
    const known = this.marks[same];
    this.marks =
      known === undefined
        ? [...this.marks, { ...words, at, lastAt: at, count: 1 }].slice(-MOST_MARKS)
        : this.marks.with(same, { ...known, lastAt: at });
  }

  row(now: number): Row {
    const { pet, ordinal, marks } = this;
    return { pet, ordinal, lives: this.lives.map((life) => life.life(now)), marks };
  }

  private get open(): History | undefined {
    const last = this.lives.at(-1);
    return last?.hasEnded === false ? last : undefined;
  }

  private begin(history: History): void {
    this.lives = [...this.lives, history].slice(-MOST_LIVES);
  }
}
