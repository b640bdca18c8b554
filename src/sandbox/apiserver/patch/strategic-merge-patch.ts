import type { Json, JsonObject } from '../../model/json.js';
import { equalJson, isObject, own, setOwn } from '../../model/json.js';
import type { Field, FieldType } from '../schema/field.js';
import { structOf } from '../schema/structs.js';

/**
 * Strategic merge patch: a merge patch that merges lists by the keys that the field table tells
 * (apimachinery pkg/util/strategicpatch). The target is not changed.
 */
export function strategicMergePatch(struct: string, target: JsonObject, patch: JsonObject): JsonObject {
  return mergeObject({ form: 'struct', struct, goName: struct }, target, patch);
}

/** A patch that contradicts itself, in the server's words. */
export class StrategicPatchError extends Error {}

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

const isDirective = (key: string): boolean => key.startsWith('$');

function mergeObject(type: FieldType | undefined, target: JsonObject, patch: JsonObject): JsonObject {
  if (patch[DIRECTIVE] === 'replace') return withoutDirectives(patch);
  if (patch[DIRECTIVE] === 'delete') return {};
  refuseDirective(patch);
  const result: JsonObject = retain(target, patch[RETAIN_KEYS]);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETE_FROM_LIST)) removeValues(result, key.slice(DELETE_FROM_LIST.length), value);
    if (isDirective(key) || value === undefined) continue;
    if (value === null) Reflect.deleteProperty(result, key);
    else setOwn(result, key, mergeValue(fieldOf(type, key), own(result, key), value));
  }
  for (const [key, order] of Object.entries(patch)) {
    if (key.startsWith(ORDER)) setOrder({ result, target, patch }, type, key.slice(ORDER.length), order);
  }
  return result;
}

function refuseDirective(patch: JsonObject): void {
  const directive = patch[DIRECTIVE];
  if (directive === undefined || directive === 'merge') return;
  throw new StrategicPatchError(`unknown patch type: ${inGo(directive)} in map: ${inGo(patch)}`);
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
  const merged =
    mergeKey === ''
      ? [...present, ...patch.filter((item) => !present.some((one) => equalJson(one, item)))]
      : mergeList(type?.form === 'list' ? type.item : undefined, mergeKey, present, patch);
  return inOrder(merged, patch, present, mergeKey);
}

function mergeList(item: FieldType | undefined, key: string, target: readonly Json[], patch: readonly Json[]): Json[] {
  const replaces = patch.some((entry) => isObject(entry) && entry[DIRECTIVE] === 'replace');
  let result: Json[] = replaces ? [] : [...target];
  for (const entry of patch) {
    if (!isObject(entry)) continue;
    if (entry[DIRECTIVE] !== 'replace' && entry[key] === undefined) {
      throw new StrategicPatchError(`map: ${inGo(entry)} does not contain declared merge key: ${key}`);
    }
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

interface Merge {
  readonly result: JsonObject;
  readonly target: JsonObject;
  readonly patch: JsonObject;
}

/** Sorts a merged list into the order that the patch tells. */
function setOrder({ result, target, patch }: Merge, type: FieldType | undefined, key: string, order?: Json): void {
  const merged = own(result, key);
  if (!Array.isArray(merged) || !Array.isArray(order)) return;
  const { mergeKey = '' } = fieldOf(type, key);
  const [given, present] = [own(patch, key), own(target, key)];
  if (Array.isArray(given)) checkOrder(given, order, mergeKey);
  result[key] = inOrder(merged, order, Array.isArray(present) ? present : [], mergeKey);
}

const identity = (item: Json, mergeKey: string): Json | undefined => (isObject(item) ? item[mergeKey] : item);

const positionIn = (list: readonly Json[], item: Json, mergeKey: string): number =>
  list.findIndex((one) => equalJson(identity(one, mergeKey), identity(item, mergeKey)));

/** What a patch brings must stand in it as the order says that it will stand in the list. */
function checkOrder(given: readonly Json[], order: readonly Json[], mergeKey: string): void {
  const kept = given.filter((item) => !isObject(item) || item[DIRECTIVE] === undefined);
  const positions = kept.map((item) => positionIn(order, item, mergeKey));
  if (positions.every((position, index) => position >= 0 && position >= (positions[index - 1] ?? 0))) return;
  const words = `The order in patch list:\n${inGo([...given])}\n doesn't match $setElementOrder list:\n${inGo([...order])}\n`;
  throw new StrategicPatchError(words);
}

/**
 * A merged list: what the patch names in the order of the patch, all else in the order of the server, and between the two
 * the order of the server where it knows both, or else what the patch names first (normalizeElementOrder, mergeSortedSlice).
 */
function inOrder(merged: readonly Json[], order: readonly Json[], present: readonly Json[], mergeKey: string): Json[] {
  const rank = (list: readonly Json[], item: Json): number => positionIn(list, item, mergeKey);
  const named = merged.filter((item) => rank(order, item) >= 0).toSorted((a, b) => rank(order, a) - rank(order, b));
  const others = merged.filter((item) => rank(order, item) < 0).toSorted((a, b) => rank(present, a) - rank(present, b));
  const result: Json[] = [];
  for (let first = named.shift(); first !== undefined; first = named.shift()) {
    const place = rank(present, first);
    while (place >= 0 && others[0] !== undefined && rank(present, others[0]) < place)
      result.push(...others.splice(0, 1));
    result.push(first);
  }
  return [...result, ...others];
}

/** A value as Go prints it: `map[a:1 b:[x y]]`. */
function inGo(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(inGo).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([key, field]) => `${key}:${inGo(field ?? null)}`).join(' ')}]`;
}
