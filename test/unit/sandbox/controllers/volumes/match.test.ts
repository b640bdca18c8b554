import { describe, expect, it } from 'vitest';

import { bestVolume } from '../../../../../src/sandbox/controllers/volumes/match.js';
import type { LabelSelector } from '../../../../../src/sandbox/model/meta.js';
import type { Claim, ClaimSpec, PersistentVolume } from '../../../../../src/sandbox/model/volume.js';

const claim = (spec: Partial<ClaimSpec> = {}): Claim => ({
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  metadata: { name: 'data', namespace: 'x', uid: 'u' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, ...spec },
  status: {},
});

const volume = (name: string, spec: Partial<PersistentVolume['spec']> = {}, phase = 'Available'): PersistentVolume => ({
  kind: 'PersistentVolume',
  apiVersion: 'v1',
  metadata: { name },
  spec: { capacity: { storage: '4Gi' }, accessModes: ['ReadWriteOnce', 'ReadOnlyMany'], ...spec },
  status: { phase },
});

const chosen = (volumes: readonly PersistentVolume[], spec?: Partial<ClaimSpec>): string | undefined =>
  bestVolume(claim(spec), volumes)?.metadata.name;

describe('the volume of a claim', () => {
  it('is the smallest that is large enough', () => {
    const sized = (name: string, storage: string): PersistentVolume => volume(name, { capacity: { storage } });
    expect(chosen([sized('large', '10Gi'), sized('fitting', '3Gi'), sized('small', '1Gi')])).toBe('fitting');
  });

  it.each<[string, PersistentVolume]>([
    ['is taken', volume('v', {}, 'Bound')],
    ['is reserved for another', volume('v', { claimRef: { namespace: 'y', name: 'data' } })],
    ['is of another class', volume('v', { storageClassName: 'fast' })],
    ['is of another mode', volume('v', { volumeMode: 'Block' })],
    ['is read-only', volume('v', { accessModes: ['ReadOnlyMany'] })],
    ['is too small', volume('v', { capacity: { storage: '1Gi' } })],
  ])('is none that %s', (_what, given) => {
    expect(chosen([given])).toBeUndefined();
  });

  it('is the one that is reserved for it, whatever its size', () => {
    const reserved = volume('mine', { claimRef: { namespace: 'x', name: 'data' }, capacity: { storage: '1Gi' } });
    expect(chosen([volume('other'), reserved])).toBe('mine');
  });

  it('is not the one of an earlier claim of its name', () => {
    const former = volume('former', { claimRef: { namespace: 'x', name: 'data', uid: 'gone' } });
    expect(chosen([former])).toBeUndefined();
  });

  it('has the labels that its selector wants', () => {
    const labelled = (name: string, tier: string): PersistentVolume => {
      const one = volume(name);
      return { ...one, metadata: { ...one.metadata, labels: { tier } } };
    };
    const wanted = (selector: LabelSelector): string | undefined =>
      chosen([volume('bare'), labelled('silver', 'silver'), labelled('gold', 'gold')], { selector });
    expect(wanted({ matchLabels: { tier: 'gold' } })).toBe('gold');
    expect(wanted({ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['gold'] }] })).toBe('bare');
    expect(wanted({ matchLabels: { tier: 'bronze' } })).toBeUndefined();
    expect(wanted({})).toBe('bare');
  });

  it('has the class that it asks for', () => {
    expect(chosen([volume('v'), volume('fast', { storageClassName: 'fast' })], { storageClassName: 'fast' })).toBe(
      'fast',
    );
  });
});
