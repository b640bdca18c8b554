import { describe, expect, test } from 'vitest';
import { plan } from '../../../src/controller/plan.js';
import { claim, desired, observed, pet, revision, tell } from '../../fixtures/sets.js';

describe('creating a set', () => {
  test('the present template is remembered before anything else', () => {
    const nothing = { ...observed([]), revisions: [] };
    expect(tell(plan(desired(), nothing))).toBe('create the revision');
  });

  test('the first pet is created after its claim', () => {
    expect(tell(plan(desired(), observed([])))).toBe('create www-web-0');
    expect(tell(plan(desired(), observed([], { claims: [claim('www-web-0')] })))).toBe('create web-0');
  });

  test('the second pet waits until the first is healthy, but its claim is made meanwhile', () => {
    const starting = [pet(0, { state: 'starting' })];
    expect(tell(plan(desired(), observed(starting)))).toBe('create www-web-1, wait for web-0: ready');
    const claims = [claim('www-web-0'), claim('www-web-1')];
    expect(tell(plan(desired(), observed(starting, { claims })))).toBe('wait for web-0: ready');
    expect(tell(plan(desired(), observed([pet(0)], { claims })))).toBe('create web-1');
    expect(tell(plan(desired(), observed([pet(0)])))).toBe('create www-web-1');
  });

  test('a pet that is ready but too young keeps the next one waiting', () => {
    expect(tell(plan(desired({ minReadySeconds: 5 }), observed([pet(0, { state: 'settling' })])))).toBe(
      'create www-web-1, wait for web-0: available',
    );
  });

  test('a pet that is healthy but not verified keeps the next one waiting', () => {
    const unverified = new Set([pet(0).uid]);
    const first = observed([pet(0)], { claims: [claim('www-web-0'), claim('www-web-1')] });
    expect(tell(plan(desired(), { ...first, unverified }))).toBe('wait for web-0: verified');
    expect(tell(plan(desired(), { ...first, unverified: new Set<string>() }))).toBe('create web-1');
  });

  test('of a pet that is not healthy, that is waited for first', () => {
    const unverified = new Set([pet(0).uid]);
    const unready = { ...observed([pet(0, { state: 'starting' })]), unverified };
    expect(tell(plan(desired({ replicas: 1 }), unready))).toBe('wait for web-0: ready');
  });

  test('no pet goes while one that stays is not verified', () => {
    const unverified = new Set([pet(1).uid]);
    const one = { ...observed([pet(0), pet(1), pet(2)]), unverified };
    expect(tell(plan(desired(), one))).toBe('wait for web-1: verified');
  });

  test('a set that goes waits for no verification', () => {
    const unverified = new Set([pet(0).uid]);
    expect(tell(plan(desired({}, { teardown: 'clean' }), { ...observed([pet(0)]), unverified }))).toBe('delete web-0');
  });

  test('when every pet is healthy, that is all', () => {
    expect(tell(plan(desired(), observed([pet(0), pet(1)])))).toBe('done');
  });

  test('a set of no pets is done at once', () => {
    expect(tell(plan(desired({ replicas: 0 }), observed([])))).toBe('done');
  });

  test('ordinals start where the set says', () => {
    expect(tell(plan(desired({ ordinals: { start: 5 } }), observed([])))).toBe('create www-web-5');
  });

  test('a parallel set does not wait for one pet before the next', () => {
    const parallel = desired({ replicas: 3, podManagementPolicy: 'Parallel' });
    expect(tell(plan(parallel, observed([pet(0, { state: 'starting' })])))).toBe('create www-web-1, create www-web-2');
    const claims = [0, 1].map((ordinal) => claim(`www-web-${ordinal}`));
    expect(tell(plan(parallel, observed([], { claims })))).toBe('create web-0, create web-1, create www-web-2');
    const starting = [0, 1, 2].map((ordinal) => pet(ordinal, { state: 'starting' }));
    expect(tell(plan(parallel, observed(starting)))).toBe(
      'wait for web-0: ready, wait for web-1: ready, wait for web-2: ready',
    );
  });
});

describe('claims', () => {
  test('a claim that is there is used again', () => {
    expect(tell(plan(desired(), observed([], { claims: [claim('www-web-0')] })))).toBe('create web-0');
  });

  test('a claim that was made by hand is labelled as the set’s before its pet is created', () => {
    const byHand = claim('www-web-0', { labelledFor: undefined });
    expect(tell(plan(desired(), observed([], { claims: [byHand] })))).toBe('adopt www-web-0');
  });

  test('a claim that is being deleted is waited for', () => {
    const going = claim('www-web-0', { terminating: true });
    const one = desired({ replicas: 1 });
    expect(tell(plan(one, observed([], { claims: [going] })))).toBe('wait for www-web-0: claim-gone');
  });

  test('a claim that is being deleted under a healthy pet holds nobody up', () => {
    const going = claim('www-web-0', { terminating: true });
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0)], { claims: [going] })))).toBe('done');
  });

  test('a claim of another set stops everything', () => {
    const theirs = claim('www-web-0', { labelledFor: 'other' });
    expect(tell(plan(desired(), observed([], { claims: [theirs] })))).toBe(
      'stuck: persistentvolumeclaim/www-web-0 belongs to petset/other',
    );
  });

  test('a claim that has an owner is not taken from it', () => {
    const theirs = claim('www-web-0', { labelledFor: undefined, owner: 'StatefulSet/web' });
    expect(tell(plan(desired(), observed([], { claims: [theirs] })))).toBe(
      'stuck: persistentvolumeclaim/www-web-0 belongs to StatefulSet/web',
    );
    const going = { ...theirs, terminating: true };
    expect(tell(plan(desired({ replicas: 1 }), observed([], { claims: [going] })))).toBe(
      'wait for www-web-0: claim-gone',
    );
  });

  test('a missing claim of a pet that is there is made', () => {
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0)], { claims: [] })))).toBe('create www-web-0');
  });
});

describe('scaling down', () => {
  const five = [0, 1, 2, 3, 4].map((ordinal) => pet(ordinal));
  const to3 = desired({ replicas: 3 });

  test('the highest pet goes first, and its claim stays', () => {
    expect(tell(plan(to3, observed(five)))).toBe('delete web-4');
  });

  test('the next one waits until it is really gone', () => {
    const going = [...five.slice(0, 4), pet(4, { state: 'terminating' })];
    expect(tell(plan(to3, observed(going)))).toBe('wait for web-4: gone');
    expect(tell(plan(to3, observed(five.slice(0, 4))))).toBe('delete web-3');
    expect(tell(plan(to3, observed(five.slice(0, 3))))).toBe('done');
  });

  test('nothing goes while a pet that stays is unhealthy', () => {
    const ailing = [pet(0), pet(1, { state: 'starting' }), pet(2), pet(3)];
    expect(tell(plan(to3, observed(ailing)))).toBe('wait for web-1: ready');
  });

  test('an unhealthy pet that is to go may go', () => {
    expect(tell(plan(to3, observed([...five.slice(0, 3), pet(3, { state: 'starting' })])))).toBe('delete web-3');
  });

  test('a parallel set lets all go at once', () => {
    expect(tell(plan(desired({ replicas: 3, podManagementPolicy: 'Parallel' }), observed(five)))).toBe(
      'delete web-4, delete web-3',
    );
  });
});

describe('taking out one bad pet', () => {
  const without1 = desired({ replicas: 3, ordinals: { reserve: [1] } });

  test('its replacement at the end comes first', () => {
    const bad = pet(1, { state: 'starting' });
    expect(tell(plan(without1, observed([pet(0), bad, pet(2)])))).toBe('create www-web-3');
    expect(tell(plan(without1, observed([pet(0), bad, pet(2), pet(3, { state: 'starting' })])))).toBe(
      'wait for web-3: ready',
    );
    expect(tell(plan(without1, observed([pet(0), bad, pet(2), pet(3)])))).toBe('delete web-1');
  });

  test('its higher siblings stay, and so does its claim', () => {
    const claims = [0, 1, 2, 3].map((ordinal) => claim(`www-web-${ordinal}`));
    expect(tell(plan(without1, observed([pet(0), pet(2), pet(3)], { claims })))).toBe('done');
  });

  test('the next pet is not created before the one below the gap is healthy', () => {
    const claims = [claim('www-web-0'), claim('www-web-2')];
    expect(tell(plan(without1, observed([pet(0, { state: 'starting' })], { claims })))).toBe('wait for web-0: ready');
    expect(tell(plan(without1, observed([pet(0)], { claims })))).toBe('create web-2');
  });

  test('when it is to come back, it does so before the one at the end goes', () => {
    const all = desired({ replicas: 3 });
    expect(tell(plan(all, observed([pet(0), pet(2), pet(3)])))).toBe('create www-web-1');
    expect(tell(plan(all, observed([pet(0), pet(1), pet(2), pet(3)])))).toBe('delete web-3');
  });

  test('of several that are to go the highest goes first', () => {
    const few = desired({ replicas: 2, ordinals: { reserve: [1, 2] } });
    expect(tell(plan(few, observed([0, 1, 2, 3, 4].map((each) => pet(each)))))).toBe('delete web-4');
    expect(tell(plan(few, observed([0, 1, 2, 3].map((each) => pet(each)))))).toBe('delete web-2');
  });

  test('somebody else’s pod of a reserved name is in nobody’s way', () => {
    const foreign = pet(1, { ownership: 'foreign', foreign: 'belongs to StatefulSet/other' });
    expect(tell(plan(without1, observed([pet(0), foreign, pet(2), pet(3)])))).toBe('done');
  });
});

describe('pets that fail', () => {
  test('a failed or evicted pet is removed, and then created again on its claim', () => {
    const failed = [pet(0, { state: 'finished' }), pet(1)];
    expect(tell(plan(desired(), observed(failed)))).toBe('delete web-0');
    const claims = [claim('www-web-0'), claim('www-web-1')];
    expect(tell(plan(desired(), observed([pet(1)], { claims })))).toBe('create web-0');
  });

  test('a deleted pet is waited for before it is created again', () => {
    expect(tell(plan(desired(), observed([pet(0, { state: 'terminating' }), pet(1)])))).toBe('wait for web-0: gone');
  });

  test('the lowest unhealthy pet is the one that is looked at', () => {
    const broken = [pet(0), pet(1, { state: 'starting' }), pet(2, { state: 'finished' })];
    expect(tell(plan(desired({ replicas: 3 }), observed(broken)))).toBe('wait for web-1: ready');
  });
});

describe('pausing', () => {
  const paused = { initialized: false };

  test('nothing is created while a pet has the brake on, even a healthy one', () => {
    expect(tell(plan(desired(), observed([pet(0, paused)])))).toBe('wait for web-0: resume');
  });

  test('nothing is deleted either, wherever the pet stands', () => {
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0), pet(1), pet(2, paused)])))).toBe(
      'wait for web-2: resume',
    );
    expect(tell(plan(desired({}, { teardown: 'clean' }), observed([pet(0, paused), pet(1)])))).toBe(
      'wait for web-0: resume',
    );
  });

  test('a failed pet stays as it is while paused', () => {
    expect(tell(plan(desired(), observed([pet(0, { ...paused, state: 'finished' })])))).toBe('wait for web-0: resume');
  });

  test('a pet that is going away brakes nothing', () => {
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0), pet(1, { ...paused, state: 'terminating' })])))).toBe(
      'wait for web-1: gone',
    );
  });
});

describe('pods of others', () => {
  const theirs = { ownership: 'foreign', foreign: 'belongs to StatefulSet/web' } as const;

  test('a foreign pod of a wanted name stops everything before anything is done', () => {
    expect(tell(plan(desired(), observed([pet(1, theirs)])))).toBe('stuck: pod/web-1 belongs to StatefulSet/web');
  });

  test('a foreign pod of a name that is not wanted is left alone', () => {
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0), pet(1, theirs)])))).toBe('done');
  });

  test('a pod that nobody owns is adopted where it is wanted', () => {
    expect(tell(plan(desired(), observed([pet(0, { ownership: 'orphan' }), pet(1)])))).toBe('adopt web-0');
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0), pet(1, { ownership: 'orphan' })])))).toBe('done');
  });

  test('a pet that lost its labels is let go, wherever it stands, and then it is in the way as any other pod', () => {
    const stray = pet(1, { ownership: 'stray', foreign: 'has no labels' });
    for (const wanted of [desired(), desired({ replicas: 1 })]) {
      expect(tell(plan(wanted, observed([pet(0), stray, pet(2)])))).toBe('release web-1');
    }
    const free = pet(1, { ownership: 'foreign', foreign: 'has no labels' });
    expect(tell(plan(desired(), observed([pet(0), free])))).toBe('stuck: pod/web-1 has no labels');
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0), free])))).toBe('done');
    expect(tell(plan(desired(), observed([pet(0), pet(1, { ownership: 'orphan' })])))).toBe('adopt web-1');
  });

  test('no pet is let go while the set is paused', () => {
    const stray = pet(1, { ownership: 'stray', foreign: 'has no labels' });
    expect(tell(plan(desired(), observed([pet(0, { initialized: false }), stray])))).toBe('wait for web-0: resume');
  });

  test('a pet that lost its labels stops a set that is to go', () => {
    const stray = pet(1, { ownership: 'stray', foreign: 'has no labels' });
    for (const wanted of [desired({}, { teardown: 'clean' }), desired({}, { teardown: 'delete' })]) {
      expect(tell(plan(wanted, observed([pet(0), stray, pet(2)])))).toBe('stuck: pod/web-1 has no labels');
    }
  });

  test('a pet that lost its labels and goes is waited for, in its turn', () => {
    const stray = pet(1, { ownership: 'stray', foreign: 'has no labels', state: 'terminating' });
    expect(tell(plan(desired({}, { teardown: 'clean' }), observed([pet(0), stray])))).toBe('wait for web-1: gone');
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0), stray])))).toBe('wait for web-1: gone');
  });

  test('nothing is done for a record that somebody deletes', () => {
    const going = desired({}, { going: { object: 'configmap/petset-web', uid: 'u', finalizers: [] } });
    expect(tell(plan(going, observed([])))).toBe('wait for configmap/petset-web: record-gone');
  });

  test('a set may want more pets than fit into memory', () => {
    const many = desired({ replicas: 2_000_000_000 });
    expect(tell(plan(many, observed([pet(0)])))).toBe('create www-web-1');
    const parallel = {
      ...many,
      set: { ...many.set, spec: { ...many.set.spec, podManagementPolicy: 'Parallel' } as const },
    };
    const pace = { concurrency: 2, claimsAhead: 1 };
    expect(tell(plan(parallel, observed([pet(0)]), pace))).toBe('create www-web-1, create www-web-2');
  });

  test('a pod of a former record is waited for, since the garbage collector takes it', () => {
    expect(tell(plan(desired({ replicas: 1 }), observed([pet(0, { ownership: 'leftover' })])))).toBe(
      'wait for web-0: gone',
    );
  });
});

describe('cleaning up', () => {
  const clean = desired({ replicas: 2 }, { teardown: 'clean' });

  test('the pets go in reverse order, one after the other', () => {
    expect(tell(plan(clean, observed([pet(0), pet(1)])))).toBe('delete web-1');
    expect(tell(plan(clean, observed([pet(0), pet(1, { state: 'terminating' })])))).toBe('wait for web-1: gone');
    expect(tell(plan(clean, observed([pet(0)])))).toBe('delete web-0');
  });

  test('then all claims of the set go, also those of pets that were scaled away', () => {
    const claims = [claim('www-web-0'), claim('www-web-4')];
    expect(tell(plan(clean, observed([], { claims })))).toBe('delete www-web-4, delete www-web-0');
  });

  test('claims that do not carry the set’s label stay', () => {
    const claims = [claim('www-web-0', { labelledFor: undefined }), claim('www-web-1', { labelledFor: 'other' })];
    expect(tell(plan(clean, observed([], { claims })))).toBe('delete petset-web.rev1');
  });

  test('the record goes last, when the claims are really gone', () => {
    const claims = [claim('www-web-0', { terminating: true })];
    expect(tell(plan(clean, observed([], { claims })))).toBe('wait for www-web-0: claim-gone');
    expect(tell(plan(clean, observed([])))).toBe('delete petset-web.rev1');
    expect(tell(plan(clean, { ...observed([]), revisions: [] }))).toBe('delete the record');
  });

  test('a pod of a former record, which the garbage collector takes, is waited for before its claim goes', () => {
    expect(tell(plan(clean, observed([pet(0, { ownership: 'leftover' })])))).toBe('wait for web-0: gone');
  });

  test('a record or revision that is on its way out is not deleted again', () => {
    const revisions = [{ ...revision('rev1'), terminating: true }];
    expect(tell(plan(clean, { ...observed([]), revisions }))).toBe('delete the record');
    const going = desired(
      {},
      { teardown: 'clean', going: { object: 'configmap/petset-web', uid: 'u', finalizers: ['a.b/c'] } },
    );
    expect(tell(plan(going, { ...observed([]), revisions }))).toBe('wait for configmap/petset-web: record-gone');
  });

  test('nothing is begun while a pod which is no pet may still use a claim that is to go', () => {
    const toGo = 'persistentvolumeclaim/www-web-0, which is to be deleted';
    const stuck = `stuck: pod/web-0 has the name of a pet of this set, is none, and may use ${toGo}`;
    expect(tell(plan(clean, observed([pet(0, { ownership: 'orphan' }), pet(1)])))).toBe(stuck);
    expect(tell(plan(clean, observed([pet(0, { ownership: 'foreign' }), pet(1)])))).toBe(stuck);
    const claims = [claim('www-web-0', { usedBy: { name: 'debugger', terminating: false } }), claim('www-web-1')];
    expect(tell(plan(clean, observed([pet(0), pet(1)], { claims })))).toBe(
      `stuck: pod/debugger is no pet of this set and uses ${toGo}`,
    );
  });

  test('what uses a claim and is going, or has ended, holds nobody up but the claim', () => {
    const claims = [claim('www-web-0', { usedBy: { name: 'debugger', terminating: true } })];
    expect(tell(plan(clean, observed([pet(0)], { claims })))).toBe('delete web-0');
    expect(tell(plan(clean, observed([], { claims })))).toBe('wait for www-web-0: claim-unused');
    expect(tell(plan(clean, observed([pet(0, { ownership: 'orphan', state: 'finished' })])))).toBe('delete www-web-0');
  });
});

test('nobody acts on a set whose record is being moved, whatever is wanted of it', () => {
  for (const more of [{}, { teardown: 'clean' }, { teardown: 'orphan' }, { paused: true }] as const) {
    const moving = desired({ replicas: 5 }, { ...more, moving: 'away' });
    expect(tell(plan(moving, observed([pet(0)])))).toBe('stuck: configmap/petset-web is being moved');
  }
});
