import type { ObjectReference } from '../petset/kubernetes-event.js';

/** What is told by an event, in whose words its kind is: `Warning`, `FailedCreate`. */
export interface Happening {
  readonly type: 'Normal' | 'Warning';
  /** One word, in UpperCamelCase. */
  readonly reason: string;
  readonly message: string;
  /** The pod that it was done to: those that come after one another have the same name. */
  readonly related?: ObjectReference;
}

/** One event, and how often it has been told by now. */
export interface Telling extends Happening {
  /** Tells it apart from all others about the same object. */
  readonly key: string;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** So many different messages of one reason within so many milliseconds become one event. */
const SIMILAR = 10;
const INTERVAL = 600_000;
/** So many events of one reason may be written at once, and one more every so many milliseconds. */
const BURST = 25;
const REFILL = 300_000;
/** How many events are remembered. */
const MEMORY = 512;

interface Group {
  readonly messages: Set<string>;
  readonly lastAt: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/**
 * Makes of all that happens to one object few events, as client-go's EventCorrelator does: what happens again is counted, what
 * differs by its message alone is combined, and none of it is written too often. Source: client-go tools/record,
 * events_cache.go. A reason that is told often does not use up what another one may write.
 */
export class Correlator {
  private readonly tellings = new Map<string, Telling>();
  private readonly groups = new Map<string, Group>();
  private readonly buckets = new Map<string, Bucket>();

  /** Answers with the event that tells it. */
  note(happening: Happening, now: number): Telling {
    const told = this.isOneOfMany(happening, now) ? combined(happening) : { ...happening, key: keyOf(happening) };
    const before = this.tellings.get(told.key);
    const telling = { ...told, count: (before?.count ?? 0) + 1, firstAt: before?.firstAt ?? now, lastAt: now };
    // The one that was told last is forgotten last.
    this.tellings.delete(told.key);
    this.tellings.set(told.key, telling);
    const [oldest] = this.tellings.keys();
    if (this.tellings.size > MEMORY && oldest !== undefined) this.tellings.delete(oldest);
    return telling;
  }

  /** Whether it may be written now; then it counts as written. */
  mayWrite(happening: Happening, now: number): boolean {
    const reason = reasonOf(happening);
    const { tokens, at } = this.buckets.get(reason) ?? { tokens: BURST, at: now };
    const filled = Math.min(BURST, tokens + Math.max(now - at, 0) / REFILL);
    const isAllowed = filled >= 1;
    this.buckets.set(reason, { tokens: isAllowed ? filled - 1 : filled, at: now });
    return isAllowed;
  }

  private isOneOfMany(happening: Happening, now: number): boolean {
    const reason = reasonOf(happening);
    const known = this.groups.get(reason);
    const isRecent = known !== undefined && now - known.lastAt <= INTERVAL;
    const messages = isRecent ? known.messages : new Set<string>();
    messages.add(happening.message);
    this.groups.set(reason, { messages, lastAt: now });
    if (messages.size < SIMILAR) return false;
    const [first = ''] = messages;
    messages.delete(first);
    return true;
  }
}

const reasonOf = ({ type, reason }: Pick<Happening, 'type' | 'reason'>): string => `${type} ${reason}`;

function keyOf(happening: Happening): string {
  return `${reasonOf(happening)} ${happening.message} ${happening.related?.uid ?? ''}`;
}

/** Of no pod any more: it is about many. */
function combined({ type, reason, message }: Happening): Happening & { readonly key: string } {
  return { type, reason, message: `(combined from similar events): ${message}`, key: reasonOf({ type, reason }) };
}
