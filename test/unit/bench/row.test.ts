import { describe, expect, test } from 'vitest';
import { brief, median, ratios, rowOf } from '../../bench/row.js';

const WHAT = { name: 'create/10', says: '', unit: 'ms/pet', runs: 3, isQuick: true };

describe('figures', () => {
  test('of several runs are the median of each', () => {
    const samples = [{ time: 3, cpu: 1 }, { time: 1 }, { time: 9, cpu: 2 }];
    expect(rowOf(WHAT, samples)).toEqual({ name: 'create/10', unit: 'ms/pet', runs: 3, beside: '', time: 3, cpu: 1.5 });
  });

  test('that are not there have no median', () => {
    expect(median([])).toBeUndefined();
  });

  test.each([
    [{ time: 15, cpu: 30 }, { time: 10, cpu: 10 }, '1.50/3.0'],
    [{ time: 15 }, { time: 10, cpu: 10 }, '1.50'],
    [{ cpu: 15 }, {}, ''],
  ])('%j beside %j is %s', (own, other, expected) => {
    expect(ratios(own, other)).toBe(expected);
  });

  test.each([
    [1234.5, '1235'],
    [123.45, '123'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [0.012345, '0.0123'],
    [0, '0'],
  ])('%d is told as %s', (number, expected) => {
    expect(brief(number)).toBe(expected);
  });
});
