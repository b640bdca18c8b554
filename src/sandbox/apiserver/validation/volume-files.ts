import type { DownwardFile, KeyToPath, ProjectedSource, Volume } from '../../model/volume.js';
import { forbiddenValue, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { fieldPathErrors } from './environment.js';
import { validateResourceReference } from './resource-reference.js';

/** Volumes that are filled with files from elsewhere (kubernetes pkg/apis/core/validation, validateProjectionSources). */

const MODES = 'must be a number between 0 and 0777 (octal), both inclusive';

/** The permissions of a file. */
export const validateMode = (mode: number | undefined, field: string): FieldError[] =>
  mode === undefined || (mode >= 0 && mode <= 0o777) ? [] : [invalidValue(field, mode, MODES)];

/** What a volume cannot do without. */
export const needs = (value: string | undefined, field: string): FieldError[] =>
  value === undefined || value === '' ? [required(field)] : [];

export const validateBacksteps = (path: string, field: string): FieldError[] =>
  path.split('/').includes('..') ? [invalidValue(field, path, "must not contain '..'")] : [];

/** A path below the place that it is seen from. */
export const validateDescending = (path: string, field: string): FieldError[] => [
  ...(path.startsWith('/') ? [invalidValue(field, path, 'must be a relative path')] : []),
  ...validateBacksteps(path, field),
];

/** A path inside of the volume, and none that its keeper uses. */
function validateLocalPath(path: string, field: string): FieldError[] {
  const isReserved = path.startsWith('..') && !path.startsWith('../');
  return [
    ...validateDescending(path, field),
    ...(isReserved ? [invalidValue(field, path, "must not start with '..'")] : []),
  ];
}

export function validateItems(items: readonly KeyToPath[] | undefined, field: string): FieldError[] {
  return (items ?? []).flatMap(({ key, path, mode }, index) => [
    ...needs(key, `${field}[${index}].key`),
    ...needs(path, `${field}[${index}].path`),
    ...validateLocalPath(path, `${field}[${index}].path`),
    ...validateMode(mode, `${field}[${index}].mode`),
  ]);
}

/** Fields of a pod that a file can tell; `metadata.labels` stands for all of them. */
const TOLD = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

/** The server forgets the index here. */
export function validateDownwardFiles(files: readonly DownwardFile[] | undefined, field: string): FieldError[] {
  return (files ?? []).flatMap((file) => [
    ...needs(file.path, `${field}.path`),
    ...validateLocalPath(file.path, `${field}.path`),
    ...validateTold(file, field),
    ...validateMode(file.mode, `${field}.mode`),
  ]);
}

function validateTold({ fieldRef, resourceFieldRef }: DownwardFile, field: string): FieldError[] {
  if (fieldRef !== undefined) {
    const both = 'fieldRef and resourceFieldRef can not be specified simultaneously';
    return [
      ...fieldPathErrors(fieldRef.fieldPath, `${field}.fieldRef.fieldPath`, TOLD),
      ...(resourceFieldRef === undefined ? [] : [invalidValue(field, 'resource', both)]),
    ];
  }
  if (resourceFieldRef === undefined) return [required(field, 'one of fieldRef and resourceFieldRef is required')];
  return validateResourceReference(resourceFieldRef, `${field}.resourceFieldRef`, true);
}

export function validateProjected({ sources }: NonNullable<Volume['projected']>, field: string): FieldError[] {
  const paths = new Set<string>();
  return (sources ?? []).flatMap((source, index) => {
    const path = `${field}.sources[${index}]`;
    const words = 'may not specify more than 1 volume type per source';
    return [
      ...validateKept(source, path),
      ...conflicts(source, field, paths),
      ...validateToken(source, path, field),
      ...(Object.keys(source).length > 1 ? [forbiddenValue(path, words)] : []),
    ];
  });
}

function validateKept({ secret, configMap, downwardAPI }: ProjectedSource, path: string): FieldError[] {
  return [
    ...(secret === undefined
      ? []
      : [...needs(secret.name, `${path}.secret.name`), ...validateItems(secret.items, `${path}.secret.items`)]),
    ...(configMap === undefined
      ? []
      : [
          ...needs(configMap.name, `${path}.configMap.name`),
          ...validateItems(configMap.items, `${path}.configMap.items`),
        ]),
    ...validateDownwardFiles(downwardAPI?.items, `${path}.downwardAPI`),
  ];
}

/** Files of one path. The server tells them by where they come from, if that has a name. */
function conflicts(
  { secret, configMap, downwardAPI }: ProjectedSource,
  field: string,
  paths: Set<string>,
): FieldError[] {
  const files = [
    ...[secret, configMap].flatMap((source) =>
      (source?.items ?? []).map(({ path }) => ({ path, told: source?.name ?? '' })),
    ),
    ...(downwardAPI?.items ?? []).map(({ path }) => ({ path, told: path })),
  ];
  return files.flatMap(({ path, told }) => {
    const isTaken = paths.has(path);
    if (path !== '') paths.add(path);
    return isTaken ? [invalidValue(field, told, 'conflicting duplicate paths')] : [];
  });
}

const LEAST_TOKEN_SECONDS = 600;

/** The server forgets the source here, and tells the path of the token as one of the volume. */
function validateToken({ serviceAccountToken: token }: ProjectedSource, path: string, field: string): FieldError[] {
  if (token === undefined) return [];
  const { expirationSeconds: seconds = LEAST_TOKEN_SECONDS } = token;
  const at = `${path}.serviceAccountToken.expirationSeconds`;
  return [
    ...(seconds < LEAST_TOKEN_SECONDS
      ? [invalidValue(at, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds > 2 ** 32 ? [invalidValue(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
    ...(token.path === '' ? [required(`${field}.path`)] : validateLocalPath(token.path, `${field}.path`)),
  ];
}
