import { expect, test } from 'vitest';
import { plan } from '../../../src/controller/plan.js';
import { pausing } from '../../../src/controller/plan-pause.js';
import { desired, observed, pet, tell } from '../../fixtures/sets.js';

test('the record holds everything where it carries the brake', () => {
  const paused = { paused: true };
  for (const held of [
    desired({ replicas: 0 }, paused),
    desired({ replicas: 5 }, paused),
    desired({ replicas: 1 }, paused),
    desired({}, { ...paused, teardown: 'clean' }),
    desired({}, { ...paused, teardown: 'delete' }),
    desired({}, { ...paused, replacements: [{ ordinal: 0, podUid: 'uid-of-web-0', claimUids: [], force: true }] }),
  ]) {
    expect(tell(plan(held, observed([pet(0), pet(1)])))).toBe('wait for the record: resume-set');
  }
});

test('a pause of the record and one of a pet are both named', () => {
  const pets = [pet(0), pet(1, { initialized: false }), pet(2, { initialized: false })];
  expect(tell(plan(desired({}, { paused: true }), observed(pets)))).toBe(
    'wait for the record: resume-set, wait for web-1: resume',
  );
});

test('a record that somebody deletes is not held by it', () => {
  const going = { object: 'configmap/petset-web', uid: 'u', finalizers: [] };
  expect(tell(plan(desired({}, { paused: true, going }), observed([pet(0)])))).toBe(
    'wait for configmap/petset-web: record-gone',
  );
});

test('pets pause their set, lowest first; one that is going, or is somebody else’s, does not', () => {
  const initialized = false;
  const pets = [
    pet(4, { initialized }),
    pet(3, { initialized, ownership: 'foreign' }),
    pet(2, { initialized, state: 'terminating' }),
    pet(1, { initialized, state: 'finished' }),
    pet(0),
  ];
  expect(pausing(pets).map(({ name }) => name)).toEqual(['web-1', 'web-4']);
});
