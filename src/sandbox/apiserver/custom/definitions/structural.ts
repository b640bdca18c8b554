import { equalJson } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { forbiddenValue, invalidValue, required } from '../../status/field-error.js';
import { isEmbedded, isIntOrString, itemsOf, keepsUnknown, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';
import { patternFault } from '../validation/pattern.js';

/**
 * What keeps a schema from being structural: that it tells the type of every field, and nothing of a field only among
 * alternatives (apiextensions-apiserver pkg/apiserver/schema/validation.go and complete.go).
 */
export function structuralErrors(schema: Schema, path: string): FieldError[] {
  const errors = [...levelErrors(schema, 'root', path), ...completeness(schema, schema, path, path)];
  return errors.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

const textOf = ({ field, message }: FieldError): string => `${field}: ${message}`;

type Level = 'root' | 'item' | 'field';

const MUST_HAVE_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function levelErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const { type = '', properties = {}, additionalProperties } = schema;
  return [
    ...(type === 'array' && items === undefined ? [required(`${path}.items`, 'must be specified')] : []),
    ...(items === undefined ? [] : levelErrors(items, 'item', `${path}.items`)),
    ...Object.entries(properties).flatMap(([name, one]) => levelErrors(one, 'field', `${path}.properties[${name}]`)),
    ...(additionalProperties !== undefined && level === 'root'
      ? [forbiddenValue(`${path}.additionalProperties`, 'must not be used at the root')]
      : []),
    ...(values === undefined ? [] : levelErrors(values, 'field', `${path}.additionalProperties`)),
    ...extensionErrors(schema, path),
    ...alternativeErrors(schema, path),
    ...typeErrors(schema, level, path),
    ...metaErrors(schema, level, path),
  ];
}

function extensionErrors(schema: Schema, path: string): FieldError[] {
  if (!isIntOrString(schema)) return [];
  const words = 'must be false if x-kubernetes-int-or-string is true';
  return [
    ...(keepsUnknown(schema) ? [invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, true, words)] : []),
    ...(isEmbedded(schema) ? [invalidValue(`${path}.x-kubernetes-embedded-resource`, true, words)] : []),
  ];
}

function typeErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { type = '' } = schema;
  const at = `${path}.type`;
  const isTypeless = type === '' && !isEmbedded(schema) && !isIntOrString(schema) && !keepsUnknown(schema);
  const isOther = level === 'root' && type !== '' && type !== 'object';
  return [
    ...(isEmbedded(schema) ? embeddedErrors(schema, path) : []),
    ...(isTypeless ? [required(at, MUST_HAVE_TYPE[level])] : []),
    ...(isOther ? [invalidValue(at, type, 'must be object at the root')] : []),
  ];
}

function embeddedErrors(schema: Schema, path: string): FieldError[] {
  const { type = '', additionalProperties, properties = {} } = schema;
  const mustBeObject = 'must be object if x-kubernetes-embedded-resource is true';
  const noMap = 'must not be used if x-kubernetes-embedded-resource is set';
  const notEmpty =
    'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  const typeError =
    type === '' ? required(`${path}.type`, mustBeObject) : invalidValue(`${path}.type`, type, mustBeObject);
  const isEmpty = !keepsUnknown(schema) && Object.keys(properties).length === 0;
  return [
    ...(type === 'object' ? [] : [typeError]),
    ...(additionalProperties === undefined ? [] : [forbiddenValue(`${path}.additionalProperties`, noMap)]),
    ...(isEmpty ? [required(`${path}.properties`, notEmpty)] : []),
  ];
}

/** Of metadata a schema may restrict the name, and nothing else. */
function metaErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { properties = {} } = schema;
  const isObject = level === 'root' || isEmbedded(schema);
  const texts = ['kind', 'apiVersion'].flatMap((name) => {
    const type = properties[name]?.type ?? '';
    if (properties[name] === undefined || !isObject || type === 'string') return [];
    return [invalidValue(`${path}.properties[${name}].type`, type, 'must be string')];
  });
  const { metadata } = properties;
  if (metadata === undefined) return texts;
  const at = `${path}.properties[metadata]`;
  const { type = '', properties: names = {}, default: _, ...rest } = metadata;
  const isNamesOnly = Object.keys(names).every((name) => name === 'name' || name === 'generateName');
  const says = Object.keys(rest).some((key) => key !== 'description' || level === 'root');
  const words = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
  return [
    ...texts,
    ...(isObject && type !== 'object' ? [invalidValue(`${at}.type`, type, 'must be object')] : []),
    ...(level === 'root' && (!isNamesOnly || says) ? [forbiddenValue(at, words)] : []),
  ];
}

const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

const isIntOrStringPattern = (anyOf: readonly Schema[] | undefined): boolean => equalJson(anyOf, INT_OR_STRING);

/** Alternatives; the two ways to say that a value is an integer or a string are let pass. */
function alternativeErrors(schema: Schema, path: string, skipsAny = isIntOrStringPattern(schema.anyOf)): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema;
  const nested = (one: Schema, at: string, skips = false): FieldError[] => nestedErrors(one, at, skips);
  return [
    ...(skipsAny ? [] : anyOf.flatMap((one, index) => nested(one, `${path}.anyOf[${index}]`))),
    ...allOf.flatMap((one, index) =>
      nested(one, `${path}.allOf[${index}]`, index === 0 && isIntOrStringPattern(one.anyOf)),
    ),
    ...oneOf.flatMap((one, index) => nested(one, `${path}.oneOf[${index}]`)),
    ...(not === undefined ? [] : nested(not, `${path}.not`)),
    ...(pattern === undefined ? [] : patternErrors(pattern, path)),
  ];
}

function patternErrors(pattern: string, path: string): FieldError[] {
  const fault = patternFault(pattern);
  const words = `must be a valid regular expression, but isn't: ${fault ?? ''}`;
  return fault === undefined ? [] : [invalidValue(`${path}.pattern`, pattern, words)];
}

/** What alternatives may not say, and in which words it is forbidden. */
const FORBIDDEN: readonly (readonly [keyof Schema, string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

function nestedErrors(schema: Schema, path: string, skipsAny: boolean): FieldError[] {
  const items = itemsOf(schema);
  const { properties = {} } = schema;
  return [
    ...alternativeErrors(schema, path, skipsAny),
    ...(items === undefined ? [] : nestedErrors(items, `${path}.items`, false)),
    ...Object.entries(properties).flatMap(([name, one]) => nestedErrors(one, `${path}.properties[${name}]`, false)),
    ...FORBIDDEN.filter(([key]) => schema[key] !== undefined).map(([key, words]) =>
      forbiddenValue(`${path}.${key}`, words),
    ),
    ...(properties.metadata === undefined
      ? []
      : [forbiddenValue(`${path}.properties[metadata]`, 'must not be specified in a nested context')]),
  ];
}

/** Every field that alternatives speak of has a schema outside of them. */
function completeness(schema: Schema, whole: Schema | undefined, wholePath: string, path: string): FieldError[] {
  const { not, allOf = [], anyOf = [], oneOf = [] } = schema;
  return [
    ...(not === undefined ? [] : nestedCompleteness(not, whole, wholePath, `${path}.not`)),
    ...allOf.flatMap((one, index) => nestedCompleteness(one, whole, wholePath, `${path}.allOf[${index}]`)),
    ...anyOf.flatMap((one, index) => nestedCompleteness(one, whole, wholePath, `${path}.anyOf[${index}]`)),
    ...oneOf.flatMap((one, index) => nestedCompleteness(one, whole, wholePath, `${path}.oneOf[${index}]`)),
  ];
}

function nestedCompleteness(schema: Schema, whole: Schema | undefined, wholePath: string, path: string): FieldError[] {
  if (whole === undefined) return [required(wholePath, `because it is defined in ${path}`)];
  const items = itemsOf(schema);
  const { properties = {} } = schema;
  return [
    ...completeness(schema, whole, wholePath, path),
    ...(items === undefined ? [] : nestedCompleteness(items, itemsOf(whole), `${wholePath}.items`, `${path}.items`)),
    ...Object.entries(properties).flatMap(([name, one]) =>
      nestedCompleteness(
        one,
        whole.properties?.[name],
        `${wholePath}.properties[${name}]`,
        `${path}.properties[${name}]`,
      ),
    ),
  ];
}
