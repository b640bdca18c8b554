import type { Container, VolumeDevice, VolumeMount } from '../../model/pod.js';
import type { Volume } from '../../model/volume.js';
import { forbiddenValue, invalidValue, notFoundValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { validateDescending } from './volume-files.js';

/** Where containers see the volumes of their pod (ValidateVolumeMounts, ValidateVolumeDevices). */

type Volumes = ReadonlyMap<string, Volume>;

export function validateMounts(container: Container, field: string, volumes: Volumes): FieldError[] {
  const { volumeMounts: mounts = [], volumeDevices: devices = [] } = container;
  const paths = mounts.map(({ mountPath }) => mountPath);
  return mounts.flatMap((mount, index) => {
    const { name, mountPath } = mount;
    const path = `${field}[${index}]`;
    const isDuplicate = paths.indexOf(mountPath) < index;
    const isDevice = devices.some((device) => device.name === name);
    const isDevicePath = devices.some(({ devicePath }) => devicePath === mountPath);
    return [
      ...(name === '' ? [required(`${path}.name`)] : []),
      ...(volumes.has(name) ? [] : [notFoundValue(`${path}.name`, name)]),
      ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
      ...(isDuplicate ? [invalidValue(`${path}.mountPath`, mountPath, 'must be unique')] : []),
      ...(isDevice ? [invalidValue(`${path}.name`, name, 'must not already exist in volumeDevices')] : []),
      ...(isDevicePath
        ? [invalidValue(`${path}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices')]
        : []),
      ...validateSubPaths(mount, path, field),
      ...validatePropagation(mount, container, `${field}.mountPropagation`),
      ...validateRecursion(mount, `${field}.recursiveReadOnly`),
    ];
  });
}

/** The server forgets the index here. */
function validateSubPaths({ subPath = '', subPathExpr = '' }: VolumeMount, path: string, field: string): FieldError[] {
  const isBoth = subPath !== '' && subPathExpr !== '';
  const words = 'subPathExpr and subPath are mutually exclusive';
  return [
    ...validateDescending(subPath, `${field}.subPath`),
    ...(isBoth ? [invalidValue(`${path}.subPathExpr`, subPathExpr, words)] : []),
    ...validateDescending(subPathExpr, `${field}.subPathExpr`),
  ];
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];

function validatePropagation(
  { mountPropagation: way }: VolumeMount,
  container: Container,
  field: string,
): FieldError[] {
  if (way === undefined) return [];
  const isPrivileged = container.securityContext?.privileged === true;
  const words = 'Bidirectional mount propagation is available only to privileged containers';
  return [
    ...(PROPAGATIONS.includes(way) ? [] : [notSupported(field, way, PROPAGATIONS)]),
    ...(way === 'Bidirectional' && !isPrivileged ? [forbiddenValue(field, words)] : []),
  ];
}

const RECURSIONS = ['Disabled', 'Enabled', 'IfPossible'];

function validateRecursion(
  { recursiveReadOnly: recursion, readOnly, mountPropagation = 'None' }: VolumeMount,
  field: string,
): FieldError[] {
  if (recursion === undefined || recursion === 'Disabled') return [];
  if (!RECURSIONS.includes(recursion)) return [notSupported(field, recursion, RECURSIONS)];
  const only = (when: string): FieldError => forbiddenValue(field, `may only be specified when ${when}`);
  return [
    ...(readOnly === true ? [] : [only('readOnly is true')]),
    ...(mountPropagation === 'None' ? [] : [only('mountPropagation is None or not specified')]),
  ];
}

/** Volumes that a container sees as block devices. */
export function validateDevices(container: Container, field: string, volumes: Volumes): FieldError[] {
  const { volumeMounts: mounts = [], volumeDevices: devices = [] } = container;
  return devices.flatMap(({ name, devicePath }, index) => {
    const path = `${field}[${index}]`;
    const before = devices.slice(0, index);
    const isMount = mounts.some((mount) => mount.name === name);
    const isMountPath = mounts.some(({ mountPath }) => mountPath === devicePath);
    return [
      ...(name === '' ? [required(`${path}.name`)] : []),
      ...(name !== '' && before.some((device) => device.name === name)
        ? [invalidValue(`${path}.name`, name, 'must be unique')]
        : []),
      ...validateSource(volumes.get(name), name, `${path}.name`),
      ...validateDevicePath(devicePath, before, `${path}.devicePath`),
      ...(isMount ? [invalidValue(`${path}.name`, name, 'must not already exist in volumeMounts')] : []),
      ...(isMountPath
        ? [invalidValue(`${path}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts')]
        : []),
    ];
  });
}

function validateSource(volume: Volume | undefined, name: string, field: string): FieldError[] {
  if (volume === undefined) return [notFoundValue(field, name)];
  if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) return [];
  const words = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
  return [invalidValue(field, name, words)];
}

function validateDevicePath(path: string, before: readonly VolumeDevice[], field: string): FieldError[] {
  if (path === '') return [required(field)];
  return [
    ...(before.some(({ devicePath }) => devicePath === path) ? [invalidValue(field, path, 'must be unique')] : []),
    ...(path.split('/').includes('..') ? [invalidValue(field, path, "can not contain backsteps ('..')")] : []),
  ];
}
