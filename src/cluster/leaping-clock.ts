import { performance } from 'node:perf_hooks';
import type { Clock } from './clock.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Milliseconds between two looks whether there is anything to do, and how many of them must have been idle. */
const LOOK_EVERY = 1;
const IDLE = 0.6;

export interface LeapingClockOptions {
  /** Epoch milliseconds that it begins with; default those on the wall. */
  readonly start?: number;
  /** How many times faster than the wall it may run while somebody waits; default as fast as can be. */
  readonly fastest?: number;
}

/**
 * A clock for a cluster in this process and all who use it: it stands still while anybody has something to do, and leaps to
 * the next time that somebody sleeps until when all of them only wait. So nothing takes longer than it is worked on, however
 * slow the machine is, and what is measured by it is what was waited for and nothing else.
 */
export class LeapingClock implements Clock {
  private time: number;
  private readonly fastest: number;
  private readonly sleepers = new Set<Sleeper>();
  private look: NodeJS.Timeout | undefined;
  private idleBefore = 0;
  private leaptAt = performance.now();
  private isHeld = false;

  constructor({ start = Date.now(), fastest = Infinity }: LeapingClockOptions = {}) {
    this.time = start;
    this.fastest = fastest;
  }

  now(): number {
    return this.time;
  }

  /** Stands still until it is released: somebody waits for what does not go by this clock. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.wait();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wakeEarly);
        resolve();
      };
      const takeBack = this.setTimeout(wake, ms);
      const wakeEarly = (): void => {
        takeBack();
        wake();
      };
      if (signal?.aborted === true) wakeEarly();
      else signal?.addEventListener('abort', wakeEarly, { once: true });
    });
  }

  /** Calls `wake` after so many milliseconds; the returned function takes that back. */
  setTimeout(wake: () => void, ms: number): () => void {
    const sleeper = { at: this.time + Math.max(ms, 0), wake };
    this.sleepers.add(sleeper);
    this.wait();
    return () => this.sleepers.delete(sleeper);
  }

  private wait(after = LOOK_EVERY): void {
    if (this.look !== undefined || this.isHeld || this.sleepers.size === 0) return;
    this.idleBefore = performance.eventLoopUtilization().idle;
    this.look = setTimeout(() => {
      this.look = undefined;
      const isIdle = performance.eventLoopUtilization().idle - this.idleBefore >= IDLE;
      this.wait(isIdle && !this.isHeld ? this.leap() : LOOK_EVERY);
    }, after);
  }

  /** Answers with the milliseconds until it is worth another look. */
  private leap(): number {
    let next = Infinity;
    for (const { at } of this.sleepers) next = Math.min(next, at);
    if (next === Infinity) return LOOK_EVERY;
    const due = this.leaptAt + (next - this.time) / this.fastest;
    const early = due - performance.now();
    if (early > 0) return Math.max(early, LOOK_EVERY);
    this.leaptAt = performance.now();
    this.time = Math.max(this.time, next);
    for (const sleeper of this.sleepers) {
      if (sleeper.at > next) continue;
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
    return LOOK_EVERY;
  }
}
