import { describe, expect, test } from 'vitest';
import { plan } from '../../../src/controller/plan.js';
import type { Desired } from '../../../src/controller/observed.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { overrideHash } from '../../../src/petset/overrides.js';
import { claim, desired, observed, pet, revision, tell, upgrading, webSet } from '../../fixtures/sets.js';

const BOTH = [revision('rev1'), revision('rev2')];
const three = { replicas: 3 };
const old = (ordinal: number, more: Partial<ObservedPet> = {}): ObservedPet => pet(ordinal, more);
const fresh = (ordinal: number, more: Partial<ObservedPet> = {}): ObservedPet =>
  pet(ordinal, { revision: 'rev2', ...more });

function told(wanted: Desired, pets: readonly ObservedPet[], revisions = BOTH): string {
  const claims = [0, 1, 2, 3, 4].map((ordinal) => claim(`www-web-${ordinal}`));
  return tell(plan(wanted, observed(pets, { revisions, claims })));
}

describe('a rollout', () => {
  test('begins at the highest pet, since the lowest is so often the master', () => {
    expect(told(upgrading({}, three), [old(0), old(1), old(2)])).toBe('evict web-2');
  });

  test('waits until the pet is gone, makes it anew, and waits until it is healthy', () => {
    expect(told(upgrading({}, three), [old(0), old(1), old(2, { state: 'terminating' })])).toBe('wait for web-2: gone');
    expect(told(upgrading({}, three), [old(0), old(1)])).toBe('create web-2 of rev2');
    expect(told(upgrading({}, three), [old(0), old(1), fresh(2, { state: 'starting' })])).toBe('wait for web-2: ready');
    expect(told(upgrading({}, three), [old(0), old(1), fresh(2, { state: 'settling' })])).toBe(
      'wait for web-2: available',
    );
    expect(told(upgrading({}, three), [old(0), old(1), fresh(2)])).toBe('evict web-1');
  });

  test('is over when every pet is of the new template', () => {
    expect(told(upgrading({}, three), [fresh(0), fresh(1), fresh(2)])).toBe('note that all is rolled out');
    expect(told(desired(three, { revision: 'rev2' }), [fresh(0), fresh(1), fresh(2)])).toBe('done');
  });

  test('goes up from the lowest, as the guide did it, or in the order of a list', () => {
    expect(told(upgrading({ order: 'ascending' }, three), [old(0), old(1), old(2)])).toBe('evict web-0');
    expect(told(upgrading({ order: 'ascending' }, three), [fresh(0), old(1), old(2)])).toBe('evict web-1');
    expect(told(upgrading({ order: [1, 2, 0] }, three), [old(0), old(1), old(2)])).toBe('evict web-1');
    expect(told(upgrading({ order: [1] }, three), [old(0), fresh(1), old(2)])).toBe('evict web-2');
  });

  test('deletes whatever a budget says where that is wanted', () => {
    expect(told(upgrading({ ignoreBudgets: true }, three), [old(0), old(1), old(2)])).toBe('delete web-2');
  });

  test('pauses after each pet where that is wanted', () => {
    expect(told(upgrading({ step: true }, three), [old(0), old(1)])).toBe('create web-2 of rev2, braked');
    expect(told(upgrading({ step: true }, three), [old(0), old(1), fresh(2, { initialized: false })])).toBe(
      'wait for web-2: resume',
    );
  });

  test('does not begin before a scale-down has ended', () => {
    const going = fresh(3, { state: 'terminating' });
    expect(told(upgrading({}, three), [old(0), old(1), old(2), going])).toBe('wait for web-3: gone');
  });

  test('has a Parallel set go one by one as well', () => {
    const parallel = upgrading({}, { ...three, podManagementPolicy: 'Parallel' });
    expect(told(parallel, [old(0), old(1), old(2)])).toBe('evict web-2');
    expect(told(parallel, [old(0), old(1), fresh(2, { state: 'starting' })])).toBe('wait for web-2: ready');
  });
});

describe('several pets away at once', () => {
  const five = { replicas: 5 };
  const two = upgrading({ maxUnavailable: 2 }, five);

  test('are no more than may be', () => {
    expect(told(two, [old(0), old(1), old(2), old(3), old(4)])).toBe('evict web-4, evict web-3');
    expect(told(two, [old(0), old(1), old(2), old(3), old(4, { state: 'terminating' })])).toBe(
      'evict web-3, wait for web-4: gone',
    );
    const away = [old(3, { state: 'terminating' }), old(4, { state: 'terminating' })];
    expect(told(two, [old(0), old(1), old(2), ...away])).toBe('wait for web-3: gone');
  });

  test('are a share of all of them, rounded down, and at least one', () => {
    const wish = (maxUnavailable: string): Desired => upgrading({ maxUnavailable }, five);
    const all = [old(0), old(1), old(2), old(3), old(4)];
    expect(told(wish('50%'), all)).toBe('evict web-4, evict web-3');
    expect(told(wish('10%'), all)).toBe('evict web-4');
  });

  test('are one where somebody steps through: another could not come back while he looks at the first', () => {
    const stepped = upgrading({ maxUnavailable: 2, step: true }, five);
    expect(told(stepped, [old(0), old(1), old(2), old(3), old(4)])).toBe('evict web-4');
    expect(told(stepped, [old(0), old(1), old(2), old(3), old(4, { state: 'terminating' })])).toBe(
      'wait for web-4: gone',
    );
  });

  test('the next one goes as soon as one of them is back', () => {
    expect(told(two, [old(0), old(1), old(2), fresh(3), fresh(4, { state: 'starting' })])).toBe(
      'evict web-2, wait for web-4: ready',
    );
  });

  test('none goes that could not come back, above a pet that the rollout leaves alone and that is not healthy', () => {
    const canary = upgrading({ maxUnavailable: 2, partition: 1 }, three);
    expect(told(canary, [old(0, { state: 'starting' }), old(1), old(2)])).toBe('wait for web-0: ready');
    expect(told(canary, [old(0, { state: 'terminating' }), old(1), old(2)])).toBe('wait for web-0: gone');
    const parallel = upgrading({ maxUnavailable: 2, partition: 1 }, { ...three, podManagementPolicy: 'Parallel' });
    expect(told(parallel, [old(0, { state: 'starting' }), old(1), old(2)])).toBe('evict web-2');
  });
});

describe('a partition', () => {
  const canary = upgrading({ partition: 2 }, three);

  test('keeps the pets below it as they are', () => {
    expect(told(canary, [old(0), old(1), old(2)])).toBe('evict web-2');
    expect(told(canary, [old(0), old(1), fresh(2)])).toBe('done');
  });

  test('has a pet below it come back with the template that it had', () => {
    expect(told(canary, [old(0), fresh(2)])).toBe('create web-1');
    expect(told(canary, [old(0), old(1)])).toBe('create web-2 of rev2');
  });

  test('counts from the first ordinal', () => {
    const shifted = upgrading({ partition: 1 }, { replicas: 2, ordinals: { start: 3 } });
    expect(told(shifted, [old(3), old(4)])).toBe('evict web-4');
    expect(told(shifted, [old(3), fresh(4)])).toBe('done');
  });

  test('does not have pets step through that come back later by themselves', () => {
    const stepped = upgrading({ partition: 2, step: true }, three);
    expect(told(stepped, [old(0), old(1), fresh(2)])).toBe('note that the others may wait');
  });

  test('of which nobody knows any more what was before gives the present template', () => {
    expect(told(canary, [old(0), fresh(2)], [revision('rev2')])).toBe('create web-1 of rev2');
    const stepped = upgrading({ partition: 2, step: true }, three);
    expect(told(stepped, [old(0), fresh(2)], [revision('rev2')])).toBe('create web-1 of rev2');
  });
});

describe('out of a broken upgrade', () => {
  const forward = desired(three, {
    revision: 'rev3',
    recorded: { from: 'rev1', wish: upgrading().rollout },
    rollout: upgrading().rollout,
  });
  const revisions = [revision('rev1'), revision('rev2'), revision('rev3')];

  test('the broken pet is replaced first, and nobody has to delete it by hand (kubernetes#67250)', () => {
    expect(told(forward, [old(0), old(1), fresh(2, { state: 'starting' })], revisions)).toBe('delete web-2');
  });

  test('also when the broken pet is not the one that was being upgraded', () => {
    expect(told(forward, [old(0, { state: 'starting' }), old(1), fresh(2)], revisions)).toBe('delete web-0');
  });

  test('an updated pet that is not healthy stops everything', () => {
    const updated = pet(2, { revision: 'rev3', state: 'starting' });
    expect(told(forward, [old(0), old(1), updated], revisions)).toBe('wait for web-2: ready');
  });

  test('a broken pet that no rollout is to touch is waited for', () => {
    expect(told(upgrading({ partition: 2 }, three), [old(0, { state: 'starting' }), old(1), old(2)])).toBe(
      'wait for web-0: ready',
    );
    expect(told(desired(three, { revision: 'rev2' }), [old(0, { state: 'starting' }), old(1), old(2)])).toBe(
      'wait for web-0: ready',
    );
  });

  test('a pet that serves is spared by the budget even before it counts as available', () => {
    expect(told(forward, [old(0), old(1), fresh(2, { state: 'settling' })], revisions)).toBe('evict web-2');
  });
});

describe('in place', () => {
  const inPlace = upgrading({ inPlace: true }, three);

  test('only the image of a pet is changed where nothing else differs', () => {
    expect(told(inPlace, [old(0), old(1), old(2)])).toBe('patch web-2');
    expect(told(inPlace, [old(0), old(1), fresh(2, { state: 'restarting' })])).toBe('wait for web-2: ready');
    expect(told(inPlace, [old(0), old(1), fresh(2)])).toBe('patch web-1');
  });

  test('a pet is deleted where more differs, or nobody knows what', () => {
    const another = [revision('rev1', { shape: 'other' }), revision('rev2')];
    expect(told(inPlace, [old(0), old(1), old(2)], another)).toBe('evict web-2');
    expect(told(inPlace, [old(0), old(1), old(2, { revision: undefined })])).toBe('evict web-2');
    const unknown = [revision('rev1', { shape: undefined }), revision('rev2', { shape: undefined })];
    expect(told(inPlace, [old(0), old(1), old(2)], unknown)).toBe('evict web-2');
  });

  test('steps too', () => {
    expect(told(upgrading({ inPlace: true, step: true }, three), [old(0), old(1), old(2)])).toBe('patch web-2, braked');
  });

  test('a broken pet is mended where it is', () => {
    expect(told(inPlace, [old(0, { state: 'starting' }), old(1), old(2)])).toBe('patch web-0');
  });

  test('a pet whose containers are just being replaced is let be until they are, though it is to have other ones again', () => {
    expect(told(inPlace, [old(0), old(1), old(2, { state: 'restarting' })])).toBe('wait for web-2: ready');
    const another = [revision('rev1', { shape: 'other' }), revision('rev2')];
    expect(told(inPlace, [old(0), old(1), old(2, { state: 'restarting' })], another)).toBe('evict web-2');
  });
});

describe('what is overridden for an ordinal', () => {
  const template = { metadata: { annotations: { role: 'first' } } };
  const spec = { ...three, ordinals: { overrides: [{ ordinal: 1, template }] } };
  const override = overrideHash(webSet(spec).spec, 1);

  test('makes its pet outdated, though it is of the present template', () => {
    expect(told(upgrading({}, spec), [fresh(0), fresh(1), fresh(2)])).toBe('evict web-1');
    expect(told(upgrading({}, spec), [fresh(0), fresh(1, { override }), fresh(2)])).toBe('note that all is rolled out');
    expect(told(upgrading({}, three), [fresh(0), fresh(1, { override }), fresh(2)])).toBe('evict web-1');
  });

  test('is not given to a pet where it runs', () => {
    const inPlace = upgrading({ inPlace: true }, spec);
    expect(told(inPlace, [old(0), old(1), fresh(2)])).toBe('evict web-1');
    expect(told(inPlace, [old(0), old(1, { override }), fresh(2)])).toBe('patch web-1');
  });
});

describe('a new template', () => {
  test('waits for an upgrade, but a pet that is made anew is of it, as PetSets had it', () => {
    const waiting = desired(three, { revision: 'rev2', recorded: { from: 'rev1', wish: undefined } });
    expect(told(waiting, [old(0), old(1), old(2)])).toBe('done');
    expect(told(waiting, [old(0), old(2)])).toBe('create web-1 of rev2');
  });

  test('is rolled out at once where the strategy is RollingUpdate', () => {
    const rolling = desired(
      { ...three, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
      { revision: 'rev2', recorded: { from: 'rev1', wish: undefined } },
    );
    expect(told(rolling, [old(0), old(1), old(2)])).toBe('evict web-2');
    expect(told(rolling, [fresh(1), fresh(2)])).toBe('create web-0');
    expect(told(rolling, [old(0), fresh(1), fresh(2)])).toBe('done');
  });
});

describe('revisions', () => {
  const all = [fresh(0), fresh(1), fresh(2)];

  test('a template that comes back gets a new number', () => {
    const back = [revision('rev2', { number: 1 }), revision('rev1', { number: 2 })];
    expect(told(desired(three, { revision: 'rev2' }), all, back)).toBe('number rev2 3');
  });

  test('the change cause is that of the set', () => {
    const caused = [revision('rev1'), revision('rev2', { cause: 'somebody' })];
    expect(told(desired(three, { revision: 'rev2' }), all, caused)).toBe('number rev2 2');
  });

  test('no more than revisionHistoryLimit are kept beside those that pets are of, and the oldest go first', () => {
    const many = [2, 3, 4, 5, 6].map((number) => revision(`rev${number}`, { number }));
    const limited = desired({ ...three, revisionHistoryLimit: 2 }, { revision: 'rev6' });
    const pets = [pet(0, { revision: 'rev6' }), pet(1, { revision: 'rev6' }), pet(2, { revision: 'rev2' })];
    expect(told(limited, pets, many)).toBe('delete petset-web.rev3');
    const more = [...many, revision('rev0', { number: 0 })];
    expect(told(limited, pets, more)).toBe('delete petset-web.rev0, delete petset-web.rev3');
  });
});
