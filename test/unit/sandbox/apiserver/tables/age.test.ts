import { describe, expect, it } from 'vitest';

import { age, humanDuration } from '../../../../../src/sandbox/apiserver/tables/age.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('ages', () => {
  // Both sides of every step.
  it.each([
    [-2 * SECOND, '<invalid>'],
    [-1 * SECOND, '0s'],
    [0, '0s'],
    [119 * SECOND, '119s'],
    [2 * MINUTE, '2m'],
    [2 * MINUTE + SECOND, '2m1s'],
    [10 * MINUTE + 5 * SECOND, '10m'],
    [3 * HOUR - SECOND, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + 5 * MINUTE, '3h5m'],
    [8 * HOUR - MINUTE, '7h59m'],
    [8 * HOUR + MINUTE, '8h'],
    [2 * DAY, '2d'],
    [2 * DAY + 5 * HOUR, '2d5h'],
    [8 * DAY + 5 * HOUR, '8d'],
    [2 * 365 * DAY, '2y'],
    [3 * 365 * DAY + 4 * DAY, '3y4d'],
    [9 * 365 * DAY + 4 * DAY, '9y'],
  ])('%d ms is %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });

  it('are unknown of what never was', () => {
    expect([age(undefined, 0), age(null, 0)]).toEqual(['<unknown>', '<unknown>']);
  });
});
