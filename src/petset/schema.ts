import { isList, isMap } from './json-edit.js';
import type { Json, JsonObject } from './kubernetes.js';
import {
  duplicate,
  type FieldError,
  type FieldPath,
  invalid,
  required,
  unknownField,
  unsupported,
} from './field-error.js';

/** The part of OpenAPI's schemas that describes our documents: data, so that what reads it can differ. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  /** The key by which the items of a list are told apart. */
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

type Check = (schema: Schema, value: Json, path: FieldPath) => readonly FieldError[];

/** What a value of each type must be, and what is wrong within it. */
const CHECKS: Readonly<Record<NonNullable<Schema['type']>, Check>> = {
  object: (schema, value, path) =>
    isMap(value) ? objectViolations(schema, value, path) : wrongType(path, value, 'a map'),
  array: (schema, value, path) =>
    isList(value) ? listViolations(schema, value, path) : wrongType(path, value, 'a list'),
  string: (schema, value, path) =>
    typeof value === 'string' ? enumViolations(schema, value, path) : wrongType(path, value, 'a string'),
  integer: (schema, value, path) =>
    Number.isInteger(value) ? rangeViolations(schema, Number(value), path) : wrongType(path, value, 'an integer'),
  boolean: (_schema, value, path) => (typeof value === 'boolean' ? [] : wrongType(path, value, 'true or false')),
};

/** Everything in `value` that the schema does not allow: wrong types, unknown fields, missing fields, values out of range. */
export function violations(schema: Schema, value: Json | undefined, path: FieldPath = []): readonly FieldError[] {
  if (value === undefined || value === null) return [];
  if (schema['x-kubernetes-int-or-string']) {
    return typeof value === 'string' || Number.isInteger(value) ? [] : wrongType(path, value, 'an integer or a string');
  }
  return schema.type === undefined ? [] : CHECKS[schema.type](schema, value, path);
}

function objectViolations(schema: Schema, value: JsonObject, path: FieldPath): readonly FieldError[] {
  const missing = (schema.required ?? [])
    .filter((field) => value[field] === undefined || value[field] === null)
    .map((field) => required([...path, field]));
  const present = Object.entries(value).flatMap(([field, child]) => {
    const childSchema = propertyOf(schema, field) ?? schema.additionalProperties;
    if (childSchema !== undefined) return violations(childSchema, child, [...path, field]);
    return schema['x-kubernetes-preserve-unknown-fields'] ? [] : [unknownField([...path, field])];
  });
  return [...missing, ...present, ...tooMany(path, Object.keys(value).length, schema.maxProperties)];
}

/** A field may be called `constructor`, which every object inherits. */
const propertyOf = ({ properties = {} }: Schema, field: string): Schema | undefined =>
  Object.hasOwn(properties, field) ? properties[field] : undefined;

function listViolations(schema: Schema, value: readonly Json[], path: FieldPath): readonly FieldError[] {
  const excess = tooMany(path, value.length, schema.maxItems);
  const items = schema.items;
  // Nobody wants to read what is wrong with each of them.
  if (items === undefined || excess.length > 0) return excess;
  return value.flatMap((item, index) =>
    item === null ? [required([...path, index])] : violations(items, item, [...path, index]),
  );
}

function tooMany(path: FieldPath, count: number, most = Infinity): readonly FieldError[] {
  return count > most ? [{ path, problem: `Too many: ${count}: must have at most ${most} items` }] : [];
}

function enumViolations(schema: Schema, value: string, path: FieldPath): readonly FieldError[] {
  return schema.enum === undefined || schema.enum.includes(value) ? [] : [unsupported(path, value, schema.enum)];
}

function rangeViolations(schema: Schema, value: number, path: FieldPath): readonly FieldError[] {
  if (schema.minimum !== undefined && value < schema.minimum) {
    return [invalid(path, value, `must be greater than or equal to ${schema.minimum}`)];
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    return [invalid(path, value, `must be less than or equal to ${schema.maximum}`)];
  }
  return [];
}

function wrongType(path: FieldPath, value: Json, wanted: string): readonly FieldError[] {
  return [invalid(path, value, `must be ${wanted}`)];
}

/** The items of a list that repeat an earlier item's key, by the path of that key. */
export function repeated(path: FieldPath, keyOf: FieldPath, keys: readonly Json[]): readonly FieldError[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [duplicate([...path, index, ...keyOf], key)] : []));
}
