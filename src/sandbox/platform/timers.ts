import type { Clock } from './clock.js';
import { guarded } from './guard.js';

/** Timers that end together: once stopped there is none left, and there will be none. */
export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #isStopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Acts after `ms` milliseconds: at once if none are left, never if that is Infinity. What it returns takes that back. */
  after(ms: number, act: () => void): () => void {
    if (this.#isStopped || ms === Infinity) return () => undefined;
    if (ms <= 0) {
      guarded(act);
      return () => undefined;
    }
    const stopTimer = this.#clock.setTimeout(() => {
      this.#cancels.delete(cancel);
      guarded(act);
    }, ms);
    const cancel = (): void => {
      this.#cancels.delete(cancel);
      stopTimer();
    };
    this.#cancels.add(cancel);
    return cancel;
  }

  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#cancels) cancel();
  }
}
