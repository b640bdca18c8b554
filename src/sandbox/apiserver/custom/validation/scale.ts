import type { Json, JsonObject } from '../../../model/json.js';
import { isObject, own } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { invalidValue } from '../../status/field-error.js';
import type { ScalePaths } from '../definition.js';

/** The largest number of replicas that a scale can tell. */
const MOST = 2 ** 31 - 1;

/** What is at a path of plain names, `.spec.replicas`. */
export function valueAt(object: JsonObject, path: string): Json | undefined {
  return namesOf(path).reduce<Json | undefined>(
    (value, name) => (isObject(value) ? own(value, name) : undefined),
    object,
  );
}

export const namesOf = (path: string): string[] => path.replace(/^\./, '').split('.');

export const checkScaleSpec = (object: JsonObject, { specReplicasPath }: ScalePaths): FieldError[] =>
  checkReplicas(object, specReplicasPath);

export function checkScaleStatus(object: JsonObject, paths: ScalePaths): FieldError[] {
  const { statusReplicasPath, labelSelectorPath } = paths;
  return [
    ...checkReplicas(object, statusReplicasPath),
    ...(labelSelectorPath === undefined ? [] : checkSelector(object, labelSelectorPath)),
  ];
}

function checkReplicas(object: JsonObject, path: string): FieldError[] {
  const value = valueAt(object, path);
  if (value === undefined) return [];
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return [invalidValue(path, 0, accessorError(path, value, 'int64'))];
  }
  if (value < 0) return [invalidValue(path, value, 'should be a non-negative integer')];
  return value > MOST ? [invalidValue(path, value, `should be less than or equal to ${MOST}`)] : [];
}

function checkSelector(object: JsonObject, path: string): FieldError[] {
  const value = valueAt(object, path);
  if (value === undefined || typeof value === 'string') return [];
  return [invalidValue(path, '', accessorError(path, value, 'string'))];
}

const accessorError = (path: string, value: Json, expected: string): string =>
  `.${namesOf(path).join('.')} accessor error: ${goText(value)} is of the type ${goType(value)}, expected ${expected}`;

function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function goText(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goText(value[key] ?? null)}`);
  return `map[${fields.join(' ')}]`;
}
