import type { KubeObject } from '../../model/meta.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import type { SimulatedClock } from '../../platform/clock.js';
import type { Client, DeleteOptions } from '../client/client.js';
import type { Informer, InformerListener } from '../client/informer.js';
import { keyOf } from '../client/resource.js';

/** How long an own write is believed that no watch tells of: it came and went while the watch was broken. */
const BELIEVED_MS = 30_000;

interface Ahead<T> {
  readonly object: T;
  readonly since: number;
}

/**
 * What is there of one resource: what its informer tells, and own writes that it does not tell yet. Who decides by the
 * informer alone makes a pod twice when he looks again before his first one is told.
 */
export class Ledger<T extends KubeObject> {
  readonly #client: Client;
  readonly #informer: Informer<T>;
  readonly #clock: SimulatedClock;
  readonly #ahead = new Map<string, Ahead<T>>();
  /** Uids of what was told to go. */
  readonly #going = new Map<string, number>();
  /** How many writes are under way, and what went meanwhile: an answer may come after the news that it is past. */
  #writing = 0;
  readonly #goneMeanwhile = new Set<string>();

  constructor(client: Client, informer: Informer<T>, clock: SimulatedClock) {
    this.#client = client;
    this.#informer = informer;
    this.#clock = clock;
  }

  listen(listener: InformerListener<T>): void {
    this.#informer.listen((event) => {
      if (event.type === 'DELETED') this.#forget(event.previous ?? event.object);
      else this.#settle(event.object);
      listener(event);
    });
  }

  get(namespace: string, name: string): T | undefined {
    const key = `${namespace}/${name}`;
    const object = this.#believed(key) ?? this.#informer.get(namespace, name);
    return object && this.#marked(object);
  }

  /** Everything there is in a namespace. */
  in(namespace: string): T[] {
    const told = this.#informer.all().filter(({ metadata }) => metadata.namespace === namespace);
    const ahead = [...this.#ahead.keys()].flatMap((key) => this.#believed(key) ?? []);
    const keys = new Set(ahead.map(keyOf));
    return [
      ...told.filter((object) => !keys.has(keyOf(object))),
      ...ahead.filter(({ metadata }) => metadata.namespace === namespace),
    ].map((object) => this.#marked(object));
  }

  create(object: T): Promise<T> {
    return this.#write(() => this.#client.create(this.#informer.resource, object));
  }

  update(object: T, subresource = ''): Promise<T> {
    return this.#write(() => this.#client.update(this.#informer.resource, object, subresource));
  }

  patch(object: T, patch: object): Promise<T> {
    return this.#write(() => this.#client.patch(this.#informer.resource, object, patch));
  }

  async delete(object: T, options: DeleteOptions = {}): Promise<void> {
    const { uid = '' } = object.metadata;
    await this.#counted(async () => {
      await this.#client.delete(this.#informer.resource, object, { uid, ...options });
      const told = this.#told(keyOf(object), uid);
      if (!this.#goneMeanwhile.has(uid) && told?.metadata.deletionTimestamp === undefined) {
        this.#going.set(uid, wallTime(this.#clock));
      }
    });
  }

  #write(request: () => Promise<T>): Promise<T> {
    return this.#counted(async () => {
      const object = await request();
      const { uid = '' } = object.metadata;
      const told = this.#told(keyOf(object), uid);
      const isNews = told === undefined || isOlder(told, object);
      if (isNews && !this.#goneMeanwhile.has(uid)) {
        this.#ahead.set(keyOf(object), { object, since: wallTime(this.#clock) });
      }
      return object;
    });
  }

  async #counted<R>(work: () => Promise<R>): Promise<R> {
    this.#writing += 1;
    try {
      return await work();
    } finally {
      this.#writing -= 1;
      if (this.#writing === 0) this.#goneMeanwhile.clear();
    }
  }

  #told(key: string, uid: string): T | undefined {
    const [namespace = '', name = ''] = key.split('/');
    const told = this.#informer.get(namespace, name);
    return told?.metadata.uid === uid ? told : undefined;
  }

  #settle(object: T): void {
    const ahead = this.#ahead.get(keyOf(object));
    if (ahead !== undefined && !isOlder(object, ahead.object)) this.#ahead.delete(keyOf(object));
    if (object.metadata.deletionTimestamp !== undefined) this.#going.delete(object.metadata.uid ?? '');
  }

  #forget(object: T): void {
    const { uid = '' } = object.metadata;
    if (this.#ahead.get(keyOf(object))?.object.metadata.uid === uid) this.#ahead.delete(keyOf(object));
    this.#going.delete(uid);
    if (this.#writing > 0) this.#goneMeanwhile.add(uid);
  }

  #believed(key: string): T | undefined {
    const ahead = this.#ahead.get(key);
    if (ahead === undefined) return undefined;
    if (wallTime(this.#clock) - ahead.since < BELIEVED_MS) return ahead.object;
    this.#ahead.delete(key);
    return undefined;
  }

  /** The object as it is once it was told to go. */
  #marked(object: T): T {
    const since = this.#going.get(object.metadata.uid ?? '');
    if (since === undefined || object.metadata.deletionTimestamp !== undefined) return object;
    return { ...object, metadata: { ...object.metadata, deletionTimestamp: timestamp(since) } };
  }
}

const isOlder = (a: KubeObject, b: KubeObject): boolean =>
  Number(a.metadata.resourceVersion) < Number(b.metadata.resourceVersion);
