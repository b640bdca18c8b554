import { describe, expect, test } from 'vitest';
import type { Desired } from '../../../src/controller/observed.js';
import { plan } from '../../../src/controller/plan.js';
import type { Replacement } from '../../../src/petset/replacement.js';
import { claim, desired, observed, pet, tell } from '../../fixtures/sets.js';

/** The wish that web-1 of three pets be replaced. */
function replacing(more: Partial<Replacement> = {}): Desired {
  const wish = { ordinal: 1, podUid: 'uid-of-web-1', claimUids: [], force: false, ...more };
  return desired({ replicas: 3 }, { replacements: [wish] });
}
const withClaims = { claimUids: ['uid-of-www-web-1'] };
const claims = ['www-web-0', 'www-web-1', 'www-web-2'].map((name) => claim(name));

test('the pet is deleted, waited for, and made anew on its claims', () => {
  expect(tell(plan(replacing(), observed([pet(0), pet(1), pet(2)])))).toBe('delete web-1');
  expect(tell(plan(replacing(), observed([pet(0), pet(1, { state: 'terminating' }), pet(2)])))).toBe(
    'wait for web-1: gone',
  );
  expect(tell(plan(replacing(), observed([pet(0), pet(2)], { claims })))).toBe('forget to replace web-1');
  expect(tell(plan(desired({ replicas: 3 }), observed([pet(0), pet(2)], { claims })))).toBe('create web-1');
});

test('its claims go once it is gone, and it comes back when they are', () => {
  const wish = replacing(withClaims);
  expect(tell(plan(wish, observed([pet(0), pet(1), pet(2)])))).toBe('delete web-1');
  expect(tell(plan(wish, observed([pet(0), pet(1, { state: 'terminating' }), pet(2)])))).toBe('wait for web-1: gone');
  expect(tell(plan(wish, observed([pet(0), pet(2)], { claims })))).toBe('delete www-web-1');
  const going = claims.map((each) => ({ ...each, terminating: each.ordinal === 1 }));
  expect(tell(plan(wish, observed([pet(0), pet(2)], { claims: going })))).toBe('wait for www-web-1: claim-gone');
  expect(tell(plan(wish, observed([pet(0), pet(2)])))).toBe('forget to replace web-1');
});

test('where there is no pod, its claims are replaced alone', () => {
  const wish = desired(
    { replicas: 3 },
    { replacements: [{ ordinal: 1, claimUids: ['uid-of-www-web-1'], force: false }] },
  );
  expect(tell(plan(wish, observed([pet(0), pet(2)], { claims })))).toBe('delete www-web-1');
});

test('it does not matter how the others are: they may be on the same node', () => {
  expect(tell(plan(replacing(), observed([pet(0, { state: 'starting' }), pet(1)])))).toBe('delete web-1');
});

describe('by force', () => {
  const steps = (state: 'healthy' | 'terminating', graceSeconds?: number) =>
    plan(replacing({ force: true }), observed([pet(0), pet(1, { state, graceSeconds }), pet(2)]));
  const byForce = { kind: 'act', steps: [expect.objectContaining({ do: 'delete-pet', force: true })] };

  test('nobody waits for the word of its node', () => {
    expect(steps('healthy')).toEqual(byForce);
    expect(steps('terminating', 30)).toEqual(byForce);
  });

  test('what a finalizer holds is deleted once, and waited for', () => {
    expect(tell(steps('terminating', 0))).toBe('wait for web-1: gone');
  });

  test('never where that was not asked for', () => {
    expect(plan(replacing(), observed([pet(0), pet(1), pet(2)]))).toMatchObject({ steps: [{ force: false }] });
  });
});

describe('what came after is not struck', () => {
  const forgotten = 'forget to replace web-1';

  test('another pod of that name, on claims that then stay', () => {
    const wish = replacing({ ...withClaims, force: true });
    expect(tell(plan(wish, observed([pet(0), pet(1, { uid: 'another' }), pet(2)])))).toBe(forgotten);
  });

  test('the same pod, where it was given to nobody', () => {
    expect(tell(plan(replacing(), observed([pet(0), pet(1, { ownership: 'orphan' }), pet(2)])))).toBe(forgotten);
  });

  test('claims of the same names', () => {
    const others = claims.map((each) => ({ ...each, uid: `new-${each.uid}` }));
    expect(tell(plan(replacing(withClaims), observed([pet(0), pet(2)], { claims: others })))).toBe(forgotten);
  });

  test('a pet that is not wanted any more goes in its turn', () => {
    const wish = { ...replacing(), set: desired({ replicas: 1 }).set };
    expect(tell(plan(wish, observed([pet(0), pet(1), pet(2)])))).toBe(forgotten);
  });
});

test('nothing is replaced of a set that goes', () => {
  const wish = { ...replacing(withClaims), teardown: 'delete' } as const;
  expect(tell(plan(wish, observed([pet(0), pet(1), pet(2)])))).toBe('delete web-2');
});

test('somebody who has a hand on the claims is in the way; one who goes is waited for', () => {
  const used = (terminating: boolean) => claims.map((each) => ({ ...each, usedBy: { name: 'backup', terminating } }));
  expect(tell(plan(replacing(withClaims), observed([pet(0), pet(1), pet(2)], { claims: used(false) })))).toBe(
    'stuck: pod/backup is no pet of this set and uses persistentvolumeclaim/www-web-1, which is to be deleted',
  );
  expect(tell(plan(replacing(), observed([pet(0), pet(1), pet(2)], { claims: used(false) })))).toBe('delete web-1');
  expect(tell(plan(replacing(withClaims), observed([pet(0), pet(2)], { claims: used(true) })))).toBe(
    'wait for www-web-1: claim-unused',
  );
});

test('one that waits for its node does not keep another from being replaced by force', () => {
  const wishes = [
    { ordinal: 0, podUid: 'uid-of-web-0', claimUids: [], force: false },
    { ordinal: 1, podUid: 'uid-of-web-1', claimUids: [], force: true },
  ];
  const going = [0, 1].map((ordinal) => pet(ordinal, { state: 'terminating', graceSeconds: 30 }));
  const both = desired({ replicas: 2 }, { replacements: wishes });
  expect(tell(plan(both, observed(going)))).toBe('delete web-1');
  expect(tell(plan(desired({ replicas: 2 }, { replacements: wishes.slice(0, 1) }), observed(going)))).toBe(
    'wait for web-0: gone',
  );
});
