import type { Event, ObjectReference } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import { microTimestamp, timestamp, wallTime } from '../../platform/clock.js';
import type { SimulatedClock } from '../../platform/clock.js';
import type { Client } from './client.js';
import { isNotFound } from './client.js';
import { Lanes } from './lanes.js';
import { EVENTS } from './resource.js';

/** Who tells. */
export interface Source {
  readonly component: string;
  readonly host?: string;
  /** Set by those who tell events in the newer form (events.k8s.io): a time of their own, and what was being done. */
  readonly instance?: string;
}

export interface Happening {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object that it is about, `spec.containers{nginx}`. */
  readonly fieldPath?: string;
  /** For the newer form: what was being done. */
  readonly action?: string;
}

/** How long the same happening is counted in one event. */
const MEMORY = 4096;

/** How many events are written at once, and how many may wait for that: more are lost, as with client-go's recorder. */
const WRITERS = 16;
const MOST_WAITING = 4096;

/** Tells events about objects; what happens again is counted in the event that told it first. */
export class EventRecorder {
  readonly #client: Client;
  readonly #clock: SimulatedClock;
  readonly #source: Source;
  /** Events by what they tell. */
  readonly #told = new Map<string, Event>();
  /** The events of an object are written one after the other, as they happened. */
  readonly #lanes = new Lanes(WRITERS, MOST_WAITING);
  #serial = 0;

  constructor(client: Client, clock: SimulatedClock, source: Source) {
    this.#client = client;
    this.#clock = clock;
    this.#source = source;
  }

  /** Never fails: an event that cannot be written is lost, as with any controller. */
  tell(about: KubeObject, happening: Happening): void {
    // When it happened, which may be well before it is written.
    const now = wallTime(this.#clock);
    this.#lanes.add(about.metadata.uid ?? '', () => this.#write(about, happening, now));
  }

  async #write(about: KubeObject, happening: Happening, now: number): Promise<void> {
    const key = JSON.stringify([about.metadata.uid, happening]);
    const known = this.#told.get(key);
    const event =
      known === undefined ? await this.#create(about, happening, now) : await this.#count(about, happening, now, known);
    this.#told.set(key, event);
    const [oldest] = this.#told.keys();
    if (this.#told.size > MEMORY && oldest !== undefined) this.#told.delete(oldest);
  }

  #create(about: KubeObject, happening: Happening, now: number): Promise<Event> {
    return this.#client.create(EVENTS, this.#newEvent(about, happening, now));
  }

  async #count(about: KubeObject, happening: Happening, now: number, known: Event): Promise<Event> {
    try {
      return await this.#client.patch(EVENTS, known, this.#again(known, now));
    } catch (error) {
      if (isNotFound(error)) return this.#create(about, happening, now);
      throw error;
    }
  }

  #again({ count = 0, series }: Event, now: number): Partial<Event> {
    if (this.#source.instance === undefined) return { count: count + 1, lastTimestamp: timestamp(now) };
    return { series: { count: (series?.count ?? 1) + 1, lastObservedTime: microTimestamp(now) } };
  }

  #newEvent(about: KubeObject, { type, reason, message, fieldPath, action }: Happening, now: number): Event {
    const { component, host = '', instance } = this.#source;
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: this.#name(about, now), namespace: about.metadata.namespace ?? 'default' },
      involvedObject: { ...reference(about), ...(fieldPath !== undefined && { fieldPath }) },
      reason,
      message,
      type,
      ...(instance === undefined
        ? {
            source: { component, ...(host !== '' && { host }) },
            firstTimestamp: timestamp(now),
            lastTimestamp: timestamp(now),
            count: 1,
            eventTime: null,
          }
        : { source: {}, eventTime: microTimestamp(now), ...(action !== undefined && { action }) }),
      reportingComponent: component,
      reportingInstance: instance ?? host,
    };
  }

  /** The name of the object and the time in hexadecimal nanoseconds, counted on so that no two are alike. */
  #name({ metadata }: KubeObject, now: number): string {
    this.#serial += 1;
    const nanoseconds = BigInt(now) * 1_000_000n + BigInt(this.#serial);
    return `${metadata.name}.${nanoseconds.toString(16)}`;
  }
}

export function reference({ kind, apiVersion, metadata }: KubeObject): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  return {
    kind,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(uid !== undefined && { uid }),
    apiVersion,
    ...(resourceVersion !== undefined && { resourceVersion }),
  };
}
