import type { ConfigMap, Secret } from '../../model/core.js';
import { equalJson, own, parseJson } from '../../model/json.js';
import { goSyntaxError } from '../schema/go-syntax.js';
import { forbiddenValue, invalidValue, required, tooLong } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

/** The most that the data of a config map or secret may weigh together. */
const MOST_BYTES = 1024 * 1024;

const KEY_WORDS =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

function keyFaults(key: string): string[] {
  return [
    ...(key.length > 253 ? ['must be no more than 253 characters'] : []),
    ...(/^[-._a-zA-Z0-9]+$/.test(key) ? [] : [KEY_WORDS]),
    ...(key === '.' || key === '..' ? [`must not be '${key}'`] : []),
    ...(key.startsWith('..') && key !== '..' ? ["must not start with '..'"] : []),
  ];
}

function validateKeys(data: Readonly<Record<string, string>>, field: string): FieldError[] {
  return Object.keys(data).flatMap((key) =>
    keyFaults(key).map((fault) => invalidValue(`${field}[${key}]`, key, fault)),
  );
}

const weigh = (data: Readonly<Record<string, string>>): number =>
  Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** Bytes behind base64. */
const weighBinary = (data: Readonly<Record<string, string>>): number =>
  Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text, 'base64'), 0);

export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const both = Object.keys(data).filter((key) => Object.hasOwn(binaryData, key));
  return [
    ...validateKeys(data, 'data'),
    ...both.map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...validateKeys(binaryData, 'binaryData'),
    ...(weigh(data) + weighBinary(binaryData) > MOST_BYTES ? [tooLong('[]', MOST_BYTES)] : []),
  ];
}

const IMMUTABLE = 'field is immutable when `immutable` is set';

/** One that is immutable stays so, with its data. */
export function validateConfigMapUpdate(configMap: ConfigMap, present: ConfigMap): FieldError[] {
  return validateImmutable(configMap, present, ['data', 'binaryData']);
}

function validateImmutable<T extends ConfigMap | Secret>(
  object: T,
  present: T,
  fields: readonly (keyof T)[],
): FieldError[] {
  if (present.immutable !== true) return [];
  return [
    ...(object.immutable === true ? [] : [forbiddenValue('immutable', IMMUTABLE)]),
    ...fields
      .filter((field) => !equalJson(object[field] ?? {}, present[field] ?? {}))
      .map((field) => forbiddenValue(String(field), IMMUTABLE)),
  ];
}

/** Keys that secrets of a type must have. */
const NEEDED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
};

const ACCOUNT = 'kubernetes.io/service-account.name';

/** Configurations of Docker that must be JSON. */
const JSON_KEYS: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/** What a type asks for beyond keys that are simply there. */
function validateTyped(secret: Secret): FieldError[] {
  switch (secret.type ?? '') {
    case 'kubernetes.io/basic-auth':
      return needsEither(secret.data ?? {});
    case 'kubernetes.io/service-account-token':
      return (secret.metadata.annotations?.[ACCOUNT] ?? '') === ''
        ? [required(`metadata.annotations[${ACCOUNT}]`)]
        : [];
    default:
      return validateJson(secret);
  }
}

function needsEither({ username, password }: Readonly<Record<string, string>>): FieldError[] {
  if (username !== undefined || password !== undefined) return [];
  return [required('data[username]'), required('data[password]')];
}

function validateJson({ data = {}, type = '' }: Secret): FieldError[] {
  const key = own(JSON_KEYS, type) ?? '';
  const text = Buffer.from(own(data, key) ?? '', 'base64').toString();
  if (text === '' || isJson(text)) return [];
  return [invalidValue(`data[${key}]`, '<secret contents redacted>', goSyntaxError(text))];
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

export function validateSecret(secret: Secret): FieldError[] {
  const { data = {}, type = '' } = secret;
  return [
    ...validateKeys(data, 'data'),
    ...(weighBinary(data) > MOST_BYTES ? [tooLong('data', MOST_BYTES)] : []),
    ...(own(NEEDED_KEYS, type) ?? []).filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`)),
    ...validateTyped(secret),
  ];
}

export function validateSecretUpdate(secret: Secret, present: Secret): FieldError[] {
  const typeErrors =
    secret.type === present.type ? [] : [invalidValue('type', secret.type ?? '', 'field is immutable')];
  return [...typeErrors, ...validateImmutable(secret, present, ['data'])];
}
