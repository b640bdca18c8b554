import type { StorageClass } from '../../model/volume.js';
import { equalJson } from '../../model/json.js';
import { forbiddenValue, invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { oneOf, requiredObeying } from './choice.js';
import { qualifiedNameFaults } from './name.js';

/** What is wrong with a storage class (kubernetes pkg/apis/storage/validation). */
export function validateStorageClass({ provisioner, reclaimPolicy, volumeBindingMode }: StorageClass): FieldError[] {
  return [
    ...requiredObeying(provisioner, 'provisioner', (name) => qualifiedNameFaults(name.toLowerCase())),
    ...oneOf(reclaimPolicy, ['Delete', 'Retain'], 'reclaimPolicy'),
    ...oneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode'),
  ];
}

/** What a class promised stays. */
export function validateStorageClassUpdate(storageClass: StorageClass, present: StorageClass): FieldError[] {
  const { volumeBindingMode: mode } = storageClass;
  const changed = (['parameters', 'provisioner', 'reclaimPolicy'] as const).filter(
    (field) => !equalJson(storageClass[field] ?? {}, present[field] ?? {}),
  );
  return [
    ...changed.map((field) => forbiddenValue(field, `updates to ${field} are forbidden.`)),
    ...(mode === present.volumeBindingMode
      ? []
      : [invalidValue('volumeBindingMode', mode ?? '', 'field is immutable')]),
  ];
}
