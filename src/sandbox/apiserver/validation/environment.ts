import type { EnvFromSource, EnvVar, KeySelector } from '../../model/pod.js';
import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying, requiredObeying } from './choice.js';
import { dataKeyFaults, dnsSubdomainFaults, qualifiedNameFaults } from './name.js';
import { validateResourceReference } from './resource-reference.js';

/** Printable ASCII other than `=`. */
const VARIABLE = /^[\x20-\x3c\x3e-\x7e]+$/;

const BAD_NAME = "a valid environment variable name must consist only of printable ASCII characters other than '='";

const variableFaults = (name: string): string[] => (VARIABLE.test(name) ? [] : [BAD_NAME]);

export function validateEnv(variables: readonly EnvVar[], field: string): FieldError[] {
  return variables.flatMap((variable, index) => {
    const path = `${field}[${index}]`;
    return [
      ...requiredObeying(variable.name, `${path}.name`, variableFaults),
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
    ...(valueFrom.resourceFieldRef === undefined
      ? []
      : validateResourceReference(valueFrom.resourceFieldRef, `${field}.resourceFieldRef`, false)),
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

const SUBSCRIPT = /^metadata\.(labels|annotations)\['([^']+)'\]$/;

function validateFieldRef(reference: { fieldPath: string } | undefined, field: string): FieldError[] {
  if (reference === undefined) return [];
  const [, map, key = ''] = SUBSCRIPT.exec(reference.fieldPath) ?? [];
  const faults = map === undefined ? [] : qualifiedNameFaults(map === 'labels' ? key : key.toLowerCase());
  return [
    ...fieldPathErrors(reference.fieldPath, `${field}.fieldPath`),
    ...faults.map((fault) => invalidValue(field, map === 'labels' ? key : key.toLowerCase(), fault)),
  ];
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
    ...dnsSubdomainFaults(selector.name ?? '').map((fault) =>
      invalidValue(`${field}.name`, selector.name ?? '', fault),
    ),
    ...requiredObeying(selector.key, `${field}.key`, dataKeyFaults),
  ];
}

export function validateEnvFrom(sources: readonly EnvFromSource[], field: string): FieldError[] {
  return sources.flatMap((source, index) => {
    const path = `${field}[${index}]`;
    const references = REFERENCES.filter((name) => source[name] !== undefined);
    return [
      ...obeying(source.prefix, `${path}.prefix`, variableFaults),
      ...references.flatMap((name) => requiredObeying(source[name]?.name, `${path}.${name}.name`, prefixFaultsOf)),
      ...(references.length === 0 ? [invalidValue(field, '', NO_REFERENCE)] : []),
      ...(references.length > 1
        ? [invalidValue(field, '', 'may not have more than one field specified at a time')]
        : []),
    ];
  });
}

const REFERENCES = ['configMapRef', 'secretRef'] as const;
const NO_REFERENCE = 'must specify one of: `configMapRef` or `secretRef`';

/** A name that may be the beginning of one: a dash at its end is none of its last. */
const prefixFaultsOf = (name: string): string[] => dnsSubdomainFaults(name.replace(/-$/, 'a'));
