import type { Json, JsonObject } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import type { ItemList } from './list-items.js';

/** How a value of a shape comes apart: into fields, into items, or not at all. */
export type Parts =
  | { readonly form: 'fields'; readonly shape: Shape }
  | { readonly form: 'items'; readonly shape: ItemList }
  | { readonly form: 'none' };

const NONE: Parts = { form: 'none' };

/** What is untyped is what its values are. */
export function partsOf(shape: Shape, ...values: readonly (Json | undefined)[]): Parts {
  switch (shape.form) {
    case 'leaf':
      return NONE;
    case 'untyped':
      return values.every((value) => value === undefined || isObject(value)) ? { form: 'fields', shape } : NONE;
    case 'struct':
    case 'map':
      return { form: 'fields', shape };
    case 'set':
    case 'listmap':
      return { form: 'items', shape };
  }
}

const UNKNOWN: Shape = { form: 'untyped' };

/** The shape of a field. What a schema does not know was refused before, or is left over from another one. */
export function fieldShape(shape: Shape, name: string): Shape {
  if (shape.form === 'map') return shape.value;
  return shape.form === 'struct' ? (shape.field(name) ?? shape.others ?? UNKNOWN) : UNKNOWN;
}

/** Whether a struct has a field of this name, which a key of a map is not. */
export const isDeclared = (shape: Shape, name: string): boolean =>
  shape.form === 'struct' && shape.field(name) !== undefined;

export const itemShape = (shape: ItemList): Shape =>
  shape.form === 'listmap' ? shape.item : (shape.item ?? { form: 'leaf' });

const NO_FIELDS: JsonObject = {};
const NO_ITEMS: readonly Json[] = [];

/** What is null or absent has no fields. */
export const fieldsIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : NO_FIELDS);

export const itemsIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : NO_ITEMS);

/** Names of the fields of two objects. */
export function namesOf(a: JsonObject, b: JsonObject): string[] {
  const names = Object.keys(a).filter((name) => a[name] !== undefined);
  for (const name of Object.keys(b)) if (b[name] !== undefined && !Object.hasOwn(a, name)) names.push(name);
  return names;
}
