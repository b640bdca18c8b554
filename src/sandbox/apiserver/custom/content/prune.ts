import type { Json, JsonObject } from '../../../model/json.js';
import { isObject, own } from '../../../model/json.js';
import { isEmbedded, itemsOf, keepsUnknown, META_FIELDS, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';

/**
 * Drops the fields that a schema does not know from a value of one's own, and tells them (apiextensions-apiserver
 * pkg/apiserver/schema/pruning).
 */
export function prune(value: Json, schema: Schema): string[] {
  const unknown: string[] = [];
  pruneValue(value, schema, '', unknown);
  return unknown.sort();
}

function pruneValue(value: Json, schema: Schema | undefined, path: string, unknown: string[]): void {
  if (Array.isArray(value)) {
    const items = schema && itemsOf(schema);
    for (const [index, item] of value.entries()) pruneItem(item, schema, items, `${path}[${index}]`, unknown);
  } else if (isObject(value)) {
    pruneFields(value, schema, path, unknown);
  }
}

/** In a list whose unknown fields are kept, those of its items are kept too. */
function pruneItem(
  item: Json,
  list: Schema | undefined,
  items: Schema | undefined,
  path: string,
  unknown: string[],
): void {
  if (list === undefined || !keepsUnknown(list)) pruneValue(item, items, path, unknown);
  else if (items !== undefined)
    pruneValue(item, { ...items, 'x-kubernetes-preserve-unknown-fields': true }, path, unknown);
}

function pruneFields(value: JsonObject, schema: Schema | undefined, path: string, unknown: string[]): void {
  const isObjectOfItsOwn = schema !== undefined && isEmbedded(schema);
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined || (isObjectOfItsOwn && META_FIELDS.has(key))) continue;
    if (pruneField(field, key, schema, path === '' ? key : `${path}.${key}`, unknown)) continue;
    Reflect.deleteProperty(value, key);
  }
}

/** Whether the field may stay. */
function pruneField(field: Json, key: string, schema: Schema | undefined, path: string, unknown: string[]): boolean {
  const property = own(schema?.properties, key);
  if (property !== undefined) pruneValue(field, property, path, unknown);
  else if (schema?.additionalProperties !== undefined) pruneMapValue(field, schema, path, unknown);
  else if (schema === undefined || !keepsUnknown(schema)) {
    unknown.push(path);
    return false;
  }
  return true;
}

function pruneMapValue(value: Json, map: Schema, path: string, unknown: string[]): void {
  const values = valuesOf(map);
  // A map of anything knows nothing of its values: what they are made of goes.
  pruneValue(value, values, path, unknown);
}
