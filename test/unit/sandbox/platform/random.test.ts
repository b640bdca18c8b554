import { describe, expect, it } from 'vitest';

import { createRandom } from '../../../../src/sandbox/platform/random.js';

/** A small generator that can be started again (a linear congruence). */
function replayable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('everything random', () => {
  it('looks like the suffixes, ids and tokens of a server', () => {
    const random = createRandom();
    expect(random.suffix(5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(random.uid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(random.token()).toMatch(/^[0-9a-f]{40}$/);
    expect(random.uid()).not.toBe(random.uid());
  });

  it('can be replayed', () => {
    const draw = (): string[] => {
      const random = createRandom(replayable(7));
      return [random.suffix(5), random.uid(), random.token(), String(random.fraction())];
    };
    expect(draw()).toEqual(draw());
  });
});
