import type { Json } from '../../model/json.js';
import { isObject } from '../../model/json.js';

/** How Go's fmt prints a value that was read from JSON, as errors about types show it. */

/** `%v`: `map[a:1]`, `[a b]`. */
export function goValue(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const entries = sortedEntries(value).map(([key, one]) => `${key}:${goValue(one)}`);
  return `map[${entries.join(' ')}]`;
}

/** `%#v`: `map[string]interface {}{"a":1}`. */
export function goSyntax(value: Json | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = sortedEntries(value).map(([key, one]) => `${JSON.stringify(key)}:${goSyntax(one)}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}

/** `%T`. */
export function goType(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

const sortedEntries = (value: Readonly<Record<string, Json | undefined>>): [string, Json | undefined][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
