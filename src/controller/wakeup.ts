import type { Clock } from '../cluster/clock.js';

/** A bell: whoever waits is woken by the first ring, also by one that came before the waiting began. */
export class Wakeup {
  private rung = false;
  private wake: (() => void) | undefined;
  private readonly clock: Clock;
  private readonly signal: AbortSignal;

  constructor(clock: Clock, signal: AbortSignal) {
    this.clock = clock;
    this.signal = signal;
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** What has rung until now is heard; whoever looks at everything after this need not be woken for it. */
  hush(): void {
    this.rung = false;
  }

  /** Resolves at the next ring, and at the latest at the earliest of the given times (epoch milliseconds). */
  async wait(...until: readonly (number | undefined)[]): Promise<void> {
    if (!this.rung && !this.signal.aborted) {
      const awake = new AbortController();
      const ringing = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      const latest = Math.min(...until.map((time) => time ?? Number.POSITIVE_INFINITY));
      const alarm = Number.isFinite(latest)
        ? [this.clock.sleep(Math.max(latest - this.clock.now(), 0), awake.signal)]
        : [];
      await Promise.race([ringing, ...alarm]);
      // With a reason: without one Node makes an error of it, trace and all, each time.
      awake.abort('woken');
      this.wake = undefined;
    }
    this.rung = false;
  }
}
