import { quantityNano } from '../../model/quantity.js';
import type { KeyToPath, Volume } from '../../model/volume.js';
import { duplicate, forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { requiredObeying } from './choice.js';
import { validateClaimSpec } from './claim.js';
import { dnsLabelFaults, dnsSubdomainFaults } from './name.js';
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
  ({ emptyDir }, path) =>
    emptyDir?.sizeLimit !== undefined && quantityNano(emptyDir.sizeLimit) < 0n
      ? [forbiddenValue(`${path}.emptyDir.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  ({ nfs }, path) => (nfs === undefined ? [] : validateNfs(nfs, `${path}.nfs`)),
  ({ csi }, path) => (csi === undefined ? [] : validateCsi(csi, `${path}.csi`)),
  ({ gcePersistentDisk: disk }, path) => (disk === undefined ? [] : validateDisk(disk, `${path}.persistentDisk`)),
  ({ ephemeral }, path) => (ephemeral === undefined ? [] : validateEphemeral(ephemeral, `${path}.ephemeral`)),
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

function validateEphemeral(
  { volumeClaimTemplate: template }: NonNullable<Volume['ephemeral']>,
  path: string,
): FieldError[] {
  const field = `${path}.volumeClaimTemplate`;
  return template === undefined ? [required(field)] : validateClaimSpec(template.spec, `${field}.spec`);
}

const validateNfs = ({ server, path }: NonNullable<Volume['nfs']>, field: string): FieldError[] => [
  ...needs(server, `${field}.server`),
  ...needs(path, `${field}.path`),
  ...(path.startsWith('/') ? [] : [invalidValue(`${field}.path`, path, 'must be an absolute path')]),
];

/** The server looks at the form of a name that is missing, too. */
const validateCsi = (
  { driver, nodePublishSecretRef: secret }: NonNullable<Volume['csi']>,
  field: string,
): FieldError[] => [
  ...needs(driver, `${field}.driver`),
  ...dnsSubdomainFaults(driver.toLowerCase()).map((fault) => invalidValue(`${field}.driver`, driver, fault)),
  ...(secret === undefined ? [] : needs(secret.name, `${field}.nodePublishSecretRef.name`)),
];

const validateDisk = (
  { pdName, partition = 0 }: NonNullable<Volume['gcePersistentDisk']>,
  field: string,
): FieldError[] => [
  ...needs(pdName, `${field}.pdName`),
  ...(partition >= 0 && partition <= 255
    ? []
    : [invalidValue(`${field}.partition`, partition, 'must be between 1 and 255, inclusive')]),
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
