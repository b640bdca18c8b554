import type { Answer } from './api-error.js';
import { isWorthAskingAgain, mayPass, wasNotTaken } from './retry.js';

/** A write which the server refuses once it has taken it: the creation of a named object, the update of a version. */
export interface SureWrite<T> {
  readonly send: () => Promise<Answer<T>>;
  /** What is there now. */
  readonly look: () => Promise<Answer<T>>;
  /** Whether what is there is as the write leaves it. */
  readonly isDone: (present: T) => boolean;
}

/** Makes a call, and makes it again while that is worth it. */
export type Retry = <T>(call: () => Promise<Answer<T>>, isWorthIt: typeof mayPass) => Promise<Answer<T>>;

/**
 * Sends a write until there is an answer to it. Where one was lost, or the server was in trouble, it may have been taken
 * all the same: then the next one is refused, not always as `AlreadyExists` or `Conflict` (a quota may be used up by what
 * it has made itself), and what is there tells whether that was us.
 */
export async function insist<T>({ send, look, isDone }: SureWrite<T>, retry: Retry): Promise<Answer<T>> {
  const sent = { mayBeTaken: false };
  const unlessDone = async (answer: Answer<T>): Promise<Answer<T>> => {
    const present = await look();
    if (present.ok) return isDone(present.value) ? present : answer;
    return mayPass(present.error) ? present : answer;
  };
  const last = await retry(async () => {
    const answer = await send();
    if (answer.ok) return answer;
    if (!mayPass(answer.error)) return sent.mayBeTaken ? unlessDone(answer) : answer;
    sent.mayBeTaken ||= !wasNotTaken(answer.error);
    return answer;
  }, isWorthAskingAgain);
  if (last.ok || !sent.mayBeTaken || !mayPass(last.error)) return last;
  const present = await unlessDone(last);
  return present.ok ? present : last;
}
