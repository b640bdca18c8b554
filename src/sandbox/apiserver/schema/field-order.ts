import type { Json, JsonObject } from '../../model/json.js';
import { asJson, isObject } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { FieldType } from './field.js';
import { hasStruct, structOf } from './structs.js';

/**
 * The same object with its fields in the order of the struct and its maps sorted, as the server writes it: what defaults
 * and plugins added to a decoded object stands at its end. Objects of no known struct stay as they are.
 */
export function inFieldOrder<T extends KubeObject>(struct: string, object: T): T {
  if (!hasStruct(struct)) return object;
  return orderStruct(struct, asJson(object)) as object as T;
}

function orderStruct(name: string, value: JsonObject): JsonObject {
  const ordered: JsonObject = {};
  for (const { name: key, type } of structOf(name).values()) {
    const given = value[key];
    if (given !== undefined) ordered[key] = order(type, given);
  }
  return ordered;
}

function order(type: FieldType, value: Json): Json {
  if (type.form === 'list' && Array.isArray(value)) return value.map((item) => order(type.item, item));
  if (!isObject(value)) return value;
  if (type.form === 'struct') return orderStruct(type.struct, value);
  if (type.form !== 'map') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, order(type.value, item ?? null)]));
}
