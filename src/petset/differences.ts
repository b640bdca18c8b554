import type { FieldPath } from './field-error.js';
import { isList, isMap } from './json-edit.js';

/** A field that is not the same in two objects. */
export interface Difference {
  readonly path: FieldPath;
  readonly from: unknown;
  readonly to: unknown;
}

/** Every field in which two objects differ. A list is one field; one that is there and undefined is left out. */
export function differences(from: unknown, to: unknown, path: FieldPath = []): readonly Difference[] {
  if (isMap(from) && isMap(to)) {
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...keys].flatMap((key) => differences(from[key], to[key], [...path, key]));
  }
  return isSameValue(from, to) ? [] : [{ path, from, to }];
}

/** Whether two objects say the same, in whatever order. */
export function isSame(one: unknown, other: unknown): boolean {
  return differences(one, other).length === 0;
}

function isSameValue(one: unknown, other: unknown): boolean {
  if (!isList(one) || !isList(other)) return one === other;
  return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
}
