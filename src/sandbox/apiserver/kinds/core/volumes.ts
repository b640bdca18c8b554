import type { Claim, PersistentVolume } from '../../../model/volume.js';
import { timestamp } from '../../../platform/clock.js';
import { normalizeDataSources, setClaimDefaults, setPersistentVolumeDefaults } from '../../defaults/volume.js';
import { CLAIM_PRINTER, VOLUME_PRINTER } from '../../tables/volumes.js';
import { validateClaim, validateClaimUpdate } from '../../validation/claim.js';
import { validatePersistentVolume } from '../../validation/persistent-volume.js';
import type { Kind } from '../kind.js';

/** A finalizer of the server's own, put on every new object of a kind. */
function protect(draft: Claim | PersistentVolume, finalizer: string): void {
  const finalizers = draft.metadata.finalizers ?? [];
  draft.metadata.finalizers = finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer];
}

/** Keeps the time of the last change of phase, unless who writes the status tells it (persistentvolume/strategy.go). */
function tellTransition({ status }: PersistentVolume, { status: was }: PersistentVolume, now: number): void {
  const told = status.lastPhaseTransitionTime;
  if (status.phase === was.phase) {
    const kept = told ?? was.lastPhaseTransitionTime;
    if (kept !== undefined) status.lastPhaseTransitionTime = kept;
  } else if (told === undefined || told === was.lastPhaseTransitionTime) {
    status.lastPhaseTransitionTime = timestamp(now);
  }
}

export const CLAIM: Kind<Claim> = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  namespaced: true,
  hasStatus: true,
  returnsDeleted: true,
  printer: CLAIM_PRINTER,
  setDefaults: setClaimDefaults,
  prepareCreate: (claim) => {
    claim.status = { phase: 'Pending' };
    normalizeDataSources(claim.spec);
    protect(claim, 'kubernetes.io/pvc-protection');
  },
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
};

export const PERSISTENT_VOLUME: Kind<PersistentVolume> = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  namespaced: false,
  hasStatus: true,
  returnsDeleted: true,
  printer: VOLUME_PRINTER,
  setDefaults: setPersistentVolumeDefaults,
  validate: validatePersistentVolume,
  prepareCreate: (volume, now) => {
    volume.status = { phase: 'Pending', lastPhaseTransitionTime: timestamp(now) };
    protect(volume, 'kubernetes.io/pv-protection');
  },
  prepareStatus: tellTransition,
};
