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
    const isSame = (one: Json): boolean => isObject(one) && equalJson(one[key], entry[key]);
    if (entry[DIRECTIVE] === 'delete') result = result.filter((one) => !isSame(one));
    else if (entry[DIRECTIVE] !== 'replace') result = mergeEntry(item, result, entry, isSame);
  }
  return result;
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
