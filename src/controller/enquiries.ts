import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import type { Patient } from '../diagnose/diagnosis.js';
import { type Facts, NO_FACTS, type Question } from '../diagnose/facts.js';
import { questionsOf } from '../diagnose/questions.js';
import { lookUp } from './lookup.js';

/** Milliseconds between two enquiries about a pet that has changed, and about one that has not: as long again as it is waited for. */
const SOONEST = 2_000;
const AGAIN = { soonest: 5_000, latest: 60_000 };
/** Milliseconds that an answer is worth waiting for; after that it is said what is known without. */
const WORTH_WAITING = { first: 1_000, next: SOONEST + 1_000 };
/** Pets of a set that are enquired about at the same time: those of a large one may all wait for the same thing. */
const MOST = 8;

export interface EnquiryDeps {
  readonly client: Client;
  readonly clock: Clock;
  /** Called when there is something new to say. */
  readonly answered: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What is asked about a pet that does not get on: all but the facts. */
export type Subject = Omit<Patient, 'facts'>;

/** What is known of one pet. */
interface File {
  /** When it was asked about last, in epoch milliseconds, what it was like, and for how long it had been waited for. */
  asked: { readonly at: number; readonly state: string; readonly waited: number } | undefined;
  answer: { readonly state: string; readonly facts: Facts } | undefined;
  isAsking: boolean;
  /** Since when there is no answer about what it is like; epoch milliseconds. */
  unknownSince: number | undefined;
  /** When it is to be asked about again; epoch milliseconds. */
  due: number;
}

/**
 * Looks up, beside the loop, why pets do not get on: what their causes have a use for. Only of pets that are waited for too
 * long; again where they have changed, and ever less often where they have not.
 */
export class Enquiries {
  private readonly deps: EnquiryDeps;
  private readonly files = new Map<string, File>();

  constructor(deps: EnquiryDeps) {
    this.deps = deps;
  }

  /** What is known about a pet; nothing while an answer may come any moment. */
  about(subject: Subject): Facts | undefined {
    const questions = questionsOf({ ...subject, facts: NO_FACTS });
    const file = questions.length === 0 ? undefined : this.fileOf(subject);
    if (file === undefined) return NO_FACTS;
    const now = this.deps.clock.now();
    const state = stateOf(subject, questions);
    const isKnown = file.answer?.state === state;
    file.unknownSince = isKnown ? undefined : (file.unknownSince ?? now);
    file.due = dueAt(file, state);
    if (!file.isAsking && file.due <= now) void this.ask(file, state, questions, subject);
    return now < waitUntil(file) ? undefined : (file.answer?.facts ?? NO_FACTS);
  }

  /** Forgets all other pets. */
  keepTo(uids: Pick<ReadonlySet<string>, 'has'>): void {
    for (const uid of this.files.keys()) if (!uids.has(uid)) this.files.delete(uid);
  }

  /** Nothing is asked about a pet for now, since so many others are asked about. */
  isTooBusyFor(uid: string): boolean {
    return this.files.size >= MOST && !this.files.has(uid);
  }

  /** When a look at what is known is worth while, although nothing has changed; in epoch milliseconds. */
  nextAt(): number {
    const times = [...this.files.values()].flatMap((file) => [waitUntil(file), ...(file.isAsking ? [] : [file.due])]);
    return Math.min(...times.filter((time) => time > this.deps.clock.now()));
  }

  private fileOf({ pod }: Subject): File | undefined {
    const { uid = '' } = pod.metadata;
    const known = this.files.get(uid);
    if (known !== undefined || this.files.size >= MOST) return known;
    const file: File = { asked: undefined, answer: undefined, isAsking: false, unknownSince: undefined, due: 0 };
    this.files.set(uid, file);
    return file;
  }

  private async ask(
    file: File,
    state: string,
    questions: readonly Question[],
    { pod, waited }: Subject,
  ): Promise<void> {
    const { client, clock, answered, signal } = this.deps;
    const { name = '', namespace = '' } = pod.metadata;
    file.isAsking = true;
    file.asked = { at: clock.now(), state, waited };
    const facts = await lookUp(questions, { client, pod: { name, namespace } });
    file.isAsking = false;
    file.answer = { state, facts };
    if (!signal.aborted) answered();
  }
}

function dueAt({ asked }: File, state: string): number {
  if (asked === undefined) return 0;
  const again = Math.min(Math.max(asked.waited, AGAIN.soonest), AGAIN.latest);
  return asked.at + (asked.state === state ? again : SOONEST);
}

/** Until when it had better not be said what is known without an answer; epoch milliseconds. */
function waitUntil({ unknownSince, answer }: File): number {
  if (unknownSince === undefined) return 0;
  return unknownSince + (answer === undefined ? WORTH_WAITING.first : WORTH_WAITING.next);
}

/** What a pet is like, as far as another answer is to be had when that is another. */
function stateOf({ pod, claims }: Subject, questions: readonly Question[]): string {
  const versions = [pod, ...claims].map(({ metadata }) => metadata.resourceVersion);
  return JSON.stringify([versions, questions]);
}
