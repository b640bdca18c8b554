import type { VolumeMount } from '../../model/pod.js';
import type { Volume } from '../../model/volume.js';
import { duplicate, forbiddenValue, invalidValue, notFoundValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { requiredObeying } from './choice.js';
import { validateClaimSpec } from './claim.js';
import { dnsLabelFaults } from './name.js';

const MODES = 'must be a number between 0 and 0777 (octal), both inclusive';

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

const needs = (value: string | undefined, field: string): FieldError[] =>
  value === undefined || value === '' ? [required(field)] : [];

const fitsMode = (mode: number | undefined, field: string): FieldError[] =>
  mode === undefined || (mode >= 0 && mode <= 0o777) ? [] : [invalidValue(field, mode, MODES)];

/** What each kind of volume needs. */
const SOURCES: readonly ((volume: Volume, path: string) => FieldError[])[] = [
  ({ hostPath }, path) => (hostPath === undefined ? [] : needs(hostPath.path, `${path}.hostPath.path`)),
  ({ ephemeral }, path) =>
    ephemeral?.volumeClaimTemplate === undefined
      ? []
      : validateClaimSpec(ephemeral.volumeClaimTemplate.spec, `${path}.ephemeral.volumeClaimTemplate.spec`),
  ({ persistentVolumeClaim: claim }, path) =>
    claim === undefined ? [] : needs(claim.claimName, `${path}.persistentVolumeClaim.claimName`),
  ({ configMap }, path) =>
    configMap === undefined
      ? []
      : [
          ...needs(configMap.name, `${path}.configMap.name`),
          ...fitsMode(configMap.defaultMode, `${path}.configMap.defaultMode`),
        ],
  ({ secret }, path) =>
    secret === undefined
      ? []
      : [
          ...needs(secret.secretName, `${path}.secret.secretName`),
          ...fitsMode(secret.defaultMode, `${path}.secret.defaultMode`),
        ],
];

/** The mounts of a container, of volumes that its pod has. */
export function validateMounts(
  mounts: readonly VolumeMount[],
  field: string,
  volumes: ReadonlySet<string>,
): FieldError[] {
  const paths = mounts.map(({ mountPath }) => mountPath);
  return mounts.flatMap(({ name, mountPath, subPath }, index) => {
    const path = `${field}[${index}]`;
    const isDuplicate = mountPath !== '' && paths.indexOf(mountPath) < index;
    return [
      ...(name === '' ? [required(`${path}.name`)] : []),
      ...(volumes.has(name) ? [] : [notFoundValue(`${path}.name`, name)]),
      ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
      ...(isDuplicate ? [invalidValue(`${path}.mountPath`, mountPath, 'must be unique')] : []),
      // The server forgets the index here.
      ...(isBackstep(subPath) ? [invalidValue(`${field}.subPath`, subPath ?? '', "must not contain '..'")] : []),
    ];
  });
}

const isBackstep = (subPath: string | undefined): boolean => subPath?.split('/').includes('..') === true;
