import { Failure } from '../petset/failure.js';
import type { World } from './command.js';
import { INTERRUPTED } from './exit-codes.js';

/** What a command ends with that the user interrupts. `next` says how to go on, where there is something to go on with. */
export function interruption(next: readonly string[] = []): Failure {
  return new Failure('interrupted', { next, exitCode: INTERRUPTED });
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
  const abort = new Promise<never>((_resolve, reject) => {
    const leave = (): void => reject(interruption(next()));
    if (interrupted.aborted) leave();
    else interrupted.addEventListener('abort', leave, { once: true });
  });
  return Promise.race([work, abort]);
}
