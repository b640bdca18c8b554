import type { StorageClass } from '../../model/volume.js';
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
