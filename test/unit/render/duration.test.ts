import { expect, test } from 'vitest';
import { humanDuration } from '../../../src/render/duration.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [121, '2m1s'],
  [9 * MINUTE + 59, '9m59s'],
  [10 * MINUTE + 1, '10m'],
  [2 * HOUR, '120m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + 5 * MINUTE, '3h5m'],
  [8 * HOUR + 5 * MINUTE, '8h'],
  [2 * DAY, '2d'],
  [2 * DAY + 3 * HOUR, '2d3h'],
  [8 * DAY + 3 * HOUR, '8d'],
  [2 * 365 * DAY, '2y'],
  [3 * 365 * DAY + 4 * DAY, '3y4d'],
  [9 * 365 * DAY, '9y'],
  [-0.5, '0s'],
  [-5, '<invalid>'],
  [Number.NaN, '<invalid>'],
])('%d seconds are %s', (seconds, words) => {
  expect(humanDuration(seconds * 1000)).toBe(words);
});
