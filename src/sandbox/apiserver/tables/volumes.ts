import type { Claim, ClaimReference, PersistentVolume, StorageClass } from '../../model/volume.js';
import { age } from './age.js';
import { columns, UNSET } from './printer.js';
import type { Printer } from './printer.js';

export const CLAIM_PRINTER: Printer<Claim> = {
  columns: columns(
    ...['Name', 'Status', 'Volume', 'Capacity', 'Access Modes', 'StorageClass', 'VolumeAttributesClass', 'Age'],
    'VolumeMode*',
  ),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
    spec.volumeName ?? '',
    spec.volumeName === undefined ? '' : (status.capacity?.storage ?? '0'),
    spec.volumeName === undefined ? '' : accessModes(status.accessModes),
    spec.storageClassName ?? '',
    spec.volumeAttributesClassName ?? UNSET,
    age(metadata.creationTimestamp, now),
    spec.volumeMode ?? UNSET,
  ],
};

export const VOLUME_PRINTER: Printer<PersistentVolume> = {
  columns: columns(
    ...['Name', 'Capacity', 'Access Modes', 'Reclaim Policy', 'Status', 'Claim', 'StorageClass'],
    ...['VolumeAttributesClass', 'Reason', 'Age', 'VolumeMode*'],
  ),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.capacity?.storage ?? '0',
    accessModes(spec.accessModes),
    spec.persistentVolumeReclaimPolicy ?? '',
    metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
    claimed(spec.claimRef),
    spec.storageClassName ?? '',
    spec.volumeAttributesClassName ?? UNSET,
    status.reason ?? '',
    age(metadata.creationTimestamp, now),
    spec.volumeMode ?? UNSET,
  ],
};

const claimed = (claim: ClaimReference | undefined): string =>
  claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`;

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

export const STORAGE_CLASS_PRINTER: Printer<StorageClass> = {
  columns: columns('Name', 'Provisioner', 'ReclaimPolicy', 'VolumeBindingMode', 'AllowVolumeExpansion', 'Age'),
  row: (storageClass, now) => [
    storageClass.metadata.annotations?.[DEFAULT_CLASS] === 'true'
      ? `${storageClass.metadata.name} (default)`
      : storageClass.metadata.name,
    storageClass.provisioner,
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? '',
    storageClass.allowVolumeExpansion ?? false,
    age(storageClass.metadata.creationTimestamp, now),
  ],
};

const SHORT_MODES: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(modes: readonly string[] = []): string {
  return SHORT_MODES.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}
