import { isObject, parseJson } from '../../model/json.js';
import { jsonKeys, yamlDuplicates } from '../schema/duplicate-keys.js';
import type { RequestBody } from '../request/request.js';

/** What only a strict reader minds, in its words and order. */

const duplicate = (path: string): string => `duplicate field ${JSON.stringify(path)}`;
const unknown = (path: string): string => `unknown field ${JSON.stringify(path)}`;

/** Faults of a body: keys that are there twice, and fields that are none. */
export function strictFaults(
  { mediaType, text }: RequestBody,
  unknownFields: readonly string[],
  isCustom: boolean,
): string[] {
  const strangers = unknownFields.map(unknown);
  if (mediaType === 'application/yaml') return [...yamlDuplicates(text), ...strangers];
  const twice = jsonKeys(text);
  if (twice.length === 0) return strangers;
  // What is read without its fields being known is read before anybody knows them.
  if (isCustom) return [...twice.map(({ path }) => duplicate(path)), ...strangers];
  const known = twice.filter(({ path }) => !unknownFields.some((field) => isWithin(path, field)));
  const places = new Map(
    jsonKeys(text, 'any')
      .toReversed()
      .map(({ path, at }) => [path, at]),
  );
  return [
    ...known.map(({ path, at }) => ({ words: duplicate(path), at })),
    ...unknownFields.map((path) => ({ words: unknown(path), at: places.get(path) ?? 0 })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ words }) => words);
}

/** A refusal tells the faults of a reader of YAML as one, warnings one by one. */
export function refusedFor(faults: readonly string[]): string {
  const ofYaml = faults.filter((fault) => fault.startsWith('line '));
  const others = faults.filter((fault) => !fault.startsWith('line '));
  const told = ofYaml.length === 0 ? [] : [['yaml: unmarshal errors:', ...ofYaml].join('\n  ')];
  return [...told, ...others].join(', ');
}

const isWithin = (path: string, field: string): boolean =>
  path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);

const OPERATION = /^\[\d+\]\.([^.[]+)$/;
const OPERATION_FIELDS = new Set(['op', 'path', 'from', 'value']);

/** Faults of a patch, and then those of what it led to. */
export function patchFaults({ mediaType, text }: RequestBody, unknownFields: readonly string[]): string[] {
  const strangers = unknownFields.map(unknown);
  const twice = jsonKeys(text);
  if (mediaType !== 'application/json-patch+json') return [...twice.map(({ path }) => duplicate(path)), ...strangers];
  const stray = jsonKeys(text, 'any').filter(({ path }) => !OPERATION_FIELDS.has(OPERATION.exec(path)?.[1] ?? 'op'));
  return [
    ...[
      ...twice.map(({ path, at }) => ({ words: duplicate(path), at })),
      ...stray.map(({ path, at }) => ({ words: unknown(path), at })),
    ]
      .sort((a, b) => a.at - b.at)
      .map(({ words }) => `json patch ${words}`),
    ...twice.flatMap(({ path }) => duplicateInValue(text, path)),
    ...strangers,
  ];
}

/** A value is put into the object as it was written. */
function duplicateInValue(text: string, at: string): string[] {
  const [, index = '', within] = /^\[(\d+)\]\.value\.(.+)$/.exec(at) ?? [];
  const operations = parseJson(text);
  const operation = Array.isArray(operations) ? operations[Number(index)] : undefined;
  if (within === undefined || !isObject(operation) || typeof operation.path !== 'string') return [];
  const path = operation.path.split('/').slice(1).join('.');
  return [duplicate(path === '' ? within : `${path}.${within}`)];
}
