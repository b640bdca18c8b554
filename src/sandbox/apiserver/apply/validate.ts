import type { Json, JsonObject } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import type { Leaf, Shape } from '../schema/shape.js';
import { goSyntax, goType, goValue } from './go-format.js';
import { itemElement, ItemError } from './list-items.js';
import type { ItemList } from './list-items.js';
import { isDeclared, itemShape } from './parts.js';
import { showElement } from './path-element.js';

/** Says what of an applied object does not fit its shape, in the words of structured-merge-diff (typed/validate.go). */
export function shapeFaults(shape: Shape, value: Json): readonly string[] {
  return faults(shape, value).map(({ path, words }) => (path === '' ? words : `${path}: ${words}`));
}

interface Fault {
  readonly path: string;
  readonly words: string;
}

const fault = (words: string): Fault[] => [{ path: '', words }];

const under = (step: string, found: readonly Fault[]): Fault[] =>
  found.map(({ path, words }) => ({ path: step + path, words }));

function faults(shape: Shape, value: Json): readonly Fault[] {
  if (value === null) return [];
  switch (shape.form) {
    case 'leaf':
      return leafFaults(shape, value);
    case 'untyped':
      return [];
    case 'struct':
      return isObject(value) ? structFaults(shape, value) : fault(`expected map, got &{${goValue(value)}}`);
    case 'map':
      return isObject(value) ? mapFaults(shape.value, value) : fault(`expected map, got &{${goValue(value)}}`);
    case 'set':
    case 'listmap':
      return Array.isArray(value) ? itemFaults(shape, value) : fault(`expected list, got &{${goValue(value)}}`);
  }
}

function leafFaults({ scalar, items, whole }: Leaf, value: Json): readonly Fault[] {
  if (whole !== undefined) return faults(whole, value);
  if (items !== undefined) {
    if (!Array.isArray(value)) return fault(`expected list, got &{${goValue(value)}}`);
    return value.flatMap((item, index) => under(`[${index}]`, faults(items, item)));
  }
  return scalar === undefined ? [] : scalarFaults(scalar, value);
}

function scalarFaults(scalar: NonNullable<Leaf['scalar']>, value: Json): readonly Fault[] {
  switch (scalar) {
    case 'numeric':
      return typeof value === 'number' ? [] : fault(`expected numeric (int or float), got ${goType(value)}`);
    case 'string':
      if (typeof value === 'string') return [];
      return fault(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
    case 'boolean':
      return typeof value === 'boolean' ? [] : fault(`expected boolean, got &{${goValue(value)}}`);
    case 'any':
      return typeof value === 'object' ? fault(`expected any scalar, got &{${goValue(value)}}`) : [];
  }
}

/** Of the names that are no fields, the server tells one. */
function structFaults(shape: Extract<Shape, { readonly form: 'struct' }>, value: JsonObject): readonly Fault[] {
  const names = Object.keys(value);
  const stranger = shape.others === undefined ? names.find((name) => !isDeclared(shape, name)) : undefined;
  return [
    ...names.flatMap((name) => {
      const field = shape.field(name) ?? shape.others;
      return field === undefined ? [] : under(`.${name}`, faults(field, value[name] ?? null));
    }),
    ...(stranger === undefined ? [] : under(`.${stranger}`, fault('field not declared in schema'))),
  ];
}

const mapFaults = (shape: Shape, value: JsonObject): readonly Fault[] =>
  Object.entries(value).flatMap(([name, item]) => under(`.${name}`, faults(shape, item ?? null)));

function itemFaults(shape: ItemList, list: readonly Json[]): readonly Fault[] {
  const found: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    try {
      const element = itemElement(shape, item);
      const step = showElement(element);
      if (seen.has(element)) found.push(...fault(`duplicate entries for key ${step}`));
      seen.add(element);
      found.push(...under(step, faults(itemShape(shape), item)));
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      // What cannot be told apart hides what comes after it.
      return [...found, ...fault(`element ${index}: ${error.message}`)];
    }
  }
  return found;
}
