import { describe, expect, test } from 'vitest';
import type { OwnerReference, PersistentVolumeClaim, Served } from '../../../src/petset/kubernetes.js';
import { fateOnDeletion, observeClaim, type ObservedClaim } from '../../../src/petset/observed-claim.js';
import { claim, webSet } from '../../fixtures/sets.js';

const record = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'record-now' };
const itsPod = { apiVersion: 'v1', kind: 'Pod', name: 'web-1', uid: 'pod-now' };
const other = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'other', controller: true };

function read(
  ownerReferences: readonly OwnerReference[],
  more: Pick<PersistentVolumeClaim, 'status'> = {},
  pod = itsPod.uid,
): ObservedClaim {
  const claim: Served<PersistentVolumeClaim> = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'www-web-1',
      uid: 'u',
      resourceVersion: '1',
      labels: { 'petset.dev/name': 'web' },
      ownerReferences,
    },
    spec: { resources: { requests: { storage: '2Gi' } } },
    ...more,
  };
  const ownersOf = () => ({ record, pet: { name: 'web-1', uid: pod === '' ? undefined : pod } });
  const seen = observeClaim(claim, { setName: 'web', templates: ['www'], usedBy: new Map(), ownersOf });
  if (seen === undefined) throw new Error('it is no claim of the set');
  return seen;
}

describe('whom a claim goes with', () => {
  test('its pet and the record are ours, anybody else is not', () => {
    const { goesWith, owner, terminating } = read([record, itsPod, other]);
    expect(goesWith).toEqual([
      { kind: 'record', uid: 'record-now', isGone: false },
      { kind: 'pet', uid: 'pod-now', isGone: false },
    ]);
    expect({ owner, terminating }).toEqual({ owner: 'StatefulSet/web', terminating: false });
  });

  test('another pod or config map is somebody else', () => {
    expect(read([{ ...itsPod, name: 'web-2' }])).toMatchObject({ goesWith: [], owner: 'Pod/web-2' });
    expect(read([{ ...record, name: 'petset-other' }])).toMatchObject({
      goesWith: [],
      owner: 'ConfigMap/petset-other',
    });
  });

  test('when its pet is gone, or is another one by now, it is about to go too', () => {
    expect(read([itsPod], {}, '').terminating).toBe(true);
    expect(read([itsPod], {}, 'pod-later').terminating).toBe(true);
    expect(read([itsPod]).terminating).toBe(false);
  });

  test('and with a former record of the same name', () => {
    expect(read([{ ...record, uid: 'record-before' }]).terminating).toBe(true);
  });

  test('but not while one of them is there', () => {
    expect(read([{ ...itsPod, uid: 'pod-before' }, record]).terminating).toBe(false);
  });
});

describe('how large a claim is', () => {
  test('what it asks for and what it has', () => {
    const status = { phase: 'Bound', capacity: { storage: '1Gi' } } as const;
    expect(read([], { status })).toMatchObject({ requested: '2Gi', capacity: '1Gi', size: '1Gi', cannotGrow: false });
    expect(read([])).toMatchObject({ requested: '2Gi', capacity: undefined, size: '2Gi' });
  });

  test.each(['ControllerResizeInfeasible', 'NodeResizeInfeasible'])('it cannot have more: %s', (storage) => {
    expect(read([], { status: { allocatedResourceStatuses: { storage } } }).cannotGrow).toBe(true);
  });

  test('it is on its way', () => {
    expect(read([], { status: { allocatedResourceStatuses: { storage: 'NodeResizePending' } } }).cannotGrow).toBe(
      false,
    );
  });
});

describe('when its set is deleted', () => {
  const keeping = webSet({ replicas: 2 });
  const taking = webSet({ replicas: 2, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } });
  const ofRecord = [{ kind: 'record', uid: 'u', isGone: false }] as const;
  const ofPet = [{ kind: 'pet', uid: 'u', isGone: false }] as const;

  test('a claim stays or goes by policy', () => {
    expect(fateOnDeletion(claim('www-web-0'), keeping)).toBe('stays');
    expect(fateOnDeletion(claim('www-web-0'), taking)).toBe('goes');
    expect(fateOnDeletion(claim('www-web-0', { goesWith: ofRecord }), keeping)).toBe('stays');
  });

  test('one that was scaled away goes only if it went with the set before', () => {
    expect(fateOnDeletion(claim('www-web-2'), taking)).toBe('stays');
    expect(fateOnDeletion(claim('www-web-2', { goesWith: ofRecord }), taking)).toBe('goes');
    expect(fateOnDeletion(claim('www-web-2', { goesWith: ofPet }), keeping)).toBe('goes');
  });

  test('one of somebody else stays, and one that is going goes', () => {
    expect(fateOnDeletion(claim('www-web-0', { owner: 'StatefulSet/web' }), taking)).toBe('stays');
    expect(fateOnDeletion(claim('www-web-0', { labelledFor: 'other' }), taking)).toBe('stays');
    expect(fateOnDeletion(claim('www-web-0', { terminating: true }), keeping)).toBe('goes');
  });
});
