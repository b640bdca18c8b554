import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  claimIdentity,
  claimName,
  highestWanted,
  isWanted,
  ordinalAt,
  petName,
  petOrdinal,
  placeOf,
  recordName,
  revisionName,
  wantedOrdinals,
} from '../../../src/petset/identity.js';

describe('names', () => {
  test('a pet is called after its set, a claim after its template and its pet', () => {
    expect(petName('web', 3)).toBe('web-3');
    expect(claimName('www', 'web', 3)).toBe('www-web-3');
  });

  test.each([
    ['web-0', 0],
    ['web-12', 12],
    ['web-01', undefined],
    ['web-', undefined],
    ['web--1', undefined],
    ['web-1-0', undefined],
    ['website-1', undefined],
    ['web-1x', undefined],
  ])('%s as a pet of web has the ordinal %s', (name, ordinal) => {
    expect(petOrdinal('web', name)).toBe(ordinal);
  });

  test('a claim of web-1 is none of web, though both begin alike', () => {
    expect(claimIdentity('web', ['www', 'log'], 'log-web-4')).toEqual({ template: 'log', ordinal: 4 });
    expect(claimIdentity('web', ['www'], 'www-web-1-0')).toBeUndefined();
    expect(claimIdentity('web', ['www'], 'www-web-backup')).toBeUndefined();
  });

  test('no set’s record is called as another set’s revision', () => {
    expect(recordName('web')).toBe('petset-web');
    expect(revisionName('web', 'abc')).toBe('petset-web.abc');
  });
});

describe('the wanted ordinals', () => {
  const wanted = (replicas: number, start: number, reserve: readonly number[] = []): readonly number[] => [
    ...wantedOrdinals({ replicas, ordinals: { start, reserve } }),
  ];

  test('begin where the set says', () => {
    expect(wanted(3, 0)).toEqual([0, 1, 2]);
    expect(wanted(2, 7)).toEqual([7, 8]);
    expect(wanted(0, 7)).toEqual([]);
  });

  test('skip what is reserved; there are as many pets all the same', () => {
    expect(wanted(3, 0, [1])).toEqual([0, 2, 3]);
    expect(wanted(3, 0, [0, 1])).toEqual([2, 3, 4]);
    expect(wanted(3, 0, [3, 1])).toEqual([0, 2, 4]);
    expect(wanted(2, 5, [1, 5, 9])).toEqual([6, 7]);
  });

  test('are the same ones, whether they are counted up, asked for singly, or only the highest is wanted', () => {
    const ordinal = fc.nat({ max: 12 });
    fc.assert(
      fc.property(ordinal, ordinal, fc.uniqueArray(ordinal), (replicas, start, reserve) => {
        const spec = { replicas, ordinals: { start, reserve } };
        const all = [...wantedOrdinals(spec)];
        expect(Array.from({ length: 40 }, (_, each) => each).filter((each) => isWanted(spec, each))).toEqual(all);
        expect(highestWanted(spec)).toBe(all.at(-1));
        expect(all.map((each) => placeOf(spec, each))).toEqual([...all.keys()]);
        expect(all.map((_, place) => ordinalAt(spec, place))).toEqual(all);
        expect(all.map((_, place) => [...wantedOrdinals(spec, place)])).toEqual(
          all.map((_, place) => all.slice(place)),
        );
        expect(all).toHaveLength(replicas);
      }),
    );
  });

  test('are not counted up to say whether one is wanted', () => {
    const spec = { replicas: 2_147_483_647, ordinals: { start: 0, reserve: [7] } };
    expect(isWanted(spec, 2_147_483_647)).toBe(true);
    expect(isWanted(spec, 2_147_483_648)).toBe(false);
    expect(highestWanted(spec)).toBe(2_147_483_647);
  });
});
