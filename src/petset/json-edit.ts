import type { FieldPath } from './field-error.js';
import type { Json, JsonObject } from './kubernetes.js';

/** The value at a path, or nothing. */
export function getIn(value: Json | undefined, path: FieldPath): Json | undefined {
  return path.reduce<Json | undefined>((at, part) => {
    if (isList(at)) return typeof part === 'number' ? at[part] : undefined;
    return isMap(at) ? at[part] : undefined;
  }, value);
}

/** The same value with another one at a path; maps that are missing on the way are made. */
export function setIn(value: Json | undefined, path: FieldPath, to: Json | undefined): Json {
  const [part, ...rest] = path;
  if (part === undefined) return to ?? null;
  if (isList(value)) return value.map((item, index) => (index === part ? setIn(item, rest, to) : item));
  const map: JsonObject = isMap(value) ? value : {};
  if (rest.length === 0 && to === undefined) {
    return Object.fromEntries(Object.entries(map).filter(([key]) => key !== String(part)));
  }
  return { ...map, [part]: setIn(map[part], rest, to) };
}

export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** A field that is there and null counts as left out, as everywhere in Kubernetes. */
export function withoutNulls<T extends object>(written: T): Partial<T> {
  const said = Object.entries(written).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as Partial<T>;
}
