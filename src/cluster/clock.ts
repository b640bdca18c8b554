import { setTimeout as delay } from 'node:timers/promises';

/** Time, passed in so that tests can move it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined),
};

/** Calls back every `ms` milliseconds until the answer is called. */
export function every(clock: Clock, ms: number, tick: () => void): () => void {
  const stopped = new AbortController();
  const again = (): void => {
    void clock.sleep(ms, stopped.signal).then(() => {
      if (stopped.signal.aborted) return;
      tick();
      again();
    });
  };
  again();
  return () => stopped.abort();
}
