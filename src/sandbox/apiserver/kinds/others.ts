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
import { validateStorageClass } from '../validation/storage-class.js';
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
  setDefaults: (priorityClass) => {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
  },
};
