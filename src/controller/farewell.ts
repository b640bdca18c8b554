import type { Clock } from '../cluster/clock.js';

/** Milliseconds that the last write, which hands a lease back, may take with all its attempts. */
const FAREWELL = 2_000;

/** Does what is left to do before the end, and does not wait for it for long: after that it is too `late` for another attempt. */
export async function farewell(clock: Clock, leave: (late: AbortSignal) => Promise<unknown>): Promise<void> {
  const late = new AbortController();
  await Promise.race([leave(late.signal), clock.sleep(FAREWELL, late.signal)]);
  late.abort();
}
