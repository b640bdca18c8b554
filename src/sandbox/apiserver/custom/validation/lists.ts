import type { Json } from '../../../model/json.js';
import { isObject, own } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { duplicate, invalidValue } from '../../status/field-error.js';
import { itemsOf, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** Lists that are sets have no value twice, and those that are maps no key (apiextensions-apiserver pkg/apiserver/schema/listtype). */
export function checkLists(value: Json, schema: Schema | undefined, path: string): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return [
      ...checkList(value, schema, path),
      ...value.flatMap((item, index) => checkLists(item, items, `${path}[${index}]`)),
    ];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    if (field === undefined) return [];
    const property = own(schema.properties, key);
    if (property !== undefined) return checkLists(field, property, path === '' ? key : `${path}.${key}`);
    return checkLists(field, valuesOf(schema), `${path}[${key}]`);
  });
}

function checkList(list: readonly Json[], schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') {
    return secondOnes(list).map((index) => duplicate(`${path}[${index}]`, list[index] ?? null));
  }
  if (type !== 'map') return [];
  const stray = list.findIndex((item) => item !== null && !isObject(item));
  if (stray >= 0) {
    return [invalidValue(`${path}[${stray}]`, list[stray] ?? null, 'must be an object for an array of list-type map')];
  }
  const keys = list.map((item) => keyOf(item, schema['x-kubernetes-list-map-keys'] ?? []));
  return secondOnes(keys).map((index) => duplicate(`${path}[${index}]`, keys[index] ?? null));
}

function keyOf(item: Json, names: readonly string[]): Json {
  const fields = isObject(item) ? item : {};
  return Object.fromEntries(
    [...names].sort().flatMap((name) => (own(fields, name) === undefined ? [] : [[name, fields[name]]])),
  );
}

/** Where values are seen for the second time; for the third time they are not told again. */
function secondOnes(list: readonly Json[]): number[] {
  const times = new Map<string, number>();
  return list.flatMap((value, index) => {
    const text = JSON.stringify(value);
    const seen = (times.get(text) ?? 0) + 1;
    times.set(text, seen);
    return seen === 2 ? [index] : [];
  });
}
