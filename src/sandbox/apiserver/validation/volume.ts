import type { VolumeMount } from '../../model/pod.js';
import type { KeyToPath, Volume } from '../../model/volume.js';
import {
  duplicate,
  forbiddenValue,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
} from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { requiredObeying } from './choice.js';
import { validateClaimSpec } from './claim.js';
import { dnsLabelFaults } from './name.js';
import {
  needs,
  validateBacksteps,
  validateDownwardFiles,
  validateItems,
  validateMode,
  validateProjected,
} from './volume-files.js';

export function validateVolumes(volumes: readonly Volume[], field: string): FieldError[] {
  const names = volumes.map(({ name }) => name);
  return volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`;
    const isDuplicate = volume.name !== '' && names.indexOf(volume.name) < index;
    return [
      ...requiredObeying(volume.name, `${path}.name`, dnsLabelFaults),
      ...validateSource(volume, path),
      ...(isDuplicate ? [duplicate(`${path}.name`, volume.name)] : []),
    ];
  });
}

function validateSource(volume: Volume, path: string): FieldError[] {
  // The server looks for an emptyDir first, and takes what comes later for one too many.
  const [, ...others] = Object.keys(volume)
    .filter((key) => key !== 'name')
    .sort((a, b) => Number(b === 'emptyDir') - Number(a === 'emptyDir'));
  return [
    ...others.map((source) => forbiddenValue(`${path}.${source}`, 'may not specify more than 1 volume type')),
    ...(others.length === 0 ? SOURCES.flatMap((check) => check(volume, path)) : []),
  ];
}

type Check = (volume: Volume, path: string) => FieldError[];

/** What each kind of volume needs. */
const SOURCES: readonly Check[] = [
  ({ hostPath }, path) => (hostPath === undefined ? [] : validateHostPath(hostPath, `${path}.hostPath`)),
  ({ ephemeral }, path) =>
    ephemeral?.volumeClaimTemplate === undefined
      ? []
      : validateClaimSpec(ephemeral.volumeClaimTemplate.spec, `${path}.ephemeral.volumeClaimTemplate.spec`),
  ({ persistentVolumeClaim: claim }, path) =>
    claim === undefined ? [] : needs(claim.claimName, `${path}.persistentVolumeClaim.claimName`),
  ({ configMap }, path) =>
    configMap === undefined
      ? []
      : [...needs(configMap.name, `${path}.configMap.name`), ...validateFiles(configMap, `${path}.configMap`)],
  ({ secret }, path) =>
    secret === undefined
      ? []
      : [...needs(secret.secretName, `${path}.secret.secretName`), ...validateFiles(secret, `${path}.secret`)],
  ({ downwardAPI }, path) =>
    downwardAPI === undefined
      ? []
      : [
          ...validateMode(downwardAPI.defaultMode, `${path}.downwardAPI.defaultMode`),
          ...validateDownwardFiles(downwardAPI.items, `${path}.downwardAPI`),
        ],
  ({ projected }, path) =>
    projected === undefined
      ? []
      : [
          ...validateMode(projected.defaultMode, `${path}.projected.defaultMode`),
          ...validateProjected(projected, `${path}.projected`),
        ],
];

function validateFiles(
  { defaultMode, items }: { defaultMode?: number; items?: KeyToPath[] },
  path: string,
): FieldError[] {
  return [...validateMode(defaultMode, `${path}.defaultMode`), ...validateItems(items, `${path}.items`)];
}

const HOST_PATH_TYPES = [
  ...['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
];

/** A path of the node, of a pod's volume or of a persistent one. */
export function validateHostPath({ path, type = '' }: { path: string; type?: string }, field: string): FieldError[] {
  if (path === '') return [required(`${field}.path`)];
  return [
    ...validateBacksteps(path, `${field}.path`),
    ...(HOST_PATH_TYPES.includes(type) ? [] : [notSupported(`${field}.type`, type, HOST_PATH_TYPES)]),
  ];
}

/** The mounts of a container, of volumes that its pod has. */
export function validateMounts(
  mounts: readonly VolumeMount[],
  field: string,
  volumes: ReadonlySet<string>,
): FieldError[] {
  const paths = mounts.map(({ mountPath }) => mountPath);
  return mounts.flatMap(({ name, mountPath, subPath = '' }, index) => {
    const path = `${field}[${index}]`;
    const isDuplicate = mountPath !== '' && paths.indexOf(mountPath) < index;
    return [
      ...(name === '' ? [required(`${path}.name`)] : []),
      ...(volumes.has(name) ? [] : [notFoundValue(`${path}.name`, name)]),
      ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
      ...(isDuplicate ? [invalidValue(`${path}.mountPath`, mountPath, 'must be unique')] : []),
      // The server forgets the index here.
      ...validateBacksteps(subPath, `${field}.subPath`),
    ];
  });
}
