import { RE2JS, RE2JSSyntaxException } from 're2js';

/** An expression that may be asked whether it occurs anywhere in a text. */
export interface LinearPattern {
  test(text: string): boolean;
}

/** What RE2 says of an expression that it refuses, as Go words it. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const MOST_KNOWN = 1024;
const known = new Map<string, LinearPattern | PatternError>();

/**
 * A regular expression of a user, of RE2's syntax. Its time is linear in the text, whatever the expression: those of
 * JavaScript try again and again (`^(a+)+$` and forty letters take hours), and nothing else is served meanwhile.
 */
export function linearPattern(source: string, flags: { readonly ignoreCase?: boolean } = {}): LinearPattern {
  const key = `${flags.ignoreCase === true ? 'i' : ''}/${source}`;
  const pattern = known.get(key) ?? compile(source, flags.ignoreCase === true);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, pattern);
  if (pattern instanceof PatternError) throw pattern;
  return pattern;
}

function compile(source: string, ignoresCase: boolean): LinearPattern | PatternError {
  try {
    const compiled = RE2JS.compile(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
    return { test: (text) => compiled.test(text) };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return new PatternError(inGo(error.message));
    throw error;
  }
}

/** Go quotes what it refuses even where nothing is left of it. */
const inGo = (words: string): string => (words.endsWith('`') ? words : `${words}: \`\``);
