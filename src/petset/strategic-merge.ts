import { isList, isMap } from './json-edit.js';
import type { Json, JsonObject } from './kubernetes.js';
import type { ListMerge, MergedField, Shape } from './strategic-merge-table.js';

/** What a patch says about merging, rather than about the value. Source: apimachinery pkg/util/strategicpatch. */
export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';

export const isDirective = (key: string): boolean => key.startsWith('$');

/**
 * A strategic merge, as a server does it: maps field by field, where null removes one; lists by the keys of the shape, and
 * where it has none the list of the patch replaces the other. It differs in that a map with `$patch: replace` stands for
 * itself also where there is nothing to replace; Kubernetes drops that one. What is wrong with a patch, `patchProblems`
 * says; here it is taken for what it can be.
 */
export function strategicMerge(target: JsonObject, patch: JsonObject, shape: Shape): JsonObject {
  if (patch[PATCH] === 'replace') return plain(patch);
  if (patch[PATCH] === 'delete') return {};
  const merged = new Map(Object.entries(retained(target, patch[RETAIN_KEYS])));
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETE_FROM_LIST)) removeValues(merged, key.slice(DELETE_FROM_LIST.length), value);
    if (isDirective(key) || value === undefined) continue;
    const result = value === null ? undefined : mergeField(merged.get(key), value, fieldOf(shape, key));
    if (result === undefined) merged.delete(key);
    else merged.set(key, result);
  }
  return Object.fromEntries(merged);
}

/** A field may be called `constructor`, which every object inherits. */
export function fieldOf(shape: Shape, key: string): MergedField {
  return (Object.hasOwn(shape, key) ? shape[key] : undefined) ?? {};
}

function mergeField(target: Json | undefined, patch: Json, { list, shape = {} }: MergedField): Json | undefined {
  if (isMap(patch)) {
    if (!isMap(target) && patch[PATCH] === 'delete') return undefined;
    return strategicMerge(isMap(target) ? target : {}, patch, shape);
  }
  if (!isList(patch)) return patch;
  return list === undefined ? patch.map(plainValue) : mergeList(isList(target) ? target : [], patch, list, shape);
}

function mergeList(target: readonly Json[], patch: readonly Json[], merge: ListMerge, shape: Shape): readonly Json[] {
  const keyOf = (item: Json): Json | undefined => (merge !== 'values' && isMap(item) ? item[merge.by] : item);
  const isDirected = (item: Json, word: string): boolean => isMap(item) && item[PATCH] === word;
  const deleted = patch.filter((item) => isDirected(item, 'delete')).map(keyOf);
  const base = patch.some((item) => isDirected(item, 'replace'))
    ? []
    : target.filter((item) => !deleted.includes(keyOf(item)));
  const named = patch.filter((item) => !isMap(item) || item[PATCH] === undefined);
  const merged = named.reduce<readonly Json[]>((list, item) => {
    const place = list.findIndex((each) => keyOf(each) === keyOf(item));
    return place === -1
      ? [...list, mergeItem(undefined, item, shape)]
      : list.with(place, mergeItem(list[place], item, shape));
  }, base);
  return inOrder(merged, named.map(keyOf), base.map(keyOf), keyOf);
}

function mergeItem(target: Json | undefined, patch: Json, shape: Shape): Json {
  return isMap(patch) ? strategicMerge(isMap(target) ? target : {}, patch, shape) : patch;
}

/**
 * What the patch names in the order of the patch, all else in the order it had; between the two the order that they had,
 * and what is new first (normalizeElementOrder and mergeSortedSlice in Kubernetes).
 */
function inOrder<K>(
  merged: readonly Json[],
  named: readonly K[],
  before: readonly K[],
  keyOf: (item: Json) => K,
): readonly Json[] {
  const placeIn = (keys: readonly K[], item: Json): number => keys.indexOf(keyOf(item));
  const rest = merged.filter((item) => placeIn(named, item) === -1);
  const ofPatch = merged
    .filter((item) => placeIn(named, item) !== -1)
    .sort((a, b) => placeIn(named, a) - placeIn(named, b));
  const inFront = ofPatch.flatMap((item) => {
    const end = rest.findIndex((each) => placeIn(before, each) >= placeIn(before, item));
    return [...rest.splice(0, end === -1 ? rest.length : end), item];
  });
  return [...inFront, ...rest];
}

/** Only the fields that the patch keeps. */
function retained(target: JsonObject, keys: Json | undefined): JsonObject {
  if (!isList(keys)) return target;
  return Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key)));
}

function removeValues(merged: Map<string, Json | undefined>, key: string, values: Json | undefined): void {
  const present = merged.get(key);
  if (isList(present) && isList(values)) {
    merged.set(
      key,
      present.filter((item) => !values.includes(item)),
    );
  }
}

/** A part of a patch that stands for itself: without directives, and without the fields that it removes. */
function plain(patch: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(patch).flatMap(([key, value]) =>
      isDirective(key) || value === null || value === undefined ? [] : [[key, plainValue(value)]],
    ),
  );
}

function plainValue(value: Json): Json {
  if (isMap(value)) return plain(value);
  return isList(value) ? value.map(plainValue) : value;
}
