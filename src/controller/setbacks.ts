import { type ApiError, describeApiError } from '../cluster/api-error.js';
import type { Clock } from '../cluster/clock.js';
import { delayBefore, NOTICEABLE } from '../cluster/retry.js';
import type { Progress } from './progress.js';

export interface SetbackDeps {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
}

/** Steps that came to nothing, one after the other: each is waited out for longer than the one before. */
export class Setbacks {
  private readonly deps: SetbackDeps;
  private count = 0;

  constructor(deps: SetbackDeps) {
    this.deps = deps;
  }

  /** A step has succeeded. */
  areOver(): void {
    this.count = 0;
  }

  /** News once is read and done with; news after news must not become a flood of requests, nor a silence. */
  async calmDown(news?: ApiError): Promise<undefined> {
    const { clock, random, signal, tell } = this.deps;
    if (++this.count === 1) return;
    const delay = delayBefore(this.count, random);
    if (news !== undefined && delay >= NOTICEABLE) tell(retrying(news, delay));
    await clock.sleep(delay, signal);
  }

  /** Waits out what may pass. */
  async sitOut(error: ApiError): Promise<undefined> {
    const { clock, random, signal, tell } = this.deps;
    const delay = delayBefore(++this.count, random, error);
    tell(retrying(error, delay));
    await clock.sleep(delay, signal);
  }
}

/** What is told of a request that is made again after `delay` milliseconds. */
export function retrying(error: ApiError, delay: number): Extract<Progress, { type: 'retrying' }> {
  return { type: 'retrying', problem: describeApiError(error), delay };
}
