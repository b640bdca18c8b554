import { Failure } from '../petset/failure.js';
import type { Revision } from '../petset/history.js';
import { countArg, textArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';

/** The number of a revision; nothing for 0, with which kubectl means all of them, or the one before. */
export function revisionArg(args: Args, flag: string): number | undefined {
  const value = textArg(args, flag);
  // As kubectl has it, which allows zero all the same.
  if (value !== undefined && /^-\d+$/.test(value)) {
    throw new UsageFailure(`revision must be a positive integer: ${value}`);
  }
  const number = countArg(args, flag);
  return number === 0 ? undefined : number;
}

/** The revision with a number. Throws a `Failure` in kubectl's words where there is none. */
export function findRevision(revisions: readonly Revision[], number: number): Revision {
  const found = revisions.find((revision) => revision.number === number);
  if (found === undefined) throw new Failure('error: unable to find the specified revision');
  return found;
}
