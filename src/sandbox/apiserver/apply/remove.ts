import type { Json, JsonObject } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { below, isEmptySet } from './field-set.js';
import type { FieldSet } from './field-set.js';
import type { ItemList } from './list-items.js';
import { itemElement } from './list-items.js';
import { fieldShape, itemShape, partsOf } from './parts.js';
import { fieldElement } from './path-element.js';

/** The object without these fields and items; what has nothing left is null (structured-merge-diff, typed/remove.go). */
export function remove(shape: Shape, value: Json, gone: FieldSet): Json {
  const parts = partsOf(shape, value);
  if (parts.form === 'fields') return isObject(value) ? removeFields(parts.shape, value, gone) : null;
  if (parts.form === 'items') return Array.isArray(value) ? removeItems(parts.shape, value, gone) : null;
  return isObject(value) || Array.isArray(value) ? null : value;
}

function removeFields(shape: Shape, value: JsonObject, gone: FieldSet): Json {
  const kept = Object.entries(value).flatMap(([name, field]): [string, Json][] => {
    const element = fieldElement(name);
    if (field === undefined || gone.get(element)?.isMember === true) return [];
    return [[name, without(fieldShape(shape, name), field, below(gone, element))]];
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function removeItems(shape: ItemList, list: readonly Json[], gone: FieldSet): Json {
  const kept = list.flatMap((item) => {
    const element = itemElement(shape, item);
    return gone.get(element)?.isMember === true ? [] : [without(itemShape(shape), item, below(gone, element))];
  });
  return kept.length === 0 ? null : kept;
}

const without = (shape: Shape, value: Json, gone: FieldSet): Json =>
  isEmptySet(gone) ? value : remove(shape, value, gone);
