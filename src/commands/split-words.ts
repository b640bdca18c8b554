/** Why a command line cannot be split, to be read after what it is. */
export class Unsplittable extends Error {}

/** Within double quotes a backslash is one only before these (POSIX 2.2.3). */
const ESCAPABLE = '$`"\\\n';

/**
 * The words of a command line, split at blanks and with quotes and backslashes read as a POSIX shell reads them. That is all:
 * nothing is expanded, and `|`, `>`, `&` and `;` are ordinary characters. Throws an `Unsplittable`.
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const part of partsOf(line)) {
    if (part === undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + part;
  }
  return word === undefined ? words : [...words, word];
}

/** Parts of words as they are meant, and nothing between two words. */
function* partsOf(line: string): Generator<string | undefined> {
  const parts = /\s+|'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|([^\s'"\\]+)|([^])/gy;
  for (const [, single, double, escaped, plain, lost] of line.matchAll(parts)) {
    if (lost === '\\') throw new Unsplittable('ends with a backslash');
    if (lost !== undefined) throw new Unsplittable(`has a ${lost} that is not closed`);
    if (escaped !== undefined) yield escaped === '\n' ? '' : escaped;
    else yield single ?? plain ?? (double === undefined ? undefined : inDoubleQuotes(double));
  }
}

function inDoubleQuotes(text: string): string {
  return text.replaceAll(/\\([^])/g, (written, escaped: string) =>
    ESCAPABLE.includes(escaped) ? escaped.replace('\n', '') : written,
  );
}
