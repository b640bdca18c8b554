import type {
  CapacityOfStorage,
  Driver,
  NodeOfDrivers,
  RuntimeClass,
  VolumeAttachment,
  VolumeAttributesClass,
} from '../../model/drivers.js';
import { age } from './age.js';
import { columns, UNSET } from './printer.js';
import type { Printer } from './printer.js';

/** Rows of what drivers tell of themselves. */

export const RUNTIME_CLASS_PRINTER: Printer<RuntimeClass> = {
  columns: columns('Name', 'Handler', 'Age'),
  row: ({ metadata, handler }, now) => [metadata.name, handler, age(metadata.creationTimestamp, now)],
};

export const DRIVER_PRINTER: Printer<Driver> = {
  columns: columns(
    ...['Name', 'AttachRequired:boolean', 'PodInfoOnMount:boolean', 'StorageCapacity:boolean', 'TokenRequests'],
    ...['RequiresRepublish:boolean', 'Modes', 'Age'],
  ),
  row: ({ metadata, spec }, now) => [
    metadata.name,
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    (spec.tokenRequests ?? []).map(({ audience }) => audience).join(',') || UNSET,
    spec.requiresRepublish ?? false,
    (spec.volumeLifecycleModes ?? []).join(',') || '<none>',
    age(metadata.creationTimestamp, now),
  ],
};

export const NODE_OF_DRIVERS_PRINTER: Printer<NodeOfDrivers> = {
  columns: columns('Name', 'Drivers:integer', 'Age'),
  row: ({ metadata, spec }, now) => [metadata.name, spec.drivers?.length ?? 0, age(metadata.creationTimestamp, now)],
};

export const VOLUME_ATTACHMENT_PRINTER: Printer<VolumeAttachment> = {
  columns: columns('Name', 'Attacher', 'PV', 'Node', 'Attached:boolean', 'Age'),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.attacher,
    spec.source.persistentVolumeName ?? '',
    spec.nodeName,
    status.attached,
    age(metadata.creationTimestamp, now),
  ],
};

export const VOLUME_ATTRIBUTES_CLASS_PRINTER: Printer<VolumeAttributesClass> = {
  columns: columns('Name', 'DriverName', 'Age'),
  row: ({ metadata, driverName }, now) => [metadata.name, driverName, age(metadata.creationTimestamp, now)],
};

export const CAPACITY_PRINTER: Printer<CapacityOfStorage> = {
  columns: columns('Name', 'Created At:date'),
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
};
