import type { Json, JsonObject } from '../../../model/json.js';
import { equalJson, isObject, own } from '../../../model/json.js';
import type { Schema } from '../schema.js';

/**
 * The value that stood in the place of another before an update; nothing where the two cannot be told to be in the same
 * place. What did not change is not held against an update (apiserver pkg/cel/common/equality.go).
 */
export interface Former {
  readonly value: Json;
}

export function formerField(former: Former | undefined, schema: Schema, key: string): Former | undefined {
  if (former === undefined || !isObject(former.value) || schema['x-kubernetes-map-type'] === 'atomic') return undefined;
  const value = own(former.value, key);
  return value === undefined ? undefined : { value };
}

/** Only items that keys tell apart have a place in a list. */
export function formerItem(former: Former | undefined, schema: Schema, item: Json): Former | undefined {
  if (former === undefined || !Array.isArray(former.value) || schema['x-kubernetes-list-type'] !== 'map')
    return undefined;
  if (!isObject(item)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const value = former.value.find((one) => isObject(one) && hasSameKeys(one, item, keys));
  return value === undefined ? undefined : { value };
}

const hasSameKeys = (one: JsonObject, other: JsonObject, keys: readonly string[]): boolean =>
  keys.every((key) => equalJson(own(one, key), own(other, key)));
