/** Time, passed in so that tests and rehearsals can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `fn` after `ms` milliseconds; the returned function takes that back. */
  setTimeout(fn: () => void, ms: number): () => void;
}

/** The clock of what is simulated. It may run faster than the one on the wall, which everybody else has. */
export interface SimulatedClock extends Clock {
  /** What the clock on the wall shows at a time of this one: timestamps are written with it. */
  wall(ms: number): number;
}

/** Lets simulated things happen so many times faster. Timestamps keep to the given clock, so that no age is in the future. */
export function speedUp(clock: Clock, speed: number): SimulatedClock {
  const start = clock.now();
  return {
    now: () => Math.round(start + (clock.now() - start) * speed),
    // Rather late than early: what looks at the clock when it is called finds that the time has come.
    setTimeout: (fn, ms) => clock.setTimeout(fn, Math.ceil(ms / speed)),
    wall: (ms) => Math.round(start + (ms - start) / speed),
  };
}

/** The present time on the wall. */
export const wallTime = (clock: SimulatedClock): number => clock.wall(clock.now());

/** How much of its own time has passed by a simulated clock since a timestamp, which tells the time of the wall. */
export function passedSince(clock: SimulatedClock, stamp: string): number {
  const span = 1_000_000;
  const speed = span / (clock.wall(clock.now() + span) - clock.wall(clock.now()));
  return (wallTime(clock) - Date.parse(stamp)) * speed;
}

/** The longest delay Node's timers take; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (fn, ms) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const isLast = left <= LONGEST_TIMER_MS;
      timer = isLast ? setTimeout(fn, left) : setTimeout(() => wait(left - LONGEST_TIMER_MS), LONGEST_TIMER_MS);
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/** RFC 3339 to the second, as `metav1.Time` is written. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** RFC 3339 with microseconds, as `metav1.MicroTime` is written. */
export function microTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}
