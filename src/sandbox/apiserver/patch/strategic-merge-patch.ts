import type { Json, JsonObject } from '../../model/json.js';
import { equalJson, isObject, own } from '../../model/json.js';
import type { Field, FieldType } from '../schema/field.js';
import { structOf } from '../schema/structs.js';

/**
 * Strategic merge patch: a merge patch that merges lists by the keys that the field table tells
 * (apimachinery pkg/util/strategicpatch). The target is not changed.
 */
export function strategicMergePatch(struct: string, target: JsonObject, patch: JsonObject): JsonObject {
  return mergeObject({ form: 'struct', struct, goName: struct }, target, patch);
}

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

const isDirective = (key: string): boolean => key.startsWith('$');

function mergeObject(type: FieldType | undefined, target: JsonObject, patch: JsonObject): JsonObject {
  if (patch[DIRECTIVE] === 'replace') return withoutDirectives(patch);
  if (patch[DIRECTIVE] === 'delete') return {};
  const result: JsonObject = retain(target, patch[RETAIN_KEYS]);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETE_FROM_LIST)) removeValues(result, key.slice(DELETE_FROM_LIST.length), value);
    if (isDirective(key) || value === undefined) continue;
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = mergeValue(fieldOf(type, key), own(result, key), value);
  }
  for (const [key, order] of Object.entries(patch)) {
    if (key.startsWith(ORDER)) setOrder(result, type, key.slice(ORDER.length), order);
  }
  return result;
}

interface Place {
  readonly type: FieldType | undefined;
  readonly mergeKey: string | undefined;
}

function fieldOf(type: FieldType | undefined, key: string): Place {
  if (type?.form === 'map') return { type: type.value, mergeKey: undefined };
  const field: Field | undefined = type?.form === 'struct' ? structOf(type.struct).get(key) : undefined;
  return { type: field?.type, mergeKey: field?.mergeKey };
}

function mergeValue({ type, mergeKey }: Place, target: Json | undefined, patch: Json): Json {
  if (isObject(patch)) return mergeObject(type, isObject(target) ? target : {}, patch);
  if (!Array.isArray(patch) || mergeKey === undefined) return patch;
  const present = Array.isArray(target) ? target : [];
  if (mergeKey === '') return [...present, ...patch.filter((item) => !present.some((one) => equalJson(one, item)))];
  return mergeList(type?.form === 'list' ? type.item : undefined, mergeKey, present, patch);
}

function mergeList(item: FieldType | undefined, key: string, target: readonly Json[], patch: readonly Json[]): Json[] {
  const replaces = patch.some((entry) => isObject(entry) && entry[DIRECTIVE] === 'replace');
  let result: Json[] = replaces ? [] : [...target];
  for (const entry of patch) {
    if (!isObject(entry)) continue;
    const isSame = (one: Json): boolean => sameKey(key, one, entry);
    if (entry[DIRECTIVE] === 'delete') result = result.filter((one) => !isSame(one));
    else if (entry[DIRECTIVE] !== 'replace') result = mergeEntry(item, result, entry, isSame);
  }
  const placeIn = (list: readonly Json[], one: Json): number => list.findIndex((other) => sameKey(key, other, one));
  const named = result.filter((one) => placeIn(patch, one) >= 0);
  return interleave(
    result.filter((one) => !named.includes(one)),
    named.toSorted((a, b) => placeIn(patch, a) - placeIn(patch, b)),
    (one) => placeIn(target, one),
  );
}

const sameKey = (key: string, one: Json, other: Json): boolean =>
  isObject(one) && isObject(other) && equalJson(one[key], other[key]);

/**
 * What the patch names comes in the order of the patch, and the rest where it was before: each of the rest goes in front
 * of the first one named that was behind it, and behind all that are new (strategicpatch, mergeSortedSlice).
 */
function interleave(rest: readonly Json[], named: readonly Json[], rank: (one: Json) => number): Json[] {
  const merged: Json[] = [];
  let next = 0;
  for (const one of named) {
    while (next < rest.length && rank(one) >= 0 && rank(rest[next] ?? null) < rank(one))
      merged.push(rest[next++] ?? null);
    merged.push(one);
  }
  return [...merged, ...rest.slice(next)];
}

function mergeEntry(
  item: FieldType | undefined,
  list: readonly Json[],
  entry: JsonObject,
  isSame: (one: Json) => boolean,
): Json[] {
  if (!list.some(isSame)) return [...list, mergeObject(item, {}, entry)];
  return list.map((one) => (isSame(one) && isObject(one) ? mergeObject(item, one, entry) : one));
}

/** Only the keys that the patch keeps. */
function retain(target: JsonObject, keys: Json | undefined): JsonObject {
  if (!Array.isArray(keys)) return { ...target };
  return Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key)));
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !isDirective(key)));
}

function removeValues(result: JsonObject, key: string, values: Json | undefined): void {
  const present = own(result, key);
  if (!Array.isArray(present) || !Array.isArray(values)) return;
  result[key] = present.filter((item) => !values.some((value) => equalJson(value, item)));
}

/** Sorts a merged list into the order that the patch tells; items that it does not name come last. */
function setOrder(result: JsonObject, type: FieldType | undefined, key: string, order: Json | undefined): void {
  const present = own(result, key);
  if (!Array.isArray(present) || !Array.isArray(order)) return;
  const { mergeKey = '' } = fieldOf(type, key);
  const identity = (item: Json): Json | undefined => (isObject(item) ? item[mergeKey] : item);
  const rank = (item: Json): number => {
    const index = order.findIndex((one) => equalJson(identity(one), identity(item)));
    return index === -1 ? order.length : index;
  };
  result[key] = present.toSorted((a, b) => rank(a) - rank(b));
}
