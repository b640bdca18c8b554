import type { FieldError } from '../../status/field-error.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../../status/field-error.js';
import { isEmbedded, itemsOf, META_FIELDS, valuesOf } from '../schema.js';
import type { Rule, Schema } from '../schema.js';
import { listErrors } from './list-rules.js';

/** Where in a definition a schema is, as far as its rules depend on it. */
export interface Place {
  readonly path: string;
  readonly isRoot: boolean;
  /** Why a default is not allowed here. */
  readonly noDefaults?: string;
  readonly isInMeta?: boolean;
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** What a schema may not say, whether it is structural or not (apiextensions-apiserver pkg/apis/apiextensions/validation). */
export function schemaErrors(schema: Schema, place: Place): FieldError[] {
  const { path } = place;
  return [
    ...ownErrors(schema, place),
    ...mapErrors(schema, place),
    ...propertyErrors(schema, place),
    ...alternativeErrors(schema, place),
    ...itemErrors(schema, place),
    ...listErrors(schema, path),
    ...(schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) =>
      ruleErrors(rule, `${path}.x-kubernetes-validations[${index}]`),
    ),
  ];
}

const inside = (place: Place, path: string): Place => ({ ...place, path, isRoot: false });

/** Keywords of other dialects of JSON schema. */
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

function ownErrors(schema: Schema, { path, noDefaults, isInMeta = false }: Place): FieldError[] {
  const { type, uniqueItems } = schema;
  const nullWords = 'type cannot be set to null, use nullable as an alternative';
  const uniqueWords = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
  return [
    ...(type !== undefined && !TYPES.includes(type) ? [notSupported(`${path}.type`, type, TYPES)] : []),
    ...(schema.default !== undefined && noDefaults !== undefined
      ? [forbiddenValue(`${path}.default`, `must not be set ${noDefaults}`)]
      : []),
    ...UNSUPPORTED.filter((key) => schema[key] !== undefined).map((key) =>
      forbiddenValue(`${path}.${key}`, `${key} is not supported`),
    ),
    ...(type === 'null' ? [forbiddenValue(`${path}.type`, nullWords)] : []),
    ...(Array.isArray(schema.items)
      ? [forbiddenValue(`${path}.items`, 'items must be a schema object and not an array')]
      : []),
    ...(isInMeta && isEmbedded(schema)
      ? [forbiddenValue(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta')]
      : []),
    ...(uniqueItems === true ? [forbiddenValue(`${path}.uniqueItems`, uniqueWords)] : []),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === false
      ? [invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
      : []),
  ];
}

function mapErrors(schema: Schema, place: Place): FieldError[] {
  const { additionalProperties, properties = {} } = schema;
  const { path, isInMeta = false } = place;
  const at = `${path}.additionalProperties`;
  const clashes = additionalProperties !== undefined && additionalProperties !== true;
  const values = valuesOf(schema);
  const reason = { noDefaults: 'inside additionalProperties applying to object metadata' };
  return [
    ...(clashes && Object.keys(properties).length > 0
      ? [forbiddenValue(at, 'additionalProperties and properties are mutual exclusive')]
      : []),
    ...(values === undefined ? [] : schemaErrors(values, { ...inside(place, at), ...(isInMeta && reason) })),
  ];
}

function propertyErrors(schema: Schema, place: Place): FieldError[] {
  const isObject = place.isRoot || isEmbedded(schema);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const at = inside(place, `${place.path}.properties[${name}]`);
    if (!isObject || !META_FIELDS.has(name)) return schemaErrors(property, at);
    const reason = place.isRoot ? { noDefaults: `in top-level ${name}` } : {};
    return schemaErrors(property, { ...at, ...reason, isInMeta: true });
  });
}

function alternativeErrors({ not, allOf = [], oneOf = [], anyOf = [] }: Schema, place: Place): FieldError[] {
  const all: readonly (readonly [string, readonly Schema[]])[] = [
    ['allOf', allOf],
    ['oneOf', oneOf],
    ['anyOf', anyOf],
  ];
  return [
    ...(not === undefined ? [] : schemaErrors(not, inside(place, `${place.path}.not`))),
    ...all.flatMap(([name, schemas]) =>
      schemas.flatMap((one, index) => schemaErrors(one, inside(place, `${place.path}.${name}[${index}]`))),
    ),
  ];
}

function itemErrors(schema: Schema, place: Place): FieldError[] {
  const items = itemsOf(schema);
  return items === undefined ? [] : schemaErrors(items, inside(place, `${place.path}.items`));
}

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

const hasLineBreak = (text: string): boolean => /[\n\r]/.test(text);

function ruleErrors({ rule, message, messageExpression, reason, fieldPath }: Rule, path: string): FieldError[] {
  return [
    ...textErrors(rule, message, path),
    ...(messageExpression?.trim() === ''
      ? [required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified')]
      : []),
    ...(reason !== undefined && !REASONS.includes(reason) ? [notSupported(`${path}.reason`, reason, REASONS)] : []),
    ...(fieldPath?.trim() === ''
      ? [invalidValue(`${path}.fieldPath`, fieldPath, 'must be non-empty if specified')]
      : []),
    ...(fieldPath !== undefined && hasLineBreak(fieldPath)
      ? [invalidValue(`${path}.fieldPath`, fieldPath, 'must not contain line breaks')]
      : []),
  ];
}

function textErrors(rule: string, message: string | undefined, path: string): FieldError[] {
  const [ruleText, messageText] = [rule.trim(), (message ?? '').trim()];
  if (ruleText === '') return [required(`${path}.rule`, 'rule is not specified')];
  if (message !== undefined && messageText === '') {
    return [invalidValue(`${path}.message`, message, 'must be non-empty if specified')];
  }
  if (hasLineBreak(messageText))
    return [invalidValue(`${path}.message`, message ?? '', 'must not contain line breaks')];
  if (!hasLineBreak(ruleText) || messageText !== '') return [];
  return [required(`${path}.message`, 'message must be specified if rule contains line breaks')];
}
