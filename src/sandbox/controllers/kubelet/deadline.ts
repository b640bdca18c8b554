import type { Pod } from '../../model/pod.js';
import type { Clock } from '../../platform/clock.js';

/** Why a pod was ended by its node. */
export interface Verdict {
  readonly reason: string;
  readonly message: string;
}

export const DEADLINE_EXCEEDED: Verdict = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};

/** The end of the time that a pod may be active (`activeDeadlineSeconds`), which may be set or shortened at any time. */
export class Deadline {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #ring: () => void;
  #at = Infinity;
  #cancel: () => void = () => undefined;

  /** `ring` is called when it passes. */
  constructor(clock: Clock, startedAt: number, ring: () => void) {
    this.#clock = clock;
    this.#startedAt = startedAt;
    this.#ring = ring;
  }

  get isPassed(): boolean {
    return this.#clock.now() >= this.#at;
  }

  /** Takes over what the pod says now. */
  follow({ spec }: Pod): void {
    const at = this.#startedAt + (spec.activeDeadlineSeconds ?? Infinity) * 1000;
    if (at === this.#at) return;
    this.#at = at;
    this.#cancel();
    if (Number.isFinite(at)) this.#wait();
  }

  /** Timers may fire a little early, by the clock: then there is some of it left to wait for. */
  #wait(): void {
    const left = Math.max(0, Math.ceil(this.#at - this.#clock.now()));
    this.#cancel = this.#clock.setTimeout(() => (this.isPassed ? this.#ring() : this.#wait()), left);
  }

  stop(): void {
    this.#cancel();
  }
}
