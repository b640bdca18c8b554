import { quantityNano } from '../../model/quantity.js';
import type { PersistentVolume } from '../../model/volume.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { oneOf } from './choice.js';
import { ACCESS_MODES } from './claim.js';
import { validateHostPath } from './volume.js';

/** Fields of a persistent volume's spec that do not say where it is. */
const NO_SOURCE = new Set([
  ...['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName', 'mountOptions'],
  ...['volumeMode', 'nodeAffinity', 'volumeAttributesClassName'],
]);

/** What is wrong with a persistent volume (kubernetes pkg/apis/core/validation, ValidatePersistentVolume). */
export function validatePersistentVolume({ spec }: PersistentVolume): FieldError[] {
  const { accessModes = [], capacity, persistentVolumeReclaimPolicy: policy } = spec;
  const hasSource = Object.keys(spec).some((field) => !NO_SOURCE.has(field));
  return [
    ...(accessModes.length === 0 ? [required('spec.accessModes')] : []),
    ...accessModes
      .filter((mode) => !ACCESS_MODES.includes(mode))
      .map((mode) => notSupported('spec.accessModes', mode, ACCESS_MODES)),
    ...validateCapacity(capacity),
    ...(hasSource ? [] : [required('spec', 'must specify a volume type')]),
    ...(spec.hostPath === undefined ? [] : validateHostPath(spec.hostPath, 'spec.hostPath')),
    ...oneOf(policy, ['Delete', 'Recycle', 'Retain'], 'spec.persistentVolumeReclaimPolicy'),
  ];
}

function validateCapacity(capacity: Readonly<Record<string, string>> | undefined): FieldError[] {
  const field = 'spec.capacity';
  const size = capacity?.storage;
  if (size === undefined) {
    const missing = capacity === undefined ? [required(field)] : [];
    return [...missing, notSupported(field, capacity ?? null, ['storage'])];
  }
  return quantityNano(size) > 0n ? [] : [invalidValue(`${field}[storage]`, size, 'must be greater than zero')];
}
