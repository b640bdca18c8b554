import type { Clock } from './clock.js';

/** Notices that nothing has been heard for too long. */
export class Silence {
  /** Aborts then, and whenever the signal does that it was made with. */
  readonly signal: AbortSignal;
  private readonly limit: number;
  private readonly clock: Clock;
  private readonly over = new AbortController();
  private heardAt: number;
  private isTooLong = false;

  /** It is too long after `limit` milliseconds. */
  constructor(limit: number, clock: Clock, signal: AbortSignal) {
    this.limit = limit;
    this.clock = clock;
    this.heardAt = clock.now();
    this.signal = AbortSignal.any([signal, this.over.signal]);
    void this.listen();
  }

  get wasTooLong(): boolean {
    return this.isTooLong;
  }

  /** Something was heard. */
  broken(): void {
    this.heardAt = this.clock.now();
  }

  /** Nobody listens any more. */
  end(): void {
    this.over.abort();
  }

  private async listen(): Promise<void> {
    while (!this.signal.aborted) {
      const left = this.heardAt + this.limit - this.clock.now();
      if (left > 0) {
        await this.clock.sleep(left, this.signal);
      } else {
        this.isTooLong = true;
        this.end();
      }
    }
  }
}
