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

/** When a step was begun that came to nothing: after how many setbacks; and when that was known, in epoch milliseconds. */
export interface Begun {
  readonly since: number;
  readonly at: number;
}

/**
 * Steps that came to nothing, one after the other: each is waited out for longer than the one before. Those that were under
 * way together are one setback.
 */
export class Setbacks {
  private readonly deps: SetbackDeps;
  private count = 0;
  private total = 0;

  constructor(deps: SetbackDeps) {
    this.deps = deps;
  }

  /** How many there have been: for whoever begins a step. */
  get soFar(): number {
    return this.total;
  }

  /** A step has succeeded that was begun after the last setback. */
  areOver({ since }: Pick<Begun, 'since'> = { since: this.total }): void {
    if (since === this.total) this.count = 0;
  }

  /** News once is read and done with; news after news must not become a flood of requests, nor a silence. */
  async calmDown(news?: ApiError, begun?: Begun): Promise<undefined> {
    const { clock, random, signal, tell } = this.deps;
    if (!this.isOneMore(begun) || ++this.count === 1) return;
    const delay = delayBefore(this.count, random);
    if (news !== undefined && delay >= NOTICEABLE) tell(retrying(news, delay));
    await clock.sleep(delay, signal);
  }

  /** Waits out what may pass. */
  async sitOut(error: ApiError, begun?: Begun): Promise<undefined> {
    const { clock, random, signal, tell } = this.deps;
    const isOneMore = this.isOneMore(begun);
    const delay = isOneMore ? delayBefore(++this.count, random, error) : askedFor(error);
    const left = delay - (begun === undefined ? 0 : clock.now() - begun.at);
    if (left <= 0) return;
    tell(retrying(error, left));
    await clock.sleep(left, signal);
  }

  /** Unless it was under way together with one that counted. */
  private isOneMore(begun: Begun | undefined): boolean {
    const isOneMore = begun === undefined || begun.since === this.total;
    if (isOneMore) this.total++;
    return isOneMore;
  }
}

/** Milliseconds that a server wants to be left alone for. */
function askedFor(error: ApiError): number {
  return error.from === 'server' ? (error.retryAfter ?? 0) * 1000 : 0;
}

/** What is told of a request that is made again after `delay` milliseconds. */
export function retrying(error: ApiError, delay: number): Extract<Progress, { type: 'retrying' }> {
  return { type: 'retrying', problem: describeApiError(error), delay };
}
