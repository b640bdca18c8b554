import { expect, test } from 'vitest';

import { ANY_TEXT, matchesWhole, matchingPrefix, type Piece } from '../../../../src/sandbox/platform/wildcards.js';

const pieces = (pattern: string) =>
  Array.from(pattern, (wanted) => (wanted === '*' ? ANY_TEXT : (character: string) => character === wanted));

/** All texts of two letters up to a length. */
const texts = (letters: string, length: number): string[] =>
  length === 0 ? [''] : ['', ...texts(letters, length - 1).flatMap((text) => Array.from(letters, (one) => one + text))];

test('it matches what a regular expression does', () => {
  for (const pattern of texts('ab*', 4)) {
    const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    const pairs = texts('ab', 4).map((text) => {
      const characters = Array.from(text);
      const found = [
        matchesWhole(pieces(pattern), characters),
        matchingPrefix(pieces(pattern), characters, 'shortest'),
        matchingPrefix(pieces(pattern), characters, 'longest'),
      ];
      const lengths = [0, 1, 2, 3, 4].filter((one) => one <= text.length && expression.test(text.slice(0, one)));
      return [
        [text, ...found],
        [text, expression.test(text), lengths[0], lengths.at(-1)],
      ];
    });
    expect(pairs.map(([found]) => found)).toEqual(pairs.map(([, wanted]) => wanted));
  }
});

/** Pieces that may be asked so often, and no more. */
function countedPieces(pattern: string, limit: number): readonly Piece[] {
  let asked = 0;
  return Array.from(pattern, (wanted): Piece => {
    if (wanted === '*') return ANY_TEXT;
    return (character) => {
      asked += 1;
      if (asked > limit) throw new Error(`asked more than ${limit} times`);
      return character === wanted;
    };
  });
}

test('many wildcards ask no more often than the text is long, times the pattern', () => {
  const [pattern, text] = [`${'*a'.repeat(100)}b`, Array.from('a'.repeat(1_000))];
  const counted = (): readonly Piece[] => countedPieces(pattern, pattern.length * text.length);
  expect(matchesWhole(counted(), text)).toBe(false);
  expect(matchingPrefix(counted(), text, 'longest')).toBeUndefined();
});
