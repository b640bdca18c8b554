import type {
  Claim,
  ClaimSpec,
  FieldReference,
  PersistentVolume,
  ProjectedSource,
  StorageClass,
  Volume,
} from '../../model/volume.js';

import { fill } from './fill.js';

/** rw-r--r--, as files from config maps and secrets are made. */
const FILE_MODE = 0o644;
const TOKEN_SECONDS = 3600;

export function setVolumeDefaults(volume: Volume): void {
  if (hasNoSource(volume)) volume.emptyDir = {};
  if (volume.hostPath !== undefined) fill(volume.hostPath, { type: '' });
  for (const source of [volume.configMap, volume.secret, volume.downwardAPI, volume.projected]) {
    if (source !== undefined) fill(source, { defaultMode: FILE_MODE });
  }
  setReferenceDefaults(volume.downwardAPI?.items);
  for (const source of volume.projected?.sources ?? []) setProjectedDefaults(source);
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template !== undefined) setClaimSpecDefaults(template.spec);
}

const hasNoSource = (volume: Volume): boolean => Object.keys(volume).every((key) => key === 'name');

function setProjectedDefaults({ serviceAccountToken, downwardAPI }: ProjectedSource): void {
  if (serviceAccountToken !== undefined) serviceAccountToken.expirationSeconds ??= TOKEN_SECONDS;
  setReferenceDefaults(downwardAPI?.items);
}

function setReferenceDefaults(items: readonly { fieldRef?: FieldReference }[] | undefined): void {
  for (const { fieldRef } of items ?? []) if (fieldRef !== undefined) fieldRef.apiVersion ??= 'v1';
}

export function setClaimDefaults(claim: Claim): void {
  setClaimSpecDefaults(claim.spec);
  claim.status.phase ??= 'Pending';
}

function setClaimSpecDefaults(spec: ClaimSpec): void {
  spec.volumeMode ??= 'Filesystem';
}

/**
 * Both ways to say what a claim is filled from are kept alike; what the older one could never say is dropped
 * (kubernetes pkg/registry/core/persistentvolumeclaim, PrepareForCreate).
 */
export function normalizeDataSources(spec: ClaimSpec): void {
  if (spec.dataSource !== undefined && !isOldSource(spec.dataSource)) delete spec.dataSource;
  // Sources in other namespaces are a feature that is off.
  if ((spec.dataSourceRef?.namespace ?? '') !== '') delete spec.dataSourceRef;
  const source = spec.dataSource ?? spec.dataSourceRef;
  if (source === undefined) return;
  const { apiGroup, kind, name } = source;
  spec.dataSource ??= { apiGroup, kind, name };
  spec.dataSourceRef ??= { apiGroup, kind, name };
}

const isOldSource = ({ apiGroup, kind }: { apiGroup: string | null; kind: string }): boolean =>
  (apiGroup ?? '') === ''
    ? kind === 'PersistentVolumeClaim'
    : apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot';

export function setPersistentVolumeDefaults(volume: PersistentVolume): void {
  volume.status.phase ??= 'Pending';
  volume.spec.persistentVolumeReclaimPolicy ??= 'Retain';
  volume.spec.volumeMode ??= 'Filesystem';
  if (volume.spec.hostPath !== undefined) volume.spec.hostPath.type ??= '';
}

export function setStorageClassDefaults(storageClass: StorageClass): void {
  storageClass.reclaimPolicy ??= 'Delete';
  storageClass.volumeBindingMode ??= 'Immediate';
}
