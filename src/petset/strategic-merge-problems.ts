import {
  type FieldError,
  type FieldPath,
  forbidden,
  invalid,
  required,
  unknownField,
  unsupported,
} from './field-error.js';
import { isList, isMap } from './json-edit.js';
import type { Json, JsonObject } from './kubernetes.js';
import { DELETE_FROM_LIST, fieldOf, isDirective, PATCH, RETAIN_KEYS } from './strategic-merge.js';
import type { MergedField, Shape } from './strategic-merge-table.js';

const WORDS = ['delete', 'replace'];

/** What a server would not take in a strategic merge patch, or would take for something else than it says. */
export function patchProblems(patch: JsonObject, shape: Shape, path: FieldPath): readonly FieldError[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    if (value === undefined || value === null) return [];
    const at = [...path, key];
    return isDirective(key) ? directiveProblems(patch, key, value, at) : valueProblems(value, fieldOf(shape, key), at);
  });
}

function directiveProblems(patch: JsonObject, key: string, value: Json, path: FieldPath): readonly FieldError[] {
  if (key === PATCH) return typeof value === 'string' && WORDS.includes(value) ? [] : [unsupported(path, value, WORDS)];
  if (key === RETAIN_KEYS) return retainProblems(patch, value, path);
  if (!key.startsWith(DELETE_FROM_LIST)) return [unknownField(path)];
  return isList(value) && !value.some(isMap) ? [] : [invalid(path, value, 'must be a list of values')];
}

function retainProblems(patch: JsonObject, keys: Json, path: FieldPath): readonly FieldError[] {
  if (!isList(keys)) return [invalid(path, keys, 'must be a list of fields')];
  const left = Object.keys(patch).filter((key) => !isDirective(key) && patch[key] !== null && !keys.includes(key));
  return left.map((key) => invalid(path, keys, `must name all fields of the patch, also ${key}`));
}

function valueProblems(value: Json, { list, shape = {} }: MergedField, path: FieldPath): readonly FieldError[] {
  if (isMap(value)) return patchProblems(value, shape, path);
  if (!isList(value)) return [];
  return value.flatMap((item, index) => {
    const at = [...path, index];
    if (list === undefined || list === 'values') return wholeProblems(item, at);
    if (!isMap(item)) return [invalid(at, item, 'must be a map')];
    const isNameless = item[PATCH] !== 'replace' && (item[list.by] ?? null) === null;
    return [...(isNameless ? [required([...at, list.by])] : []), ...patchProblems(item, shape, at)];
  });
}

/** Within a list that is replaced as a whole, nothing is merged, so that no directive can mean anything. */
function wholeProblems(value: Json, path: FieldPath): readonly FieldError[] {
  if (isList(value)) return value.flatMap((item, index) => wholeProblems(item, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (isDirective(key)) return [forbidden([...path, key], 'this list is replaced as a whole')];
    return child === undefined ? [] : wholeProblems(child, [...path, key]);
  });
}
