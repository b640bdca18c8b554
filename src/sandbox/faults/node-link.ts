import type { Clock } from '../platform/clock.js';
import { Timers } from '../platform/timers.js';
import type { NodeFault } from './fault.js';

/** The way between a node and its cluster, which faults or a user may cut. */
export class NodeLink {
  readonly #timers: Timers;
  readonly #faults: readonly NodeFault[];
  readonly #waiting: (() => void)[] = [];
  /** How many faults cut it now. */
  #cuts = 0;
  #isCutByUser = false;
  #changed: (isUp: boolean) => void = () => undefined;

  constructor(node: string, faults: readonly NodeFault[], clock: Clock) {
    this.#timers = new Timers(clock);
    this.#faults = faults.filter(({ name }) => name(node));
  }

  get isUp(): boolean {
    return this.#cuts === 0 && !this.#isCutByUser;
  }

  /** The faults' time begins now; `changed` is called whenever the way is cut or there again. */
  start(changed: (isUp: boolean) => void): void {
    this.#changed = changed;
    for (const { from, until } of this.#faults) {
      this.#timers.after(from, () => this.#change(() => (this.#cuts += 1)));
      this.#timers.after(until, () => this.#change(() => (this.#cuts -= 1)));
    }
  }

  stop(): void {
    this.#timers.stop();
  }

  /** Somebody wants it to be cut, or not any more. */
  cut(isCut: boolean): void {
    this.#change(() => (this.#isCutByUser = isCut));
  }

  /** Resolves at once, or when the way is there again. */
  whenUp(): Promise<void> {
    if (this.isUp) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #change(make: () => void): void {
    const was = this.isUp;
    make();
    if (this.isUp === was) return;
    this.#changed(this.isUp);
    if (this.isUp) for (const goOn of this.#waiting.splice(0)) goOn();
  }
}
