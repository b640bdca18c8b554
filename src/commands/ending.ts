import type { Clock } from '../cluster/clock.js';

/** Sends a signal to what is to end; 0 only asks. Answers whether anybody was there to get it. */
export type Send = (signal: NodeJS.Signals | 0) => boolean;

/** Milliseconds that a program has to end after a signal, before it gets the next one. */
export const PATIENCE = { SIGTERM: 2_000, SIGHUP: 5_000 } as const;

/** How often we look whether a group is gone: nobody tells us, they are no children of ours. */
const LOOK_AGAIN = 50;

/**
 * Passes on the signal that came, and then what ends those that do not mind it, until `ended` aborts: an interactive
 * shell ignores SIGTERM and obeys SIGHUP. SIGINT is not followed by others, a program may want to go on after it.
 */
export async function passOn(came: unknown, send: Send, clock: Clock, ended: AbortSignal): Promise<void> {
  if (came === 'SIGINT') {
    send('SIGINT');
    return;
  }
  for (const signal of came === 'SIGHUP' ? (['SIGHUP'] as const) : (['SIGTERM', 'SIGHUP'] as const)) {
    send(signal);
    await clock.sleep(PATIENCE[signal], ended);
    if (ended.aborted) return;
  }
  send('SIGKILL');
}

/** Ends all who are left: in good order, or else after a while. */
export async function endAll(send: Send, clock: Clock): Promise<void> {
  const deadline = clock.now() + PATIENCE.SIGTERM;
  if (!send('SIGTERM')) return;
  while (send(0)) {
    if (clock.now() >= deadline) {
      send('SIGKILL');
      return;
    }
    await clock.sleep(LOOK_AGAIN);
  }
}
