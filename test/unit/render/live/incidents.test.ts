import { expect, test } from 'vitest';
import type { ObservedPet } from '../../../../src/petset/observed-pet.js';
import { Incidents } from '../../../../src/render/live/incidents.js';
import { pet } from '../../../fixtures/sets.js';
import { webStanding } from '../../../fixtures/standing.js';

const set = { namespace: 'default', name: 'web' };

const crashing = (more: Partial<ObservedPet> = {}): ObservedPet =>
  pet(1, { state: 'starting', cells: { ready: '0/1', status: 'CrashLoopBackOff', restarts: 1 }, ...more });

function kept(): Incidents {
  return new Incidents(webStanding(2, [pet(0), pet(1)]));
}

test('a pet that is made anew is told once it is healthy, with how long it was not', () => {
  const incidents = kept();
  const another = { uid: 'another' };
  expect(
    incidents.take({ type: 'pet-terminating', pet: pet(1, { state: 'terminating' }), set }, 1_000),
  ).toBeUndefined();
  expect(incidents.take({ type: 'pet-deleted', pet: pet(1, { state: 'terminating' }), set }, 2_000)).toBeUndefined();
  expect(incidents.take({ type: 'pet-created', pet: crashing(another), set }, 3_000)).toBeUndefined();
  expect(incidents.take({ type: 'pet-changed', pet: pet(1, another), set }, 13_000)).toBe(
    'pod/web-1 was replaced: ready again after 12s',
  );
});

test('a pet that recovers is told with what it suffered from', () => {
  const incidents = kept();
  incidents.take({ type: 'pet-changed', pet: crashing(), set }, 1_000);
  expect(incidents.take({ type: 'pet-changed', pet: pet(1), set }, 41_000)).toBe(
    'pod/web-1 recovered from CrashLoopBackOff: ready again after 40s',
  );
  expect(incidents.take({ type: 'pet-changed', pet: pet(1), set }, 42_000)).toBeUndefined();
});

test('of a pet that comes for the first time, or again after it was not wanted, nothing is told', () => {
  const incidents = kept();
  incidents.take({ type: 'pet-created', pet: crashing({ name: 'web-2' }), set }, 0);
  expect(incidents.take({ type: 'pet-changed', pet: pet(2), set }, 1_000)).toBeUndefined();
  incidents.take({ type: 'pet-deleted', pet: pet(1), set }, 2_000);
  incidents.take({ type: 'set-ready', ready: 1, replicas: 1, set }, 3_000);
  expect(incidents.take({ type: 'pet-created', pet: pet(1, { uid: 'another' }), set }, 90_000)).toBeUndefined();
});
