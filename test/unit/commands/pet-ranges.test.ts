import { describe, expect, test } from 'vitest';
import { petRangesArg } from '../../../src/commands/pet-ranges.js';

const read = (pets: string) => petRangesArg({ pets }, 'pets');

describe('--pets', () => {
  test.each([
    ['0', [0]],
    ['0,2-4', [0, 2, 3, 4]],
    ['10,9,2-3,3', [2, 3, 9, 10]],
    ['5-5', [5]],
  ])('%s are ordinals, lowest first and each once', (text, ordinals) => {
    expect(read(text)).toEqual(ordinals);
  });

  test('says nothing where it is not there', () => {
    expect(petRangesArg({}, 'pets')).toBeUndefined();
  });

  test.each([
    ['', 'must be ordinals and ranges of them, such as 0,2-4'],
    ['1,', 'must be ordinals and ranges of them'],
    ['web-0', 'must be ordinals and ranges of them'],
    ['-1', 'must be ordinals and ranges of them'],
    ['1-', 'must be ordinals and ranges of them'],
    ['4-2', '4-2 ends before it begins'],
    ['0-10000', 'must be at most 10000 ordinals'],
    ['0-9000,10000-11000', 'must be at most 10000 ordinals'],
  ])('cannot be "%s"', (text, why) => {
    expect(() => read(text)).toThrow(`invalid argument "${text}" for "--pets" flag: ${why}`);
  });
});
