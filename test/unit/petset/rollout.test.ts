import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/petset/kubernetes.js';
import {
  inRolloutOrder,
  isRolledOut,
  readRollout,
  strategyRollout,
  unavailableAllowed,
  USUAL_ROLLOUT,
} from '../../../src/petset/rollout.js';

describe('how many pets may be away at once', () => {
  test.each<[number | string, number, number]>([
    [1, 5, 1],
    [2, 5, 2],
    ['50%', 5, 2],
    ['10%', 5, 1],
    ['100%', 5, 5],
    // 29 / 100 * 100 is a little less than 29 to a computer.
    ['29%', 100, 29],
    ['57%', 100, 57],
  ])('%s of %i are %i', (maxUnavailable, replicas, allowed) => {
    expect(unavailableAllowed({ ...USUAL_ROLLOUT, maxUnavailable }, replicas)).toBe(allowed);
  });

  test('but one where a user wants to step through: the others would be away while he looks at it', () => {
    expect(unavailableAllowed({ ...USUAL_ROLLOUT, maxUnavailable: 3, step: true }, 5)).toBe(1);
  });
});

test('a partition counts from the first ordinal', () => {
  const spec = { ordinals: { start: 3, reserve: [], overrides: [] } };
  const wish = { ...USUAL_ROLLOUT, partition: 1 };
  expect([3, 4, 5].map((ordinal) => isRolledOut(wish, ordinal, spec))).toEqual([false, true, true]);
});

test('an order that names only some pets has the others come after them, highest first', () => {
  expect(inRolloutOrder([0, 1, 2, 10], 'descending')).toEqual([10, 2, 1, 0]);
  expect(inRolloutOrder([10, 2, 1, 0], 'ascending')).toEqual([0, 1, 2, 10]);
  expect(inRolloutOrder([0, 1, 2, 10], [1, 7, 0])).toEqual([1, 0, 10, 2]);
});

test('a strategy asks for a rollout unless it is OnDelete', () => {
  expect(strategyRollout({ type: 'OnDelete', rollingUpdate: { partition: 1 } })).toBeUndefined();
  expect(strategyRollout({ type: 'RollingUpdate' })).toEqual(USUAL_ROLLOUT);
  const rollingUpdate = { partition: 2, maxUnavailable: '25%' };
  expect(strategyRollout({ type: 'RollingUpdate', rollingUpdate })).toEqual({ ...USUAL_ROLLOUT, ...rollingUpdate });
});

test('what a strategy leaves out may be null', () => {
  const rollingUpdate = JSON.parse('{"partition": null, "maxUnavailable": null}') as object;
  expect(strategyRollout({ type: 'RollingUpdate', rollingUpdate })).toEqual(USUAL_ROLLOUT);
});

describe('what a record remembers', () => {
  test('is read back', () => {
    expect(readRollout({ from: 'rev1' })).toEqual({ ok: true, rollout: { from: 'rev1', wish: undefined } });
    for (const more of [{ order: [2, 0] }, { maxUnavailable: '50%' }, { maxUnavailable: 2 }]) {
      const wish = { ...USUAL_ROLLOUT, ...more };
      expect(readRollout({ from: 'rev1', wish })).toEqual({ ok: true, rollout: { from: 'rev1', wish } });
    }
  });

  test('is no wish where that is null, as everywhere in Kubernetes', () => {
    expect(readRollout({ from: 'rev1', wish: null })).toEqual({ ok: true, rollout: { from: 'rev1', wish: undefined } });
  });

  const broken = (more: Readonly<Record<string, Json>>): Json => ({
    from: 'rev1',
    wish: { ...USUAL_ROLLOUT, ...more },
  });

  test.each<[Json, string]>([
    [null, 'it is empty'],
    [[], 'must be a map'],
    [{}, 'from: Required value'],
    [broken({ order: 'up' }), 'wish.order is no order of pets'],
    [broken({ order: [0, 'x'] }), 'wish.order is no order of pets'],
    [broken({ partition: -1 }), 'wish.partition: Invalid value'],
    [broken({ step: 'true' }), 'wish.step: Invalid value'],
    [broken({ maxUnavailable: 'x' }), 'wish.maxUnavailable: a valid percent string must be'],
    [broken({ maxUnavailable: '' }), 'wish.maxUnavailable: a valid percent string must be'],
    [broken({ maxUnavailable: 0 }), 'wish.maxUnavailable: cannot be 0'],
    [broken({ maxUnavailable: '101%' }), 'wish.maxUnavailable: must not be greater than 100%'],
    [broken({ maxUnavailable: null }), 'wish.maxUnavailable: Required value'],
  ])('is refused where somebody has broken it: %j', (document, why) => {
    const read = readRollout(document);
    expect(read.ok ? 'read' : read.why).toContain(why);
  });
});
