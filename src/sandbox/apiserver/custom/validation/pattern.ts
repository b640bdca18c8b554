import { PatternError, translate } from './re2.js';

/** A pattern of a schema as a regular expression; nothing if it is none. The server's are those of Go. */
export function compilePattern(pattern: string): RegExp | undefined {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? undefined : compiled;
}

/** What is wrong with a pattern, in the words of Go. */
export function patternFault(pattern: string): string | undefined {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? compiled : undefined;
}

const MOST = 4096;
const known = new Map<string, RegExp | string>();

function compile(pattern: string): RegExp | string {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const compiled = attempt(pattern);
  if (known.size < MOST) known.set(pattern, compiled);
  return compiled;
}

function attempt(pattern: string): RegExp | string {
  try {
    return new RegExp(translate(pattern), 'v');
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}
