import { performance } from 'node:perf_hooks';

import type { Clock } from '../../../src/sandbox/index.js';

/** A clock that runs faster than the world. */
export function fastClock(factor: number): Clock {
  const start = performance.now();
  const epoch = Date.now();
  return {
    now: () => Math.round(epoch + (performance.now() - start) * factor),
    setTimeout: (fn, ms) => {
      const timer = setTimeout(fn, Math.min(ms / factor, 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that can be put forward; timers keep to the world's pace. */
export function movableClock(): Clock & { move(ms: number): void } {
  let moved = 0;
  return {
    now: () => Date.now() + moved,
    setTimeout: (fn, ms) => {
      const timer = setTimeout(fn, Math.min(ms, 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
    move: (ms) => {
      moved += ms;
    },
  };
}
