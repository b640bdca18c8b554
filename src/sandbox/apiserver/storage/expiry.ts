import type { KubeObject } from '../../model/meta.js';
import type { Clock } from '../../platform/clock.js';
import type { Collection } from './collection.js';

/** Ends objects that nobody wrote for a while, as etcd ends what it only leases. */
export class Expiry {
  readonly #collection: Collection;
  readonly #lifetimeMs: number;
  readonly #clock: Clock;
  /** When each of them ends, the first to end first: all live equally long since they were written. */
  readonly #ends = new Map<string, { readonly object: KubeObject; readonly at: number }>();
  readonly #unsubscribe: () => void;
  #stopTimer: (() => void) | undefined;

  constructor(collection: Collection, lifetimeMs: number, clock: Clock) {
    this.#collection = collection;
    this.#lifetimeMs = lifetimeMs;
    this.#clock = clock;
    this.#unsubscribe = collection.subscribe(({ type, object }) => {
      const { uid = '' } = object.metadata;
      this.#ends.delete(uid);
      if (type !== 'DELETED') this.#ends.set(uid, { object, at: clock.now() + lifetimeMs });
      this.#wait();
    });
  }

  stop(): void {
    this.#unsubscribe();
    this.#stopTimer?.();
  }

  /** One timer is enough: nothing ends before what it waits for, and what ends later is waited for after it. */
  #wait(): void {
    if (this.#stopTimer !== undefined || this.#ends.size === 0) return;
    const [first] = this.#ends.values();
    const ms = first === undefined ? this.#lifetimeMs : first.at - this.#clock.now();
    this.#stopTimer = this.#clock.setTimeout(
      () => {
        this.#endOld();
        this.#stopTimer = undefined;
        this.#wait();
      },
      Math.max(ms, 0),
    );
  }

  #endOld(): void {
    const now = this.#clock.now();
    for (const { object, at } of [...this.#ends.values()]) {
      if (at > now) return;
      this.#collection.remove(object);
    }
  }
}
