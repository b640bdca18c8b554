import { linearPattern, PatternError } from '../../../model/linear-pattern.js';

/** What is wrong with a pattern, in the words of Go. */
export function patternFault(pattern: string): string | undefined {
  try {
    linearPattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** Whether a text fits; any does where the pattern is none, which is told of the schema. */
export const fitsPattern = (pattern: string, text: string): boolean =>
  patternFault(pattern) !== undefined || linearPattern(pattern).test(text);
