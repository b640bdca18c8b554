import { expect, test } from 'vitest';

import { ANY_TEXT, matchesWhole, matchingPrefix } from '../../../../src/sandbox/platform/wildcards.js';

const pieces = (pattern: string) =>
  Array.from(pattern, (wanted) => (wanted === '*' ? ANY_TEXT : (character: string) => character === wanted));

/** All texts of two letters up to a length. */
const texts = (letters: string, length: number): string[] =>
  length === 0 ? [''] : ['', ...texts(letters, length - 1).flatMap((text) => Array.from(letters, (one) => one + text))];

test('it matches what a regular expression does', () => {
  for (const pattern of texts('ab*', 4)) {
    const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    for (const text of texts('ab', 4)) {
      expect([pattern, text, matchesWhole(pieces(pattern), Array.from(text))]).toEqual([
        pattern,
        text,
        expression.test(text),
      ]);
      const lengths = [0, 1, 2, 3, 4].filter((one) => one <= text.length && expression.test(text.slice(0, one)));
      expect(matchingPrefix(pieces(pattern), Array.from(text), 'shortest')).toBe(lengths[0]);
      expect(matchingPrefix(pieces(pattern), Array.from(text), 'longest')).toBe(lengths.at(-1));
    }
  }
});

test('many wildcards take no longer than few', () => {
  const begun = performance.now();
  expect(matchesWhole(pieces(`${'*a'.repeat(100)}b`), Array.from('a'.repeat(10_000)))).toBe(false);
  expect(matchingPrefix(pieces(`${'*a'.repeat(100)}b`), Array.from('a'.repeat(10_000)), 'longest')).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(2000);
});
