import { describe, expect, it } from 'vitest';

import { isForeign, ownersToBe } from '../../../../../../src/sandbox/controllers/workloads/stateful/retention.js';
import type { OwnerReference } from '../../../../../../src/sandbox/model/meta.js';
import type { Claim } from '../../../../../../src/sandbox/model/volume.js';
import type { Workload } from '../../../../../../src/sandbox/model/workload.js';
import { DATA, podOf, setOf } from './scene.js';

const withPolicy = (whenDeleted: string, whenScaled: string): Workload =>
  setOf({ replicas: 1, persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } });

const ownedBy = (...ownerReferences: OwnerReference[]): Claim => ({
  ...DATA,
  metadata: { ...DATA.metadata, ownerReferences },
});

const SET = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'set', controller: true };
const OTHER = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x' };

describe('the owners of a claim', () => {
  it.each([
    ['Retain', 'Retain', 0, []],
    ['Delete', 'Retain', 0, ['StatefulSet']],
    ['Retain', 'Delete', 0, []],
    ['Delete', 'Delete', 0, ['StatefulSet']],
    ['Retain', 'Retain', 5, []],
    ['Delete', 'Retain', 5, ['StatefulSet']],
    ['Retain', 'Delete', 5, ['Pod']],
    ['Delete', 'Delete', 5, ['Pod']],
  ])('deleted: %s, scaled: %s, ordinal %i: %j', (whenDeleted, whenScaled, ordinal, kinds) => {
    const set = withPolicy(whenDeleted, whenScaled);
    const owners = ownersToBe(DATA, set, podOf(set, ordinal, 'ready')) ?? [];
    expect(owners.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('lose the set when its policy is another, and keep all others', () => {
    const set = withPolicy('Retain', 'Retain');
    expect(ownersToBe(ownedBy(OTHER, SET), set, podOf(set, 0, 'ready'))).toEqual([OTHER]);
  });

  it('are left alone where they are right, and where they are those of a set that is gone', () => {
    const set = withPolicy('Delete', 'Retain');
    const pod = podOf(set, 0, 'ready');
    expect(ownersToBe(ownedBy(SET), set, pod)).toBeUndefined();
    expect(ownersToBe(ownedBy({ ...SET, uid: 'before' }), set, pod)).toBeUndefined();
  });

  it('are not joined where somebody else decides', () => {
    const set = withPolicy('Delete', 'Retain');
    const pod = podOf(set, 0, 'ready');
    const claim = ownedBy({ ...OTHER, controller: true });
    expect(isForeign(claim, set, pod)).toBe(true);
    expect(ownersToBe(claim, set, pod)).toBeUndefined();
    expect(isForeign(claim, withPolicy('Retain', 'Retain'), pod)).toBe(false);
  });
});
