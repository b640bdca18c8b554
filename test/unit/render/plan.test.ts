import { describe, expect, test } from 'vitest';
import { foresee, type ForeseeOptions } from '../../../src/controller/foresee.js';
import type { Desired, Observed } from '../../../src/controller/observed.js';
import { stakesOf } from '../../../src/controller/stakes.js';
import { planJson, planLines, toldPlan, type ToldPlan } from '../../../src/render/plan.js';
import { claim, desired, observed, pet, revision, upgrading } from '../../fixtures/sets.js';

const REVISIONS = [revision('rev1'), revision('rev2')];

function told(wish: Desired, seen: Observed, options: ForeseeOptions = {}): ToldPlan {
  const foresight = foresee(wish, seen, options);
  return toldPlan(foresight, stakesOf(wish, seen, foresight), {
    title: 'would do, in this order:',
    set: { namespace: 'default', name: 'web' },
    record: wish.record,
    minReadySeconds: wish.set.spec.minReadySeconds,
    numberOf: (hash) => seen.revisions.find((each) => each.hash === hash)?.number,
    spell: ({ words }) => `kubectl ${words.join(' ')}`,
  });
}

const two = (more: Partial<ReturnType<typeof pet>> = {}): Observed =>
  observed([pet(0, more), pet(1, more)], { revisions: REVISIONS });

const asItIs = observed([pet(0), pet(1)]);

test('an upgrade, step by step, and what it takes', () => {
  expect(planLines(told(upgrading({}, { minReadySeconds: 10 }), two({ startedIn: 4_000 })))).toEqual([
    'would do, in this order:',
    '  1. evict pod/web-1 (if disruption budgets allow; its grace period: up to 30s), wait until it is gone',
    '  2. create pod/web-1 of revision 2, wait until it is ready, then until it has been ready for 10s',
    '  3. evict pod/web-0 (if disruption budgets allow; its grace period: up to 30s), wait until it is gone',
    '  4. create pod/web-0 of revision 2, wait until it is ready, then until it has been ready for 10s',
    '  5. note in configmap/petset-web that all pets are of its template',
    'at stake: 2 pets restart, one at a time; no claim is touched',
    'time: at least 28s, by minReadySeconds and by how long pets took to start last time; up to 60s more of grace periods',
  ]);
});

describe('what is at stake', () => {
  const at = (plan: ToldPlan): string | undefined => planLines(plan).find((line) => line.startsWith('at stake'));

  test.each<[string, Desired, string]>([
    ['a pet that goes', desired({ replicas: 1 }), 'at stake: 1 pet goes; no claim is touched'],
    ['new pets', desired({ replicas: 4 }), 'at stake: 2 pets are created; 2 new claims; no data goes'],
    [
      'several away at once',
      upgrading({ maxUnavailable: 2 }),
      'at stake: 2 pets restart, at most 2 at a time; no claim is touched',
    ],
    ['in place', upgrading({ inPlace: true }), 'at stake: 2 pets restart in place, one at a time; no claim is touched'],
    [
      'a clean-up',
      desired({}, { teardown: 'clean' }),
      'at stake: 2 pets go; 2 claims and their data go for good (2Gi)',
    ],
    ['a deletion', desired({}, { teardown: 'delete' }), 'at stake: 2 pets go; no claim is touched'],
    [
      'a pet that takes its claim along',
      desired({ replicas: 1, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' } }),
      'at stake: 1 pet goes; 1 claim and its data go for good (1Gi)',
    ],
    [
      'a record that takes the claims along',
      desired(
        { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Retain', whenDeleted: 'Delete' } },
        { teardown: 'delete' },
      ),
      'at stake: 2 pets go; 2 claims and their data go for good (2Gi)',
    ],
    [
      'a new claim in the place of one with data',
      desired(
        {},
        { replacements: [{ ordinal: 1, podUid: 'uid-of-web-1', claimUids: ['uid-of-www-web-1'], force: false }] },
      ),
      'at stake: 1 pet restarts; 1 claim and its data go for good (1Gi); 1 new claim',
    ],
  ])('%s', (_what, wish, words) => {
    expect(at(told(wish, two()))).toBe(words);
  });

  test('a claim that was on its way before is not lost by this', () => {
    const claims = [claim('www-web-0'), claim('www-web-1', { terminating: true })];
    const seen = observed([pet(0), pet(1)], { claims });
    expect(at(told(desired({}, { teardown: 'clean' }), seen))).toBe(
      'at stake: 2 pets go; 1 claim and its data go for good (1Gi)',
    );
  });

  test('the time of pets that start together is that of the slowest', () => {
    const seen = observed([pet(0, { startedIn: 4_000 }), pet(1, { startedIn: 9_000 })], { revisions: REVISIONS });
    expect(planLines(told(upgrading({ maxUnavailable: 2 }, { podManagementPolicy: 'Parallel' }), seen)).at(-1)).toBe(
      'time: at least 9s, by minReadySeconds and by how long pets took to start last time; up to 30s more of grace periods',
    );
  });

  test('claims that grow', () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } };
    const wish = desired({ volumeClaimTemplates: [{ metadata: { name: 'www' }, spec }] });
    expect(planLines(told(wish, asItIs))).toEqual([
      'would do, in this order:',
      '  1. grow persistentvolumeclaim/www-web-0 from 1Gi to 2Gi, wait until it has grown',
      '  2. grow persistentvolumeclaim/www-web-1 from 1Gi to 2Gi, wait until it has grown',
      'at stake: no pet is touched; 2 claims grow; no data goes',
    ]);
  });
});

describe('what holds it up is said', () => {
  test.each<[string, Desired, Observed, string]>([
    [
      'a pause',
      desired({ replicas: 1 }, { paused: true }),
      two(),
      '  first wait until somebody resumes petset/web: kubectl petset resume web',
    ],
    [
      'a pet that is going',
      desired(),
      observed([pet(0), pet(1, { state: 'terminating' })]),
      '  first wait until pod/web-1 is gone',
    ],
    [
      'what is in the way',
      desired(),
      observed([pet(0), pet(1, { ownership: 'foreign', foreign: 'belongs to StatefulSet/web' })]),
      '  it cannot go on then: pod/web-1 belongs to StatefulSet/web',
    ],
    [
      'a record that others keep',
      desired({}, { going: { object: 'configmap/petset-web', uid: '1', finalizers: ['foregroundDeletion'] } }),
      two(),
      '  nobody can tell how it goes on: it has to wait until configmap/petset-web is gone',
    ],
  ])('%s', (_what, wish, seen, words) => {
    expect(planLines(told(wish, seen))[1]).toBe(words);
  });

  test('gates', () => {
    const gates = { gates: new Set(['verify', 'pre-delete'] as const) };
    expect(planLines(told(upgrading({ partition: 1 }), two(), gates)).slice(1, 4)).toEqual([
      '  first wait until --pre-delete lets pod/web-1 go',
      '  1. evict pod/web-1 (if disruption budgets allow; its grace period: up to 30s), wait until it is gone',
      '  2. create pod/web-1 of revision 2, wait until it is ready, then until --verify lets it pass',
    ]);
  });

  test('several pets are waited for at once', () => {
    const wish = desired({ replicas: 6, podManagementPolicy: 'Parallel' });
    const claims = Array.from({ length: 6 }, (_, ordinal) => claim(`www-web-${ordinal}`));
    expect(planLines(told(wish, observed([], { claims }))).slice(-2)[0]).toBe(
      '  6. create pod/web-5 of revision 1, wait until pod/web-0, pod/web-1, pod/web-2 and 3 more are ready',
    );
  });
});

test('nothing to do is said as that', () => {
  expect(planLines(told(desired(), asItIs))).toEqual(['nothing is to be done then']);
});

test('of a long plan the middle is left out, and is there as JSON', () => {
  const plan = told(desired({ replicas: 100 }), observed([]));
  const lines = planLines(plan);
  expect(lines).toHaveLength(1 + 12 + 1 + 6 + 1);
  expect(lines[13]).toBe('  ... 182 more steps of the same kind (-o json has them all) ...');
  expect(lines[14]).toMatch(/^ {2}195\. /);
  expect(planJson(plan)).toHaveLength(201);
});

test('as JSON: an object a step, and one of what is at stake', () => {
  expect(planJson(told(desired({ replicas: 1 }), asItIs))).toEqual([
    {
      type: 'planned',
      namespace: 'default',
      petset: 'web',
      number: 1,
      step: 'delete-pet',
      object: 'pod/web-1',
      message: 'delete pod/web-1 (its grace period: up to 30s)',
      waits: [{ for: 'gone', object: 'pod/web-1' }],
    },
    {
      type: 'stakes',
      namespace: 'default',
      petset: 'web',
      steps: 1,
      restarted: [],
      changedInPlace: [],
      removed: ['web-1'],
      created: [],
      atOnce: 1,
      lostClaims: [],
      grownClaims: [],
      newClaims: 0,
      atLeastMilliseconds: 0,
      graceMilliseconds: 30_000,
    },
  ]);
});
