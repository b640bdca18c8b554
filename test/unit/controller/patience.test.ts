import { expect, test } from 'vitest';
import { hasRunOut, Patience, type Vigil } from '../../../src/controller/patience.js';
import type { Wait } from '../../../src/controller/step.js';
import { pet } from '../../fixtures/sets.js';

/** What is known of the only thing that is waited for. */
function vigil(patience: Patience, on: Wait, now: number): Vigil {
  const [only] = patience.waitFor([on], now);
  if (only === undefined) throw new Error('it is waited for');
  return only;
}

test('patience runs out two seconds after something began to be waited for, and begins anew with something else', () => {
  const patience = new Patience();
  const first = { for: 'ready', pet: pet(0) } as const;
  const second = { for: 'ready', pet: pet(1) } as const;
  vigil(patience, first, 1_000);
  expect(patience.runsOutAt(1_000)).toBe(3_000);
  expect(hasRunOut(vigil(patience, first, 2_999), 2_999)).toBe(false);
  expect(hasRunOut(vigil(patience, { ...first, pet: pet(0) }, 3_000), 3_000)).toBe(true);
  expect(vigil(patience, first, 3_000).since).toBe(1_000);
  expect(hasRunOut(vigil(patience, second, 3_000), 3_000)).toBe(false);
  expect([patience.isAbout('uid-of-web-0'), patience.isAbout('uid-of-web-1')]).toEqual([false, true]);
  expect(hasRunOut(vigil(patience, first, 4_000), 4_000)).toBe(false);
});

test('another wait for the same pet is another one', () => {
  const patience = new Patience();
  vigil(patience, { for: 'ready', pet: pet(0) }, 1_000);
  expect(vigil(patience, { for: 'gone', pet: pet(0) }, 2_000).since).toBe(2_000);
});

test('what takes very long is worth another word now and then, and some day no more', () => {
  const patience = new Patience();
  patience.waitFor([{ for: 'ready', pet: pet(0) }], 0);
  const times = [0];
  for (let next = patience.runsOutAt(0); next !== undefined; next = patience.runsOutAt(next)) times.push(next);
  expect(times).toEqual([0, 2_000, 10_000, 30_000, 60_000, 600_000, 3_600_000]);
});
