import { describe, expect, test } from 'vitest';
import {
  claimIdentity,
  claimName,
  petName,
  petOrdinal,
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

test('the wanted ordinals begin where the set says', () => {
  expect([...wantedOrdinals({ replicas: 3, ordinals: { start: 0 } })]).toEqual([0, 1, 2]);
  expect([...wantedOrdinals({ replicas: 2, ordinals: { start: 7 } })]).toEqual([7, 8]);
  expect([...wantedOrdinals({ replicas: 0, ordinals: { start: 7 } })]).toEqual([]);
});
