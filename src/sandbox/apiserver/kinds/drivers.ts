import type {
  CapacityOfStorage,
  Driver,
  NodeOfDrivers,
  RuntimeClass,
  VolumeAttachment,
  VolumeAttributesClass,
} from '../../model/drivers.js';
import { invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import {
  CAPACITY_PRINTER,
  DRIVER_PRINTER,
  NODE_OF_DRIVERS_PRINTER,
  RUNTIME_CLASS_PRINTER,
  VOLUME_ATTACHMENT_PRINTER,
  VOLUME_ATTRIBUTES_CLASS_PRINTER,
} from '../tables/drivers.js';
import { dnsLabelFaults, dnsSubdomainFaults } from '../validation/name.js';
import type { Kind } from './kind.js';

/** What drivers of volumes and of containers tell of themselves. */

export const RUNTIME_CLASS: Kind<RuntimeClass> = {
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  singular: 'runtimeclass',
  namespaced: false,
  printer: RUNTIME_CLASS_PRINTER,
  validate: ({ handler }) => dnsLabelFaults(handler).map((fault) => invalidValue('handler', handler, fault)),
};

const STORAGE = { group: 'storage.k8s.io', version: 'v1' } as const;

export const CSI_DRIVER: Kind<Driver> = {
  ...STORAGE,
  kind: 'CSIDriver',
  plural: 'csidrivers',
  singular: 'csidriver',
  namespaced: false,
  returnsDeleted: true,
  printer: DRIVER_PRINTER,
  setDefaults: ({ spec }) => {
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    spec.volumeLifecycleModes ??= ['Persistent'];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
  },
};

export const CSI_NODE: Kind<NodeOfDrivers> = {
  ...STORAGE,
  kind: 'CSINode',
  plural: 'csinodes',
  singular: 'csinode',
  namespaced: false,
  returnsDeleted: true,
  printer: NODE_OF_DRIVERS_PRINTER,
};

export const CSI_STORAGE_CAPACITY: Kind<CapacityOfStorage> = {
  ...STORAGE,
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  singular: 'csistoragecapacity',
  namespaced: true,
  printer: CAPACITY_PRINTER,
  validate: ({ storageClassName }) => (storageClassName === '' ? [required('storageClassName')] : []),
};

const faultsOf = (name: string, field: string): FieldError[] =>
  dnsSubdomainFaults(name).map((fault) => invalidValue(field, name, fault));

export const VOLUME_ATTACHMENT: Kind<VolumeAttachment> = {
  ...STORAGE,
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  singular: 'volumeattachment',
  namespaced: false,
  hasStatus: true,
  returnsDeleted: true,
  printer: VOLUME_ATTACHMENT_PRINTER,
  validate: ({ spec }) => [
    ...faultsOf(spec.attacher, 'spec.attacher'),
    ...faultsOf(spec.nodeName, 'spec.nodeName'),
    ...(spec.source.persistentVolumeName === undefined && !('inlineVolumeSpec' in spec.source)
      ? [required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')]
      : []),
  ],
};

export const VOLUME_ATTRIBUTES_CLASS: Kind<VolumeAttributesClass> = {
  ...STORAGE,
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  singular: 'volumeattributesclass',
  shortNames: ['vac'],
  namespaced: false,
  printer: VOLUME_ATTRIBUTES_CLASS_PRINTER,
  prepareCreate: ({ metadata }) => {
    metadata.finalizers = [...(metadata.finalizers ?? []), 'kubernetes.io/vac-protection'];
  },
  validate: ({ driverName, parameters = {} }) => [
    ...(driverName === '' ? [required('driverName')] : []),
    ...(Object.keys(parameters).length === 0
      ? [required('parameters', 'must contain at least one key/value pair')]
      : []),
  ],
};
