import type { FieldError } from '../../status/field-error.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../../status/field-error.js';
import { itemsOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** What `x-kubernetes-list-type`, `-list-map-keys` and `-map-type` may say. */
export function listErrors(schema: Schema, path: string): FieldError[] {
  return [...mapTypeErrors(schema, path), ...listTypeErrors(schema, path), ...keyErrors(schema, path)];
}

function mapTypeErrors(schema: Schema, path: string): FieldError[] {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return [];
  const known = ['atomic', 'granular'];
  return [
    ...mustBe('object', schema, path, 'must be object if x-kubernetes-map-type is specified'),
    ...(known.includes(mapType) ? [] : [notSupported(`${path}.x-kubernetes-map-type`, mapType, known)]),
  ];
}

function listTypeErrors(schema: Schema, path: string): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if (listType === undefined) return [];
  const known = ['atomic', 'set', 'map'];
  const typeFaults = mustBe('array', schema, path, 'must be array if x-kubernetes-list-type is specified');
  return [
    ...(typeFaults.length > 0 ? typeFaults : listType === 'set' ? setErrors(schema, path) : []),
    ...(known.includes(listType) ? [] : [notSupported(`${path}.x-kubernetes-list-type`, listType, known)]),
  ];
}

function mustBe(type: string, schema: Schema, path: string, words: string): FieldError[] {
  if (schema.type === type) return [];
  return [
    schema.type === undefined ? required(`${path}.type`, words) : invalidValue(`${path}.type`, schema.type, words),
  ];
}

/** Values of a set are compared whole. */
function setErrors(schema: Schema, path: string): FieldError[] {
  const items = itemsOf(schema);
  const words = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const listType = items?.['x-kubernetes-list-type'];
  if (items?.type === 'array' && listType !== undefined && listType !== 'atomic') {
    return [invalidValue(`${path}.items.x-kubernetes-list-type`, listType, words)];
  }
  if (items?.type !== 'object' || items['x-kubernetes-map-type'] === 'atomic') return [];
  return [invalidValue(`${path}.items.x-kubernetes-map-type`, listType ?? null, words)];
}

function keyErrors(schema: Schema, path: string): FieldError[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const listType = schema['x-kubernetes-list-type'];
  const at = `${path}.x-kubernetes-list-type`;
  const words = 'must be map if x-kubernetes-list-map-keys is non-empty';
  const stray = keys.length > 0 && listType !== 'map';
  return [
    ...(stray ? [listType === undefined ? required(at, words) : invalidValue(at, listType, words)] : []),
    ...(listType === 'map' ? mapListErrors(schema, keys, path) : []),
    ...(listType === 'map' || listType === 'set' ? nullErrors(schema, keys, listType, path) : []),
  ];
}

function mapListErrors(schema: Schema, keys: readonly string[], path: string): FieldError[] {
  const items = itemsOf(schema);
  const at = `${path}.x-kubernetes-list-map-keys`;
  return [
    ...(keys.length === 0 ? [required(at, 'must not be empty if x-kubernetes-list-type is map')] : []),
    ...(schema.items === undefined
      ? [required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map')]
      : []),
    ...(items !== undefined && items.type !== 'object'
      ? [
          invalidValue(
            `${path}.items.type`,
            items.type ?? '',
            "must be object if parent array's x-kubernetes-list-type is map",
          ),
        ]
      : []),
    ...(items?.type === 'object' ? keys.flatMap((key, index) => oneKeyErrors(items, keys, key, index, path)) : []),
  ];
}

function oneKeyErrors(items: Schema, keys: readonly string[], key: string, index: number, path: string): FieldError[] {
  const at = `${path}.x-kubernetes-list-map-keys`;
  const property = items.properties?.[key];
  const isScalar = property?.type !== 'array' && property?.type !== 'object';
  const scalarWords = "must be a scalar type if parent array's x-kubernetes-list-type is map";
  return [
    ...(property === undefined ? [invalidValue(at, [...keys], 'entries must all be names of item properties')] : []),
    ...(isScalar ? [] : [invalidValue(`${path}.items.properties[${key}].type`, items.type ?? '', scalarWords)]),
    ...(keys.indexOf(key) < index ? [invalidValue(at, [...keys], 'must not contain duplicate entries')] : []),
  ];
}

function nullErrors(schema: Schema, keys: readonly string[], listType: string, path: string): FieldError[] {
  const items = itemsOf(schema);
  if (items === undefined) return [];
  const whole = items.nullable === true ? [`cannot be nullable when x-kubernetes-list-type is ${listType}`] : [];
  const mapKeys = listType === 'map' ? keys : [];
  return [
    ...whole.map((words) => forbiddenValue(`${path}.items.nullable`, words)),
    ...mapKeys.flatMap((key) => {
      const property = items.properties?.[key];
      const at = `${path}.items.properties[${key}]`;
      if (property === undefined) return [];
      const isThere = items.required?.includes(key) === true || property.default !== undefined;
      const thereWords =
        'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
      const nullWords = 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable';
      return [
        ...(isThere ? [] : [required(`${at}.default`, thereWords)]),
        ...(property.nullable === true ? [forbiddenValue(`${at}.nullable`, nullWords)] : []),
      ];
    }),
  ];
}
