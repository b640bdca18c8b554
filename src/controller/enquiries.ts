import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import type { Patient } from '../diagnose/diagnosis.js';
import { type Facts, NO_FACTS, type Question } from '../diagnose/facts.js';
import { questionsOf } from '../diagnose/questions.js';
import { lookUp } from './lookup.js';

/** Milliseconds that a first answer is worth waiting for; after that it is said what is known without. */
const WORTH_WAITING = 1_000;
/** Milliseconds between two enquiries about a pet that has changed, and about one that has not: as long again as it is waited for. */
const SOONEST = 2_000;
const AGAIN = { soonest: 5_000, latest: 60_000 };
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
  readonly uid: string;
  /** Epoch milliseconds. */
  readonly openedAt: number;
  askedAt: number;
  isAsking: boolean;
  /** What it was like when it was asked about. */
  state: string;
  facts: Facts | undefined;
  /** When it is to be asked about again; epoch milliseconds. */
  due: number;
}

/**
 * Looks up, beside the loop, why pets do not get on: what their causes have a use for. Only of pets that are waited for too
 * long; again where they have changed, and ever less often where they have not.
 */
export class Enquiries {
  private readonly deps: EnquiryDeps;
  private files = new Map<string, File>();

  constructor(deps: EnquiryDeps) {
    this.deps = deps;
  }

  /** What is known about a pet; nothing while the first answer may come any moment. */
  about(subject: Subject): Facts | undefined {
    const questions = questionsOf({ ...subject, facts: NO_FACTS });
    if (questions.length === 0) return NO_FACTS;
    const file = this.fileOf(subject);
    if (file === undefined) return NO_FACTS;
    const now = this.deps.clock.now();
    const state = stateOf(subject, questions);
    file.due = file.askedAt + (state === file.state ? later(subject.waited) : SOONEST);
    if (!file.isAsking && file.due <= now) void this.ask(file, state, questions, subject);
    return file.facts ?? (now - file.openedAt < WORTH_WAITING ? undefined : NO_FACTS);
  }

  /** Forgets all other pets. */
  keepTo(uids: ReadonlySet<string>): void {
    this.files = new Map([...this.files].filter(([uid]) => uids.has(uid)));
  }

  /** When a look at what is known is worth while, although nothing has changed; in epoch milliseconds. */
  nextAt(): number {
    const times = [...this.files.values()].map(({ isAsking, facts, due, openedAt }) => {
      if (!isAsking) return due;
      return facts === undefined ? openedAt + WORTH_WAITING : Number.POSITIVE_INFINITY;
    });
    return Math.min(...times.filter((time) => time > this.deps.clock.now()));
  }

  private fileOf({ pod }: Subject): File | undefined {
    const { uid = '' } = pod.metadata;
    const known = this.files.get(uid);
    if (known !== undefined || this.files.size >= MOST) return known;
    const openedAt = this.deps.clock.now();
    const never = Number.NEGATIVE_INFINITY;
    const file: File = { uid, openedAt, askedAt: never, isAsking: false, state: '', facts: undefined, due: openedAt };
    this.files.set(uid, file);
    return file;
  }

  private async ask(file: File, state: string, questions: readonly Question[], { pod }: Subject): Promise<void> {
    const { client, clock, answered, signal } = this.deps;
    const { name = '', namespace = '' } = pod.metadata;
    Object.assign(file, { isAsking: true, askedAt: clock.now(), state });
    const facts = await lookUp(questions, { client, pod: { name, namespace } });
    Object.assign(file, { isAsking: false, facts });
    if (!signal.aborted) answered();
  }
}

/** As long again as it is waited for, within bounds. */
function later(waited: number): number {
  return Math.min(Math.max(waited, AGAIN.soonest), AGAIN.latest);
}

/** What a pet is like, as far as another answer is to be had when that is another. */
function stateOf({ pod, claims }: Subject, questions: readonly Question[]): string {
  const versions = [pod, ...claims].map(({ metadata }) => metadata.resourceVersion);
  return JSON.stringify([versions, questions]);
}
