import type { FieldPath } from './field-error.js';
import { isList, isMap } from './json-edit.js';
import type { Json } from './kubernetes.js';
import { fieldOf } from './strategic-merge.js';
import type { MergedField } from './strategic-merge-table.js';

/**
 * Where in one of the two that were merged that stands which is at a path of the result: the path there, as far as it
 * goes. A list that was merged has its items elsewhere than either of the two.
 */
export function originOf(
  source: Json | undefined,
  merged: Json | undefined,
  [part, ...rest]: FieldPath,
  { list, shape = {} }: MergedField,
): FieldPath {
  if (typeof part === 'number') {
    if (!isList(source) || !isList(merged)) return [];
    const item = merged[part];
    const keyOf = (each: Json | undefined): Json | undefined =>
      list !== undefined && list !== 'values' && isMap(each) ? each[list.by] : each;
    const index = list === undefined ? part : source.findIndex((each) => keyOf(each) === keyOf(item));
    return index in source ? [index, ...originOf(source[index], item, rest, { shape })] : [];
  }
  if (part === undefined || !isMap(source) || !Object.hasOwn(source, part)) return [];
  const child = isMap(merged) ? merged[part] : undefined;
  return [part, ...originOf(source[part], child, rest, fieldOf(shape, part))];
}
