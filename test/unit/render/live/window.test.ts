import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowOf } from '../../../../src/render/live/window.js';

/** `-3 3 4 -2`: three places left out, those with the indexes 3 and 4, two left out. */
function said(count: number, rows: number, mattering: readonly number[]): string {
  return windowOf(count, rows, mattering)
    .map(({ from, to, isShown }) =>
      isShown ? Array.from({ length: to - from }, (_, index) => from + index).join(' ') : `-${to - from}`,
    )
    .join(' ');
}

test('all of them where there is room', () => {
  expect(said(3, 3, [])).toBe('0 1 2');
  expect(said(0, 3, [])).toBe('');
});

test('what matters, and what is around it, nearest first', () => {
  expect(said(100, 7, [50])).toBe('-48 48 49 50 51 52 -47');
  expect(said(100, 6, [0])).toBe('0 1 2 3 4 -95');
  expect(said(100, 6, [99])).toBe('-95 95 96 97 98 99');
});

test('the first of them first, where not all of them have room', () => {
  expect(said(100, 5, [50, 20, 80])).toBe('-20 20 -29 50 -49');
});

test('what matters less is left out before a row is used up by saying so', () => {
  expect(said(9, 5, [4])).toBe('-3 3 4 5 -3');
});

test('it fits, tells all, and shows what matters most', () => {
  const places = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(places, fc.integer({ min: 3, max: 60 }), fc.array(places), (count, rows, some) => {
      const mattering = some.filter((place) => place < count);
      const runs = windowOf(count, rows, mattering);
      const lines = runs.reduce((sum, { from, to, isShown }) => sum + (isShown ? to - from : 1), 0);
      expect(lines).toBeLessThanOrEqual(rows);
      expect(runs.map(({ from, to }) => [from, to]).flat()).toEqual(
        runs.flatMap(({ to }, index) => [runs[index - 1]?.to ?? 0, to]),
      );
      expect(runs.at(-1)?.to ?? 0).toBe(count);
      const [first] = mattering;
      if (first !== undefined)
        expect(runs.some(({ from, to, isShown }) => isShown && from <= first && first < to)).toBe(true);
    }),
  );
});
