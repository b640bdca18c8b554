/** Time, passed in so that tests can move it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Milliseconds that a timer of Node can be set to; one that is set to more goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const wait = (left: number): void => {
        const part = Math.min(left, LONGEST_TIMER);
        timer = setTimeout(() => (left > part ? wait(left - part) : end()), part);
      };
      signal?.addEventListener('abort', end);
      if (signal?.aborted === true) end();
      else wait(ms);
    }),
};

/** Calls back once after `ms` milliseconds, unless the answer is called before. */
export function after(clock: Clock, ms: number, act: () => void): () => void {
  const stopped = new AbortController();
  void clock.sleep(ms, stopped.signal).then(() => {
    if (!stopped.signal.aborted) act();
  });
  return () => stopped.abort();
}

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
