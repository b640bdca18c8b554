import { describe, expect, test } from 'vitest';
import type { WrittenSpec } from '../../../src/petset/defaults.js';
import type { Pod } from '../../../src/petset/kubernetes.js';
import { type Inmates, petVariablesIn, problemsWithMigration } from '../../../src/petset/migration-problems.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { newPet } from '../../../src/petset/pet.js';
import { newRecord, type PetSetRecord, readRecord } from '../../../src/petset/record.js';
import { claim, pet, webSet } from '../../fixtures/sets.js';

function recordOf(spec: Partial<WrittenSpec> = {}, annotations: Record<string, string> = {}): PetSetRecord {
  const stored = newRecord(webSet(spec), 'default', 'config-map');
  return readRecord({
    ...stored,
    metadata: { ...stored.metadata, annotations, name: 'petset-web', uid: 'uid-of-record', resourceVersion: '1' },
  });
}

const podOf = (ordinal: number, record: PetSetRecord): Pod =>
  newPet(record.set, { namespace: 'default', ordinal, revision: 'rev1', owner: record.owner });

/** All that is said against it, and what helps, a line each. */
function told(
  record: PetSetRecord,
  pets: readonly ObservedPet[] = [pet(0), pet(1)],
  more: Partial<Inmates> = {},
): readonly string[] {
  const pods = new Map(pets.map(({ name, ordinal }) => [name, podOf(ordinal, record)]));
  const inmates = { record, revision: 'rev1', pets, claims: [claim('www-web-0')], pods, ...more };
  return problemsWithMigration(inmates).map(({ problem, first = [] }) => [problem, ...first].join(' | '));
}

const ROLLING = { updateStrategy: { type: 'RollingUpdate' } } as const;

describe('a set that is to become a StatefulSet', () => {
  test('may, also where a pet of it is not ready, or not there', () => {
    expect(told(recordOf())).toEqual([]);
    expect(told(recordOf(ROLLING), [pet(0, { state: 'starting' })])).toEqual([]);
  });

  test.each<[string, PetSetRecord, readonly ObservedPet[] | undefined, string]>([
    [
      'skipped ordinals',
      recordOf({ ordinals: { reserve: [1] } }),
      [pet(0)],
      'skips 1, and a StatefulSet skips no ordinal | scale | web | --reserve=',
    ],
    [
      'overrides',
      recordOf({ ordinals: { overrides: [{ ordinal: 1, template: { metadata: { labels: { a: 'b' } } } }] } }),
      undefined,
      'has overrides for 1, and all pods of a StatefulSet are alike',
    ],
    [
      'a brake on its record',
      recordOf({}, { 'pod.alpha.kubernetes.io/initialized': 'false' }),
      undefined,
      'is paused, and a StatefulSet has no pause | resume | web',
    ],
    [
      'a brake on a pet',
      recordOf(),
      [pet(0), pet(1, { initialized: false })],
      'is paused, and a StatefulSet has no pause | resume | web',
    ],
    ['a pet too many', recordOf(), [pet(0), pet(2)], 'has yet to remove pod/web-2 | reconcile | web'],
    [
      'a pet that is going',
      recordOf(),
      [pet(0, { state: 'terminating' })],
      'has yet to make pod/web-0 anew | reconcile | web',
    ],
    [
      'a pet that has ended',
      recordOf(),
      [pet(0, { state: 'finished' })],
      'has yet to make pod/web-0 anew | reconcile | web',
    ],
    [
      'an orphan of a wanted name',
      recordOf(),
      [pet(0, { ownership: 'orphan' })],
      'has yet to see to pod/web-0 | reconcile | web',
    ],
    [
      'an orphan that the StatefulSet would delete',
      recordOf(),
      [pet(7, { ownership: 'orphan' })],
      'has no part in pod/web-7, which the StatefulSet would delete: take its labels off first',
    ],
    [
      'a rollout that is under way',
      recordOf(ROLLING),
      [pet(0, { revision: 'rev0' }), pet(1)],
      'is in the middle of a rollout: pod/web-0 would be restarted | reconcile | web',
    ],
    [
      'a rollout that is stuck',
      recordOf(ROLLING),
      [pet(0, { revision: 'rev0' }), pet(1, { state: 'starting' })],
      'is in the middle of a rollout: pod/web-0 would be restarted | rollback | web',
    ],
  ])('may not with %s', (_what, record, pets, problem) => {
    expect(told(record, pets)).toEqual([problem]);
  });

  test('may with a pod of its name that is somebody else’s and of no ordinal it wants', () => {
    expect(told(recordOf(), [pet(0), pet(7, { ownership: 'foreign', foreign: 'belongs to Job/x' })])).toEqual([]);
  });

  test('may with pets of a former template that nobody replaces', () => {
    const old = [pet(0, { revision: 'rev0' }), pet(1)];
    expect(told(recordOf(), old)).toEqual([]);
    expect(told(recordOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }), old)).toEqual(
      [],
    );
  });

  test('may not with a pod that has its data elsewhere, nor with a claim of somebody else', () => {
    const record = recordOf();
    const { spec, ...pod } = podOf(0, record);
    const elsewhere = new Map([['web-0', { ...pod, spec: { ...spec, volumes: [] } }]]);
    expect(told(record, [pet(0)], { pods: elsewhere })).toEqual([
      'has pod/web-0, which does not mount claim www-web-0',
    ]);
    const claims = [claim('www-web-0', { owner: 'Job/x' })];
    expect(told(record, [pet(0)], { claims })).toEqual([
      'uses persistentvolumeclaim/www-web-0, which belongs to Job/x',
    ]);
  });
});

test('what only we fill in is found in a template, unless the container defines it itself', () => {
  const container = (more: object): ReturnType<typeof petVariablesIn> =>
    petVariablesIn({ spec: { containers: [{ name: 'c', ...more }] } });
  expect(container({ args: ['--id=$(PET_NAME)'], env: [{ name: 'N', value: '$(PET_ORDINAL)' }] })).toEqual([
    '$(PET_NAME)',
    '$(PET_ORDINAL)',
  ]);
  expect(container({ command: ['$$(PET_NAME)'] })).toEqual([]);
  expect(container({ command: ['$(PET_NAME)'], env: [{ name: 'PET_NAME', value: 'mine' }] })).toEqual([]);
});
