import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../src/controller/changes.js';
import type { Observed } from '../../../src/controller/observed.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { claim, observed, pet } from '../../fixtures/sets.js';

function told(before: Observed, after: Observed): readonly string[] {
  return changesBetween('web', before, after).map(
    (change) => `${'pet' in change ? change.pet.name : change.claim.name} ${change.type}`,
  );
}
const pets = (...some: ObservedPet[]): Observed => observed(some, { claims: [] });

describe('pets', () => {
  test('one that comes, changes, is deleted and goes', () => {
    const starting = pet(0, { state: 'starting', cells: { ready: '0/1', status: 'Pending', restarts: 0 } });
    expect(told(pets(), pets(starting))).toEqual(['web-0 pet-created']);
    expect(told(pets(starting), pets(pet(0)))).toEqual(['web-0 pet-changed']);
    expect(told(pets(pet(0)), pets(pet(0)))).toEqual([]);
    expect(told(pets(pet(0)), pets(pet(0, { state: 'terminating' })))).toEqual(['web-0 pet-terminating']);
    expect(told(pets(pet(0, { state: 'terminating' })), pets())).toEqual(['web-0 pet-deleted']);
  });

  test('one that was replaced between two looks', () => {
    expect(told(pets(pet(0)), pets(pet(0, { uid: 'another' })))).toEqual(['web-0 pet-deleted', 'web-0 pet-created']);
  });

  test('one that was adopted', () => {
    expect(told(pets(pet(0, { ownership: 'orphan' })), pets(pet(0)))).toEqual(['web-0 pet-adopted']);
  });

  test('one that lost its labels is told once it was let go, also where both were seen at once', () => {
    const stray = pet(0, { ownership: 'stray' });
    const free = pet(0, { ownership: 'foreign' });
    expect(told(pets(pet(0)), pets(stray))).toEqual([]);
    expect(told(pets(stray), pets(free))).toEqual(['web-0 pet-released']);
    expect(told(pets(pet(0)), pets(free))).toEqual(['web-0 pet-released']);
    expect(told(pets(free), pets(free))).toEqual([]);
    expect(told(pets(stray), pets(pet(0)))).toEqual([]);
  });

  test('what others do with their pods is not ours to tell', () => {
    expect(told(pets(), pets(pet(0, { ownership: 'foreign' })))).toEqual([]);
  });
});

test('claims come, are adopted, are deleted and go', () => {
  const claims = (...some: ReturnType<typeof claim>[]): Observed => observed([], { claims: some });
  const byHand = claim('www-web-1', { labelledFor: undefined });
  expect(told(claims(), claims(claim('www-web-0'), byHand))).toEqual(['www-web-0 claim-created']);
  expect(told(claims(byHand), claims(claim('www-web-1')))).toEqual(['www-web-1 claim-adopted']);
  const going = claim('www-web-0', { terminating: true });
  expect(told(claims(claim('www-web-0')), claims(going))).toEqual(['www-web-0 claim-terminating']);
  expect(told(claims(going), claims())).toEqual(['www-web-0 claim-deleted']);
});

test('claims grow, and go with others than before', () => {
  const now = (more: Parameters<typeof claim>[1]): Observed => observed([], { claims: [claim('www-web-0', more)] });
  const asking = { requested: '2Gi', capacity: '1Gi' };
  expect(told(now({}), now(asking))).toEqual(['www-web-0 claim-growing']);
  expect(told(now(asking), now({ ...asking, capacity: '2Gi' }))).toEqual(['www-web-0 claim-grown']);
  expect(told(now({}), now({ requested: '2Gi', capacity: '2Gi' }))).toEqual(['www-web-0 claim-grown']);
  expect(told(now({ capacity: undefined, phase: 'Pending' }), now({}))).toEqual([]);
  const ofPet = { goesWith: [{ kind: 'pet', uid: 'u', isGone: false }] } as const;
  expect(told(now({}), now(ofPet))).toEqual(['www-web-0 claim-kept']);
  expect(told(now(ofPet), now({}))).toEqual(['www-web-0 claim-kept']);
  expect(told(now(ofPet), now({ ...ofPet, terminating: true }))).toEqual(['www-web-0 claim-terminating']);
});
