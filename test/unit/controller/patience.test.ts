import { expect, test } from 'vitest';
import { Patience } from '../../../src/controller/patience.js';
import { pet } from '../../fixtures/sets.js';

test('patience runs out two seconds after something began to be waited for, and begins anew with something else', () => {
  const patience = new Patience();
  const first = { for: 'ready', pet: pet(0) } as const;
  const second = { for: 'ready', pet: pet(1) } as const;
  patience.waitFor([first], 1_000);
  expect(patience.runsOutAt(1_000)).toBe(3_000);
  patience.waitFor([first], 2_999);
  expect(patience.hasRunOut(first, 2_999)).toBe(false);
  expect(patience.hasRunOut(first, 3_000)).toBe(true);
  expect(patience.waited(first, 3_000)).toBe(2_000);
  patience.waitFor([second], 3_000);
  expect(patience.hasRunOut(second, 3_000)).toBe(false);
  patience.waitFor([first], 4_000);
  expect(patience.hasRunOut(first, 4_000)).toBe(false);
});

test('what takes very long is worth another word now and then, and some day no more', () => {
  const patience = new Patience();
  patience.waitFor([{ for: 'ready', pet: pet(0) }], 0);
  const times = [0];
  for (let next = patience.runsOutAt(0); next !== undefined; next = patience.runsOutAt(next)) times.push(next);
  expect(times).toEqual([0, 2_000, 10_000, 30_000, 60_000, 600_000, 3_600_000]);
});
