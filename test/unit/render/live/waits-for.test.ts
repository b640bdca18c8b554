import { expect, test } from 'vitest';
import { factsOf } from '../../../../src/render/live/facts.js';
import { waitsFor } from '../../../../src/render/live/waits-for.js';
import { pet } from '../../../fixtures/sets.js';
import { webStanding } from '../../../fixtures/standing.js';

const SET = { namespace: 'default', name: 'web' };

test('a pet that a quota has no room for waits for that, and those after it for the pet', () => {
  const on = { for: 'quota', object: 'pod/web-1', ordinal: 1, quota: 'few', why: 'exceeded quota: few' } as const;
  const standing = { ...webStanding(3, [pet(0)]), waiting: [{ on, overdue: false, diagnosis: undefined }] };
  const facts = factsOf(SET, standing, { now: 0, columns: 80, wasMixed: false });
  const told = [1, 2].map((ordinal) => waitsFor({ ordinal, pet: undefined }, facts));
  expect(told).toEqual(['over quota', 'web-1']);
});
