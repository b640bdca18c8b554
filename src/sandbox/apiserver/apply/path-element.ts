import type { Json, JsonObject } from '../../model/json.js';
import { isObject, parseJson } from '../../model/json.js';

/**
 * One step of a path into an object, written as managed fields write it (structured-merge-diff, pkg fieldpath):
 * `f:spec` a field, `k:{"name":"c"}` the item of a list with these keys, `v:"x"` the item of a set.
 */
export type PathElement = string;

export type Path = readonly PathElement[];

export const fieldElement = (name: string): PathElement => `f:${name}`;

export const valueElement = (value: Json): PathElement => `v:${goJson(value)}`;

/** Keys are written sorted by name. */
export function keyElement(keys: JsonObject): PathElement {
  const sorted = Object.entries(keys).sort(([a], [b]) => byText(a, b));
  return `k:${goJson(Object.fromEntries(sorted))}`;
}

/** The name of a field; nothing if the element is another kind of step. */
export const fieldNameOf = (element: PathElement): string | undefined =>
  element.startsWith('f:') ? element.slice(2) : undefined;

/** The same element as this server writes it; nothing if it is no element. */
export function canonicalElement(text: string): PathElement | undefined {
  if (text.startsWith('f:')) return text;
  if (/^i:-?\d+$/.test(text)) return text;
  const value = /^[kv]:/.test(text) ? parsed(text.slice(2)) : undefined;
  if (value === undefined) return undefined;
  if (text.startsWith('v:')) return valueElement(value);
  return isObject(value) ? keyElement(value) : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Fields first, then items by their keys, then values; each in their own order. */
export function compareElements(a: PathElement, b: PathElement): number {
  const [kind, other] = [a.slice(0, 2), b.slice(0, 2)];
  if (kind !== other) return ORDER.indexOf(kind) - ORDER.indexOf(other);
  if (kind === 'f:') return byText(a, b);
  return compareValues(parseJson(a.slice(2)), parseJson(b.slice(2)));
}

const ORDER = ['f:', 'k:', 'v:', 'i:'];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Numbers, then texts, then truth values; objects by their keys and values in turn. */
function compareValues(a: Json, b: Json): number {
  if (isObject(a) && isObject(b)) return compareEntries(Object.entries(a), Object.entries(b));
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return TYPES.indexOf(typeof a) - TYPES.indexOf(typeof b);
  return byText(JSON.stringify(a), JSON.stringify(b));
}

const TYPES = ['number', 'string', 'boolean', 'object'];

type Entry = readonly [string, Json | undefined];

function compareEntries(a: readonly Entry[], b: readonly Entry[]): number {
  for (const [index, [name, value = null]] of a.entries()) {
    const [other, otherValue = null] = b[index] ?? [];
    if (other === undefined) return 1;
    const order = byText(name, other) || compareValues(value, otherValue);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** As people read it: `.spec.containers[name="c"].image`. */
export const showPath = (path: Path): string => path.map(showElement).join('');

export function showElement(element: PathElement): string {
  const name = fieldNameOf(element);
  if (name !== undefined) return `.${name}`;
  const value = parseJson(element.slice(2));
  if (!isObject(value)) return element.startsWith('v:') ? `[=${JSON.stringify(value)}]` : `[${JSON.stringify(value)}]`;
  const keys = Object.entries(value).map(([key, one]) => `${key}=${JSON.stringify(one)}`);
  return `[${keys.join(',')}]`;
}

/** JSON as Go writes it: with three characters escaped that HTML would read. */
function goJson(value: Json): string {
  return JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}
