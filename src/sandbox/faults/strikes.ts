import { seededFractions } from '../platform/seeded.js';
import type { Span, When } from './fault.js';

/** Decides, each time a fault could strike, whether it does. The same seed decides the same for the same sequence. */
export class Strikes {
  readonly #when: When;
  readonly #elapsed: () => number;
  readonly #fraction: () => number;
  #seen = 0;
  #struck = 0;

  /** `index` is the place of the fault among all: each has a fortune of its own. `elapsed` is in milliseconds. */
  constructor(when: When, seed: number, index: number, elapsed: () => number) {
    this.#when = when;
    this.#elapsed = elapsed;
    this.#fraction = seededFractions(seed, index);
  }

  next(): boolean {
    const { chance, every, times, from, until } = this.#when;
    const elapsed = this.#elapsed();
    if (elapsed < from || elapsed >= until) return false;
    this.#seen += 1;
    const isTurn = this.#seen % every === 0 && this.#struck < times;
    if (!isTurn || (chance < 1 && this.#fraction() >= chance)) return false;
    this.#struck += 1;
    return true;
  }

  /** Milliseconds out of a range. */
  draw({ least, most }: Span): number {
    return most === least ? least : Math.round(least + this.#fraction() * (most - least));
  }
}
