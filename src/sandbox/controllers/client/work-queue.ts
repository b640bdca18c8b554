import type { Clock } from '../../platform/clock.js';
import { tellMistake } from '../../platform/guard.js';
import { isOfRequest } from './client.js';

/** How long to wait before work that failed is tried again, doubled each time. */
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

/** Thrown by work that cannot be done yet, and is no mistake. */
export class TryLater extends Error {}

/**
 * Work by key, as controllers do it: a key that is added while its work is under way is worked on once more after it;
 * work that fails is tried again later; different keys do not wait for each other.
 */
export class WorkQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #clock: Clock;
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, () => void>();
  #isStopped = false;

  constructor(clock: Clock, work: (key: string) => Promise<void>) {
    this.#clock = clock;
    this.#work = work;
  }

  add(key: string): void {
    if (this.#isStopped) return;
    if (this.#running.has(key)) this.#again.add(key);
    else void this.#run(key);
  }

  /** Adds a key after a while; a later call for the same key replaces the earlier one. */
  addAfter(key: string, ms: number): void {
    if (this.#isStopped) return;
    if (ms <= 0) {
      this.add(key);
      return;
    }
    this.#timers.get(key)?.();
    this.#timers.set(
      key,
      this.#clock.setTimeout(() => {
        this.#timers.delete(key);
        this.add(key);
      }, ms),
    );
  }

  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#timers.values()) cancel();
  }

  async #run(key: string): Promise<void> {
    this.#running.add(key);
    try {
      await this.#work(key);
      this.#failures.delete(key);
    } catch (error) {
      if (!isOfRequest(error) && !(error instanceof TryLater)) tellMistake(error);
      // A conflict, or a server that went away: the next round sees what is true then.
      this.#retryLater(key);
    }
    this.#running.delete(key);
    if (this.#again.delete(key)) this.add(key);
  }

  #retryLater(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS));
  }
}
