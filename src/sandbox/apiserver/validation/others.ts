import type { DisruptionBudget, Event, Lease, ResourceQuota } from '../../model/core.js';
import { asJson } from '../../model/json.js';
import { quantityNano } from '../../model/quantity.js';
import type { PersistentVolume, StorageClass } from '../../model/volume.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative, oneOf, requiredObeying } from './choice.js';
import { ACCESS_MODES } from './claim.js';
import { dumpStruct } from './immutable/dump.js';
import { qualifiedNameFaults } from './name.js';
import { notNegativeAmount } from './resources.js';
import { validateHostPath } from './volume.js';

/** Rules of the kinds that have few. */

export function validateLease({ spec }: Lease): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions } = spec;
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : []),
    ...notNegative(leaseTransitions, 'spec.leaseTransitions'),
  ];
}

const PERCENT_WORDS =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

export function validateDisruptionBudget({ spec }: DisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const words = 'minAvailable and maxUnavailable cannot be both set';
    return [invalidValue('spec', dumpStruct('PodDisruptionBudgetSpec', asJson(spec)), words)];
  }
  return [...validateShare(minAvailable, 'spec.minAvailable'), ...validateShare(maxUnavailable, 'spec.maxUnavailable')];
}

function validateShare(share: number | string | undefined, field: string): FieldError[] {
  if (typeof share !== 'string') return notNegative(share, field);
  return /^[0-9]+%$/.test(share) ? [] : [invalidValue(field, share, PERCENT_WORDS)];
}

/** Resources of a quota that need no domain before their name. */
const QUOTA_RESOURCES =
  /^(?:cpu|memory|storage|ephemeral-storage|pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.(?:nodeports|loadbalancers)|(?:requests|limits)\.[a-z-]+(?:\.[a-z-]+)*)$/;

/** Resources that are counted. */
const INTEGERS =
  /^(?:count\/.*|pods|services(?:\..*)?|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims)$/;

export function validateQuota({ spec }: ResourceQuota): FieldError[] {
  return Object.entries(spec.hard ?? {}).flatMap(([resource, amount]) => {
    const field = `spec.hard[${resource}]`;
    const isKnown = resource.includes('/') || QUOTA_RESOURCES.test(resource);
    const isFraction = quantityNano(amount) % 1_000_000_000n !== 0n;
    return [
      ...(isKnown
        ? []
        : [
            invalidValue(field, resource, 'must be a standard resource type or fully qualified'),
            invalidValue(field, resource, 'must be a standard resource for quota'),
          ]),
      ...notNegativeAmount(amount, field),
      ...(INTEGERS.test(resource) && isFraction ? [invalidValue(field, amount, 'must be an integer')] : []),
    ];
  });
}

export function validateStorageClass({ provisioner, reclaimPolicy, volumeBindingMode }: StorageClass): FieldError[] {
  return [
    ...requiredObeying(provisioner, 'provisioner', (name) => qualifiedNameFaults(name.toLowerCase())),
    ...oneOf(reclaimPolicy, ['Delete', 'Retain'], 'reclaimPolicy'),
    ...oneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode'),
  ];
}

/** Fields of a persistent volume's spec that do not say where it is. */
const NO_SOURCE = new Set([
  ...['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName', 'mountOptions'],
  ...['volumeMode', 'nodeAffinity', 'volumeAttributesClassName'],
]);

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

/** An event lies in the namespace of what it is about. */
export function validateEvent({ metadata, involvedObject }: Event): FieldError[] {
  const about = involvedObject.namespace ?? '';
  const expected = about === '' ? 'default' : about;
  if (metadata.namespace === expected) return [];
  return [invalidValue('involvedObject.namespace', about, 'does not match event.namespace')];
}
