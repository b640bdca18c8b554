import type { Json, JsonObject } from '../../model/json.js';
import { isObject, own } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { keyElement, valueElement } from './path-element.js';
import type { PathElement } from './path-element.js';

/** Lists whose items have owners of their own. */
export type ItemList = Extract<Shape, { readonly form: 'set' | 'listmap' }>;

/** An item that cannot be told from others. */
export class ItemError extends Error {}

/** What tells an item of a list from the others (structured-merge-diff, typed/helpers.go). */
export function itemElement(shape: ItemList, item: Json): PathElement {
  return shape.form === 'set' ? setItem(item) : keyedItem(shape, item);
}

function setItem(item: Json): PathElement {
  if (isObject(item)) throw new ItemError("associative list without keys has an element that's a map type");
  if (Array.isArray(item)) throw new ItemError('not supported: associative list with lists as elements');
  if (item === null) throw new ItemError("associative list without keys has an element that's an explicit null");
  return valueElement(item);
}

function keyedItem({ keys, defaults }: Extract<Shape, { readonly form: 'listmap' }>, item: Json): PathElement {
  if (item === null) throw new ItemError('associative list with keys may not have a null element');
  if (!isObject(item)) throw new ItemError('associative list with keys may not have non-map elements');
  const given: JsonObject = {};
  for (const key of keys) {
    const value = own(item, key) ?? own(defaults, key);
    if (value !== undefined) given[key] = value;
  }
  if (Object.keys(given).length > 0) return keyElement(given);
  const names = keys.map((key) => JSON.stringify(key)).join(' ');
  throw new ItemError(
    `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
  );
}

/** The items of a list by what tells them apart; more than one where there are duplicates. */
export function itemsByElement(shape: ItemList, list: readonly Json[]): Map<PathElement, Json[]> {
  const items = new Map<PathElement, Json[]>();
  for (const item of list) {
    const element = itemElement(shape, item);
    const same = items.get(element);
    if (same === undefined) items.set(element, [item]);
    else same.push(item);
  }
  return items;
}
