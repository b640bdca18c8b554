import type { DisruptionBudget, EndpointSlice, Lease } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import type { StorageClass } from '../../model/volume.js';
import { setStorageClassDefaults } from '../defaults/volume.js';
import { LEASE_PRINTER } from '../tables/core.js';
import { DISRUPTION_BUDGET_PRINTER, PRIORITY_CLASS_PRINTER } from '../tables/others.js';
import { ENDPOINT_SLICE_PRINTER } from '../tables/services.js';
import { STORAGE_CLASS_PRINTER } from '../tables/volumes.js';
import { validateDisruptionBudget } from '../validation/disruption-budget.js';
import { validateLease } from '../validation/lease.js';
import { validateStorageClass, validateStorageClassUpdate } from '../validation/storage-class.js';
import { forbiddenValue, notSupported } from '../status/field-error.js';
import type { Kind } from './kind.js';

/** Kinds of the small groups. */

export const LEASE: Kind<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  namespaced: true,
  createsOnUpdate: true,
  needsResourceVersion: true,
  printer: LEASE_PRINTER,
  validate: validateLease,
};

export const STORAGE_CLASS: Kind<StorageClass> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  shortNames: ['sc'],
  namespaced: false,
  returnsDeleted: true,
  printer: STORAGE_CLASS_PRINTER,
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  setDefaults: setStorageClassDefaults,
};

export const DISRUPTION_BUDGET: Kind<DisruptionBudget> = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  shortNames: ['pdb'],
  namespaced: true,
  hasStatus: true,
  countsGenerations: true,
  needsResourceVersion: true,
  printer: DISRUPTION_BUDGET_PRINTER,
  validate: validateDisruptionBudget,
};

export const ENDPOINT_SLICE: Kind<EndpointSlice> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  namespaced: true,
  countsGenerations: true,
  printer: ENDPOINT_SLICE_PRINTER,
  setDefaults: ({ ports }) => {
    for (const port of ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
};

interface PriorityClass extends KubeObject {
  value: number;
  preemptionPolicy?: string;
}

const SYSTEM_CLASSES = new Set(['system-cluster-critical', 'system-node-critical']);
const MOST_PRIORITY = 1_000_000_000;
const TOO_HIGH = `maximum allowed value of a user defined priority is ${MOST_PRIORITY}`;
const PREEMPTION = ['PreemptLowerPriority', 'Never'];

const ofSystem = (name: string): string =>
  `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`;

export const PRIORITY_CLASS: Kind<PriorityClass> = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  shortNames: ['pc'],
  namespaced: false,
  countsGenerations: true,
  printer: PRIORITY_CLASS_PRINTER,
  validate: ({ metadata: { name }, value, preemptionPolicy = '' }) => [
    ...(name.startsWith('system-') && !SYSTEM_CLASSES.has(name)
      ? [forbiddenValue('metadata.name', ofSystem(name))]
      : []),
    ...(value > MOST_PRIORITY && !SYSTEM_CLASSES.has(name) ? [forbiddenValue('value', TOO_HIGH)] : []),
    ...(PREEMPTION.includes(preemptionPolicy) ? [] : [notSupported('preemptionPolicy', preemptionPolicy, PREEMPTION)]),
  ],
  setDefaults: (priorityClass) => {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
  },
};
