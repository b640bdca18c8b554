import { describe, expect, it } from 'vitest';

import type { When } from '../../../../src/sandbox/faults/fault.js';
import { Strikes } from '../../../../src/sandbox/faults/strikes.js';
import { seededFractions } from '../../../../src/sandbox/platform/seeded.js';

const ALWAYS: When = { chance: 1, every: 1, times: Infinity, from: 0, until: Infinity };

/** `x..x`: a turn that struck, and one that did not. */
function play(when: Partial<When>, turns: number, seed = 0, index = 0, msEach = 1): string {
  let now = 0;
  const strikes = new Strikes({ ...ALWAYS, ...when }, seed, index, () => now);
  return Array.from({ length: turns }, () => {
    const hit = strikes.next() ? 'x' : '.';
    now += msEach;
    return hit;
  }).join('');
}

describe('a fault strikes', () => {
  it.each<[Partial<When>, string]>([
    [{}, 'xxxxxx'],
    [{ every: 3 }, '..x..x'],
    [{ times: 2 }, 'xx....'],
    [{ every: 2, times: 1 }, '.x....'],
    [{ from: 2, until: 4 }, '..xx..'],
    [{ from: 2, every: 2 }, '...x.x'],
  ])('%j: %s', (when, turns) => {
    expect(play(when, 6)).toBe(turns);
  });

  it('alike with the same seed, and otherwise with another one, or as another fault', () => {
    const when = { chance: 0.5 };
    expect(play(when, 64, 7)).toBe(play(when, 64, 7));
    expect(play(when, 64, 7)).not.toBe(play(when, 64, 8));
    expect(play(when, 64, 7, 0)).not.toBe(play(when, 64, 7, 1));
  });

  it.each([0, 1, 2, 4_294_967_295])('as often as is said, whatever the seed: %d', (seed) => {
    const hits = play({ chance: 0.1 }, 10_000, seed).replaceAll('.', '').length;
    expect(hits).toBeGreaterThan(850);
    expect(hits).toBeLessThan(1150);
  });

  it('for a time out of its range', () => {
    const strikes = new Strikes(ALWAYS, 1, 0, () => 0);
    const drawn = Array.from({ length: 200 }, () => strikes.draw({ least: 10, most: 20 }));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(20);
    expect(new Set(drawn).size).toBeGreaterThan(5);
    expect(strikes.draw({ least: 5, most: 5 })).toBe(5);
  });
});

describe('seeded fractions', () => {
  it('are in [0, 1), spread, and those of neighbours have nothing to do with each other', () => {
    const streams = [0, 1, 2, 3].map((stream) => seededFractions(1, stream));
    const drawn = streams.map((next) => Array.from({ length: 4000 }, next));
    for (const fractions of drawn) {
      const mean = fractions.reduce((sum, one) => sum + one, 0) / fractions.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
      expect(fractions.every((one) => one >= 0 && one < 1)).toBe(true);
    }
    const [first = [], second = []] = drawn;
    const product = first.reduce((sum, one, at) => sum + (one - 0.5) * ((second[at] ?? 0) - 0.5), 0) / first.length;
    expect(Math.abs(product)).toBeLessThan(0.01);
  });
});
