import type { EnvFromSource, EnvVar, KeySelector } from '../../model/pod.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { requiredObeying } from './choice.js';

/** Printable ASCII other than `=`. */
const VARIABLE = /^[\x20-\x3c\x3e-\x7e]+$/;

const BAD_NAME = "a valid environment variable name must consist only of printable ASCII characters other than '='";

export function validateEnv(variables: readonly EnvVar[], field: string): FieldError[] {
  return variables.flatMap((variable, index) => {
    const path = `${field}[${index}]`;
    return [
      ...requiredObeying(variable.name, `${path}.name`, (name) => (VARIABLE.test(name) ? [] : [BAD_NAME])),
      ...validateValueFrom(variable, `${path}.valueFrom`),
    ];
  });
}

function validateValueFrom({ value = '', valueFrom }: EnvVar, field: string): FieldError[] {
  if (valueFrom === undefined) return [];
  const sources = Object.keys(valueFrom);
  const words = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
  return [
    ...validateFieldRef(valueFrom.fieldRef, `${field}.fieldRef`),
    ...validateKey(valueFrom.configMapKeyRef, `${field}.configMapKeyRef`),
    ...validateKey(valueFrom.secretKeyRef, `${field}.secretKeyRef`),
    ...(sources.length === 0 ? [invalidValue(field, '', words)] : []),
    ...(value !== '' && sources.length > 0
      ? [invalidValue(field, '', 'may not be specified when `value` is not empty')]
      : []),
    ...(value === '' && sources.length > 1
      ? [invalidValue(field, '', 'may not have more than one field specified at a time')]
      : []),
  ];
}

/** Fields of a pod that its containers can be told. */
const PATHS = new Set([
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'],
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
]);

const SUBSCRIPT = /^metadata\.(?:labels|annotations)\['[^']+'\]$/;

function validateFieldRef(reference: { fieldPath: string } | undefined, field: string): FieldError[] {
  return reference === undefined ? [] : fieldPathErrors(reference.fieldPath, `${field}.fieldPath`);
}

/** A field of a pod that is told to its containers; `told` says which of them can be, where not all. */
export function fieldPathErrors(fieldPath: string, field: string, told?: readonly string[]): FieldError[] {
  if (fieldPath === '') return [required(field)];
  if (SUBSCRIPT.test(fieldPath) || told?.includes(fieldPath) === true) return [];
  if (PATHS.has(fieldPath)) return told === undefined ? [] : [notSupported(field, fieldPath, told)];
  return [invalidValue(field, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
}

function validateKey(selector: KeySelector | undefined, field: string): FieldError[] {
  if (selector === undefined) return [];
  return [
    ...((selector.name ?? '') === '' ? [required(`${field}.name`)] : []),
    ...(selector.key === '' ? [required(`${field}.key`)] : []),
  ];
}

export function validateEnvFrom(sources: readonly EnvFromSource[], field: string): FieldError[] {
  return sources.flatMap((source, index) => {
    const references = (['configMapRef', 'secretRef'] as const).filter((name) => source[name] !== undefined);
    const [only, another] = references;
    if (only === undefined) return [invalidValue(field, '', 'must specify one of: `configMapRef` or `secretRef`')];
    if (another !== undefined) return [invalidValue(field, '', 'may not have more than one field specified at a time')];
    return (source[only]?.name ?? '') === '' ? [required(`${field}[${index}].${only}.name`)] : [];
  });
}
