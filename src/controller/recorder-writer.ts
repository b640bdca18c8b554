import { type ApiError, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { FIELD_MANAGER } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { RESOURCES } from '../cluster/resource.js';
import { mayPass } from '../cluster/retry.js';
import type { OwnerReference } from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';
import type { SetRef } from '../petset/petset.js';
import { Correlator, type Happening, type Telling } from './recorder-correlation.js';

/** Events that wait to be written; of more the oldest are lost. */
const MOST_WAITING = 100;
/** Milliseconds that a server in trouble is spared. */
const REST = 30_000;
/** Milliseconds that the last ones may take. */
const FLUSH = 1_000;
/** Characters. Source: pkg/apis/core/validation, events.go, NoteLengthLimit. */
const LONGEST_MESSAGE = 1_024;
const LONGEST_INSTANCE = 128;

export interface WriterDeps {
  /** Of its own: nobody waits for what it does, and it tells nobody of warnings. */
  readonly client: Client;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Who tells: see `SetLease`. */
  readonly identity: string;
}

/**
 * Writes events about the record of a set, one at a time and beside all else, which never waits for them. Whoever may not
 * write events does without; nobody is told of that.
 */
export class EventWriter {
  private readonly about: KubeEvent['involvedObject'] & { readonly name: string };
  private readonly deps: WriterDeps;
  private readonly correlator = new Correlator();
  /** By their keys, as they are to be written next; the one that has waited longest comes first. */
  private readonly waiting = new Map<string, Telling>();
  /** The names of events that are there, by their keys. */
  private readonly names = new Map<string, string>();
  private readonly salt: number;
  private serial = 0;
  private isForbidden = false;
  /** Epoch milliseconds. */
  private restsUntil = 0;
  private isLeaving = false;
  private isWriting = false;
  private written = Promise.resolve();

  constructor({ namespace }: SetRef, { apiVersion, kind, name, uid }: OwnerReference, deps: WriterDeps) {
    this.about = { apiVersion, kind, namespace, name, uid };
    this.deps = deps;
    this.salt = Math.floor(deps.random() * 1_000_000);
  }

  tell(happening: Happening): void {
    if (this.isForbidden) return;
    this.put(this.correlator.note(happening, this.deps.clock.now()));
    if (!this.isWriting) this.written = this.writeAll();
  }

  /** Resolves when all is written, also what was held back, or when that takes too long, or it is too `late`. */
  async flush(late: AbortSignal): Promise<void> {
    this.isLeaving = true;
    const done = new AbortController();
    const all = this.written.then(() => this.writeAll());
    await Promise.race([all, this.deps.clock.sleep(FLUSH, AbortSignal.any([late, done.signal]))]);
    // Whoever takes long now is not waited for, and goes no further.
    this.isForbidden = true;
    done.abort();
  }

  private put(telling: Telling): void {
    this.waiting.set(telling.key, telling);
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > MOST_WAITING && oldest !== undefined) this.waiting.delete(oldest);
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    for (let next = this.next(); next !== undefined; next = this.next()) {
      this.waiting.delete(next.key);
      await this.write(next);
    }
    this.isWriting = false;
  }

  /** What may be written now. At the end all may: by then what was held back is no more than a few counts. */
  private next(): Telling | undefined {
    const now = this.deps.clock.now();
    if (this.isForbidden || now < this.restsUntil) return undefined;
    for (const telling of this.waiting.values())
      if (this.isLeaving || this.correlator.mayWrite(telling, now)) return telling;
    return undefined;
  }

  private async write(telling: Telling): Promise<void> {
    const error = (await this.count(telling)) ?? (await this.create(telling));
    if (error === 'written' || is(error, 'AlreadyExists')) return;
    if (!mayPass(error)) {
      this.isForbidden = true;
      return;
    }
    this.restsUntil = this.deps.clock.now() + REST;
    if (!this.waiting.has(telling.key)) this.put(telling);
  }

  /** Writes how often it has happened by now; nothing where there is no such event, or no more: they do not live long. */
  private async count(telling: Telling): Promise<ApiError | 'written' | undefined> {
    const name = this.names.get(telling.key);
    if (name === undefined) return undefined;
    const { count, message, lastAt } = telling;
    const change = { count, message: shortened(message, LONGEST_MESSAGE), lastTimestamp: timestamp(lastAt) };
    const named = { namespace: this.about.namespace ?? '', name };
    const answer = await this.deps.client.patch(RESOURCES.events, named, 'merge', change);
    if (answer.ok) return 'written';
    if (!is(answer.error, 'NotFound')) return answer.error;
    this.names.delete(telling.key);
    return undefined;
  }

  private async create(telling: Telling): Promise<ApiError | 'written'> {
    const event = this.eventOf(telling);
    const answer = await this.deps.client.create(RESOURCES.events, event);
    if (!answer.ok) return answer.error;
    this.names.set(telling.key, answer.value.metadata.name);
    return 'written';
  }

  /** As client-go's recorder makes them. Source: client-go tools/record, event.go, makeEvent. */
  private eventOf({ type, reason, message, related, count, firstAt, lastAt }: Telling): KubeEvent {
    const { namespace = '', name } = this.about;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${this.nanoseconds(firstAt).toString(16)}`, namespace },
      involvedObject: this.about,
      type,
      reason,
      message: shortened(message, LONGEST_MESSAGE),
      count,
      firstTimestamp: timestamp(firstAt),
      lastTimestamp: timestamp(lastAt),
      ...(related && { related: { ...related, namespace } }),
      source: { component: FIELD_MANAGER },
      reportingComponent: FIELD_MANAGER,
      reportingInstance: shortened(this.deps.identity, LONGEST_INSTANCE),
    };
  }

  /** No two are alike, although the clock counts milliseconds, and somebody else may count the same ones. */
  private nanoseconds(at: number): bigint {
    this.serial += 1;
    return BigInt(Math.floor(at)) * 1_000_000n + BigInt((this.salt + this.serial) % 1_000_000);
  }
}

function timestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
