import { describe, expect, test } from 'vitest';
import { type Foresight, foresee } from '../../../src/controller/foresee.js';
import type { Desired } from '../../../src/controller/observed.js';
import { subjectName } from '../../../src/petset/subject.js';
import { claim, desired, observed, pet, revision, say, upgrading } from '../../fixtures/sets.js';

const TWO = [pet(0), pet(1)];
const REVISIONS = [revision('rev1'), revision('rev2')];

/** What is foreseen as sentences. */
function story({ waits, steps, end }: Foresight): readonly string[] {
  const words = (on: Foresight['waits']): readonly string[] => on.map((each) => `${subjectName(each)} ${each.for}`);
  const first = waits.length === 0 ? [] : [`first: ${words(waits).join(', ')}`];
  return [...first, ...steps.map((each) => [say(each.step), ...words(each.waits)].join(', ')), `end: ${end.kind}`];
}

function upgradeOf(wish: Desired, gates: Iterable<'verify' | 'pre-delete'> = []): readonly string[] {
  return story(foresee(wish, observed(TWO, { revisions: REVISIONS }), { gates: new Set(gates) }));
}

test('nothing is foreseen of a set that is as it should be', () => {
  expect(story(foresee(desired(), observed(TWO)))).toEqual(['end: done']);
});

test('a new set comes up pet by pet', () => {
  expect(story(foresee(desired(), observed([], { revisions: [] })))).toEqual([
    'create the revision',
    'create www-web-0',
    'create web-0',
    'create www-web-1, pod/web-0 ready',
    'create web-1, pod/web-1 ready',
    'end: done',
  ]);
});

test('claims are made as far ahead as whoever reconciles wants it', () => {
  const nothing = observed([], { revisions: [revision('rev1')] });
  const foreseen = (claimsAhead: number): readonly string[] =>
    story(foresee(desired({ replicas: 3 }), nothing, { limit: 4, pace: { concurrency: 20, claimsAhead } }));
  expect(foreseen(0)).toEqual([
    'create www-web-0',
    'create web-0, pod/web-0 ready',
    'create www-web-1',
    'create web-1, pod/web-1 ready',
    'end: cut-off',
  ]);
  expect(foreseen(2)).toEqual([
    'create www-web-0',
    'create web-0',
    'create www-web-1',
    'create www-web-2, pod/web-0 ready',
    'end: cut-off',
  ]);
});

test('an upgrade goes from the highest pet down, one at a time', () => {
  expect(upgradeOf(upgrading())).toEqual([
    'evict web-1, pod/web-1 gone',
    'create web-1 of rev2, pod/web-1 ready',
    'evict web-0, pod/web-0 gone',
    'create web-0 of rev2, pod/web-0 ready',
    'note that all is rolled out',
    'end: done',
  ]);
});

test('where there is no next step before something has happened, that is said first', () => {
  const pets = [pet(0), pet(1, { state: 'terminating' })];
  expect(story(foresee(desired(), observed(pets)))).toEqual([
    'first: pod/web-1 gone',
    'create web-1, pod/web-1 ready',
    'end: done',
  ]);
});

describe('what holds a pet up is waited for', () => {
  test('minReadySeconds', () => {
    expect(upgradeOf(upgrading({ partition: 1 }, { minReadySeconds: 10 }))).toEqual([
      'evict web-1, pod/web-1 gone',
      'create web-1 of rev2, pod/web-1 ready, pod/web-1 available',
      'end: done',
    ]);
  });

  test('gates', () => {
    expect(upgradeOf(upgrading({ partition: 1 }), ['verify', 'pre-delete'])).toEqual([
      'first: pod/web-1 pre-delete',
      'evict web-1, pod/web-1 gone',
      'create web-1 of rev2, pod/web-1 ready, pod/web-1 verified',
      'end: done',
    ]);
  });

  test('a step, until somebody resumes the set', () => {
    expect(upgradeOf(upgrading({ partition: 1, step: true }))).toEqual([
      'evict web-1, pod/web-1 gone',
      'create web-1 of rev2, braked, pod/web-1 resume',
      'note that the others may wait',
      'end: done',
    ]);
  });

  test('the brake of the set', () => {
    expect(story(foresee(desired({ replicas: 1 }, { paused: true }), observed(TWO)))).toEqual([
      'first: configmap/petset-web resume-set',
      'delete web-1, pod/web-1 gone',
      'end: done',
    ]);
  });
});

test('in place no pet goes', () => {
  expect(upgradeOf(upgrading({ inPlace: true }))).toEqual([
    'patch web-1, pod/web-1 ready',
    'patch web-0, pod/web-0 ready',
    'note that all is rolled out',
    'end: done',
  ]);
});

test('several pets may be away at once', () => {
  expect(upgradeOf(upgrading({ maxUnavailable: 2 })).slice(0, 2)).toEqual([
    'evict web-1',
    'evict web-0, pod/web-0 gone',
  ]);
});

test('a broken pet is not waited for that is to be replaced', () => {
  const broken = pet(1, { state: 'starting', revision: 'rev1' });
  expect(
    story(foresee(upgrading(), observed([pet(0, { revision: 'rev2' }), broken], { revisions: REVISIONS }))),
  ).toEqual([
    'delete web-1, pod/web-1 gone',
    'create web-1 of rev2, pod/web-1 ready',
    'note that all is rolled out',
    'end: done',
  ]);
});

test('a pod that runs nowhere is gone at once', () => {
  const unscheduled = pet(1, { state: 'starting', node: undefined });
  expect(story(foresee(desired({ replicas: 1 }), observed([pet(0), unscheduled])))).toEqual([
    'delete web-1',
    'end: done',
  ]);
});

test('a pod that is given no time to end is gone at once', () => {
  const hasty = pet(1, { gracePeriod: 0 });
  expect(story(foresee(desired({ replicas: 1 }), observed([pet(0), hasty])))).toEqual(['delete web-1', 'end: done']);
});

test('a clean-up ends with the record', () => {
  expect(story(foresee(desired({}, { teardown: 'clean' }), observed(TWO)))).toEqual([
    'delete web-1, pod/web-1 gone',
    'delete web-0, pod/web-0 gone',
    'delete www-web-1',
    'delete www-web-0',
    'delete petset-web.rev1',
    'delete the record',
    'end: gone',
  ]);
});

test('a claim that is going is gone before its pet comes back', () => {
  const pets = [pet(0), pet(1, { state: 'terminating' })];
  const usedBy = { name: 'debugger', terminating: true };
  const claims = [claim('www-web-0'), claim('www-web-1', { usedBy, terminating: true })];
  expect(story(foresee(desired(), observed(pets, { claims })))).toEqual([
    'first: pod/web-1 gone, persistentvolumeclaim/www-web-1 claim-gone',
    'create www-web-1',
    'create web-1, pod/web-1 ready',
    'end: done',
  ]);
});

describe('it ends', () => {
  test('at what is in the way', () => {
    const foreign = pet(1, { ownership: 'foreign', foreign: 'belongs to StatefulSet/web' });
    expect(foresee(desired(), observed([pet(0), foreign])).end).toEqual({
      kind: 'stuck',
      obstacle: { object: 'pod/web-1', problem: 'belongs to StatefulSet/web' },
    });
  });

  test('at storage that cannot grow', () => {
    const full = claim('www-web-0', { requested: '2Gi', cannotGrow: true });
    const wish = desired({ replicas: 1, volumeClaimTemplates: [template('2Gi')] });
    expect(foresee(wish, observed([pet(0)], { claims: [full] })).end).toMatchObject({ kind: 'waiting' });
  });

  test('at a record that somebody holds back, whatever becomes of its pets', () => {
    const going = { object: 'petset/web', uid: 'uid', finalizers: ['example.com/hold'] };
    const starting = pet(1, { state: 'starting' });
    expect(story(foresee(desired({}, { going }), observed([pet(0), starting])))).toEqual(['end: waiting']);
  });

  test('after as many steps as were asked for', () => {
    expect(story(foresee(upgrading(), observed(TWO, { revisions: REVISIONS }), { limit: 1 }))).toEqual([
      'evict web-1, pod/web-1 gone',
      'end: cut-off',
    ]);
  });
});

test('what was observed is left as it is', () => {
  const seen = observed(TWO, { revisions: REVISIONS });
  foresee(upgrading(), seen);
  expect(seen).toEqual(observed(TWO, { revisions: REVISIONS }));
});

function template(storage: string): Desired['set']['spec']['volumeClaimTemplates'][number] {
  return { metadata: { name: 'www' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } };
}
