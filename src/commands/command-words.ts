import { UsageFailure } from './arguments.js';
import { splitWords, Unsplittable } from './split-words.js';

/** The words of the command that a flag has for its value. Throws a `UsageFailure` where it is none. */
export function commandWords(line: string, flag: string): readonly string[] {
  try {
    const words = splitWords(line);
    if (words[0] !== undefined && words[0] !== '') return words;
  } catch (error) {
    if (!(error instanceof Unsplittable)) throw error;
    throw new UsageFailure(`invalid argument "${line}" for "--${flag}" flag: ${error.message}`);
  }
  throw new UsageFailure(`invalid argument "${line}" for "--${flag}" flag: must be a command`);
}
