import { expect, test } from 'vitest';
import { petArg } from '../../../src/commands/pet-argument.js';

test.each([
  ['web-1', 1],
  ['pod/web-1', 1],
  ['pods/web-10', 10],
  ['0', 0],
])('%s is a pet of web', (PET, ordinal) => {
  expect(petArg({ PET }, 'web')).toBe(ordinal);
});

test('a set whose name ends like a pet’s', () => {
  expect([petArg({ PET: 'web-1-2' }, 'web-1'), petArg({ PET: '2' }, 'web-1')]).toEqual([2, 2]);
});

test('no pet is none', () => {
  expect(petArg({}, 'web')).toBeUndefined();
});

test.each(['db-1', 'web', 'web-01', 'service/web-1', '', '-1', 'web-1-2'])('%j is no pet of web', (PET) => {
  expect(() => petArg({ PET }, 'web')).toThrow(
    `error: "${PET}" is no pet of petset/web: name one as web-0, pod/web-0 or 0`,
  );
});
