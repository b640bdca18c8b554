/** More would be a list to read. */
const AT_MOST = 3;
/** How many letters may be wrong; in a word of up to three letters only one. */
const WRONG_LETTERS = 2;

/** The words that somebody may have meant who typed another one: those it is the beginning of, or that differ the least. */
export function nearest(typed: string, words: readonly string[]): readonly string[] {
  const limit = typed.length > 3 ? WRONG_LETTERS : 1;
  const distances = new Map(
    words.map((word) => [word, isBeginning(typed, word) ? 1 : distance(typed.toLowerCase(), word)]),
  );
  const least = Math.min(limit, ...distances.values());
  const likely = [...distances].filter(([, distance]) => distance === least).map(([word]) => word);
  return likely.sort().slice(0, AT_MOST);
}

const isBeginning = (typed: string, word: string): boolean => typed.length > 1 && word.startsWith(typed);

/** How many letters are wrong, missing, too many or swapped with the next (the optimal string alignment distance). */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const asItIs = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(at(last, j) + 1, at(row, j - 1) + 1, asItIs, isSwapped ? at(before, j - 2) + 1 : Infinity);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
