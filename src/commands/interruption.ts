import { Failure } from '../petset/failure.js';
import type { World } from './command.js';
import { INTERRUPTED } from './exit-codes.js';

/** To be written before what is said last: on a terminal the `^C` that was just typed stands where the line begins. */
export function overCtrlC({ interrupted, stderr }: World): string {
  return interrupted.reason === 'SIGINT' && stderr.isTTY === true ? '\r' : '';
}

/** What a command ends with that the user interrupts. `next` says how to go on, where there is something to go on with. */
export function interruption(next: readonly string[] = []): Failure {
  return new Failure('interrupted', { next, exitCode: INTERRUPTED });
}

/** What a command ends with whose `--timeout` is over; of a set, where its name is known. */
export function timeout(name: string | undefined, next: readonly string[] = []): Failure {
  const what = name === undefined ? '' : ` on petsets/${name}`;
  return new Failure(`error: timed out waiting for the condition${what}`, { next });
}

/**
 * Waits for work that may be left anywhere: a request that is not answered, a file that does not end. Throws an
 * `interruption` as soon as the user interrupts it; `next` is asked then.
 */
export function unlessInterrupted<T>(
  work: Promise<T>,
  { interrupted }: World,
  next: () => readonly string[] = () => [],
): Promise<T> {
  return unlessAborted(work, interrupted, () => interruption(next()));
}

/** Waits for work as long as a signal does not abort, and throws what `why` says when it does. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, why: () => Failure): Promise<T> {
  let leave: () => void = () => undefined;
  const abort = new Promise<never>((_resolve, reject) => {
    leave = () => reject(why());
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  return Promise.race([work, abort]).finally(() => signal.removeEventListener('abort', leave));
}
