import { describe, expect, test } from 'vitest';
import type { Desired } from '../../../src/controller/observed.js';
import { operationOf } from '../../../src/controller/operation.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { claim, desired, observed, pet, upgrading } from '../../fixtures/sets.js';

const three = { replicas: 3 };

function told(wanted: Desired, pets: readonly ObservedPet[], claims: readonly string[] = []): string {
  const { kind, left, total, paused } = operationOf(
    wanted,
    observed(pets, { claims: claims.map((name) => claim(name)) }),
  );
  return `${kind} ${left}${total === undefined ? '' : ` of ${total}`}${paused ? ', paused' : ''}`;
}

describe('what a set is doing', () => {
  test('is nothing where all pets are there and healthy', () => {
    expect(told(desired(three), [pet(0), pet(1), pet(2)])).toBe('rest 0 of 3');
    expect(told(desired({ replicas: 0 }), [])).toBe('rest 0 of 0');
  });

  test('is to come up as long as pets are missing, and to recover where one that is there is not healthy', () => {
    expect(told(desired(three), [])).toBe('fill 3 of 3');
    expect(told(desired(three), [pet(0), pet(1, { state: 'starting' })])).toBe('fill 2 of 3');
    expect(told(desired(three), [pet(0), pet(1), pet(2, { state: 'starting' })])).toBe('recover 1 of 3');
  });

  test('is to shrink where pets are there that are not wanted, once the others are healthy', () => {
    expect(told(desired({ replicas: 1 }), [pet(0), pet(1), pet(2, { state: 'terminating' })])).toBe('shrink 2');
    expect(told(desired({ replicas: 1, ordinals: { reserve: [0] } }), [pet(0), pet(1)])).toBe('shrink 1');
  });

  test('is a rollout until every pet that it comes to is new and healthy', () => {
    const fresh = (ordinal: number, more: Partial<ObservedPet> = {}): ObservedPet =>
      pet(ordinal, { revision: 'rev2', ...more });
    expect(told(upgrading({}, three), [pet(0), pet(1), pet(2)])).toBe('roll-out 3 of 3');
    expect(told(upgrading({}, three), [pet(0), pet(1)])).toBe('roll-out 3 of 3');
    expect(told(upgrading({}, three), [pet(0), pet(1), fresh(2, { state: 'starting' })])).toBe('roll-out 3 of 3');
    expect(told(upgrading({}, three), [pet(0), pet(1), fresh(2)])).toBe('roll-out 2 of 3');
    expect(told(upgrading({ partition: 2 }, three), [pet(0), pet(1), fresh(2)])).toBe('rest 0 of 3');
    expect(told(upgrading({ partition: 1 }, three), [pet(0), pet(1), fresh(2)])).toBe('roll-out 1 of 2');
    expect(told(upgrading({ partition: 9 }, three), [pet(0), pet(1)])).toBe('fill 1 of 3');
    const skipping = { ...three, ordinals: { reserve: [0] } };
    expect(told(upgrading({ partition: 2 }, skipping), [pet(1), pet(3)])).toBe('roll-out 2 of 2');
  });

  test('is no rollout where a new template only waits for somebody to ask for it', () => {
    const waiting = desired(three, { revision: 'rev2', recorded: { from: 'rev1', wish: undefined } });
    expect(told(waiting, [pet(0), pet(1), pet(2)])).toBe('rest 0 of 3');
  });

  test('is to go, whatever else was wanted; in a clean-up the claims go too', () => {
    const claims = ['www-web-0', 'www-web-1'];
    expect(told(desired(three, { teardown: 'clean' }), [pet(0)], claims)).toBe('clean 3');
    expect(told(desired(three, { teardown: 'delete' }), [pet(0)], claims)).toBe('delete 1');
    expect(told(desired(three, { teardown: 'orphan' }), [pet(0)], claims)).toBe('orphan 0');
  });

  test('is paused by the brake of the record or of a pet', () => {
    expect(told(desired(three, { paused: true }), [])).toBe('fill 3 of 3, paused');
    expect(told(upgrading({}, three), [pet(0), pet(1), pet(2, { initialized: false, revision: 'rev2' })])).toBe(
      'roll-out 3 of 3, paused',
    );
  });

  test('counts wishes to replace a pet, and claims that have less storage than their template wants', () => {
    const wish = { ordinal: 1, podUid: 'uid-of-web-1', claimUids: [], force: false };
    expect(told(desired(three, { replacements: [wish] }), [pet(0), pet(1), pet(2)])).toBe('replace 1');
    const small = observed([pet(0), pet(1)], { claims: [claim('www-web-0', { requested: '1Gi', capacity: '500Mi' })] });
    expect(operationOf(desired(), small)).toEqual({ kind: 'grow', left: 1, total: undefined, paused: false });
  });
});
