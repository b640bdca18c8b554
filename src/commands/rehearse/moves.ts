import type { LeapingClock } from '../../cluster/leaping-clock.js';

/** Whether anything is still being done, by the time of the embedded cluster. */
export class Moves {
  private readonly clock: LeapingClock;
  private readonly limit: number;
  private readonly stall = new AbortController();
  private readonly ended = new AbortController();
  private last = 0;

  /** `limit` is the milliseconds after which it is given up. */
  constructor(clock: LeapingClock, limit: number) {
    this.clock = clock;
    this.limit = limit;
  }

  get stalled(): AbortSignal {
    return this.stall.signal;
  }

  words(set: string): string {
    const minutes = Math.round(this.limit / 60_000);
    return `error: in the rehearsal petset/${set} did not go on for ${minutes}m: see above what it waits for`;
  }

  /** A request of the operation. Until the first one it may read files, which do not go by our clock. */
  notice({ verb, resource }: { readonly verb: string; readonly resource?: string }): void {
    this.clock.release();
    const isWrite = !['get', 'list', 'watch'].includes(verb);
    if (isWrite && resource !== 'leases' && resource !== 'events') this.last = this.clock.now();
  }

  begin(): void {
    this.clock.hold();
    this.last = this.clock.now();
    void this.watch();
  }

  end(): void {
    this.ended.abort();
  }

  private async watch(): Promise<void> {
    for (;;) {
      await this.clock.sleep(this.last + this.limit - this.clock.now(), this.ended.signal);
      if (this.ended.signal.aborted) return;
      if (this.clock.now() - this.last < this.limit) continue;
      this.stall.abort('stalled');
      return;
    }
  }
}
