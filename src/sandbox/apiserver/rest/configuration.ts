import { YAMLException } from 'js-yaml';

import { isObject, parseJson } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
import { shapeFaults } from '../apply/validate.js';
import { apiVersionOf } from '../kinds/kind.js';
import { decode, DecodeError } from '../schema/decode.js';
import { yamlDuplicates } from '../schema/duplicate-keys.js';
import { loadGoYaml } from '../schema/go-yaml.js';
import { jsonTypeName } from '../schema/scalars.js';
import type { Shape } from '../schema/shape.js';
import { ApiError, badRequest } from '../status/api-error.js';
import type { Expected } from './body.js';
import type { WriteOptions } from './options.js';
import { refusedFor } from './strict.js';

/** What is applied to. */
export interface Target extends Expected {
  readonly shape: Shape;
}

interface Read {
  readonly config: JsonObject;
  /** What is wrong with it that only a strict reader minds: keys that are there twice. */
  readonly duplicates: readonly string[];
}

/** Reads a configuration, which comes as YAML. */
export function readConfiguration(text: string): Read {
  const { value, duplicates } = readYaml(text);
  if (value === null) return { config: {}, duplicates };
  if (isObject(value)) return { config: value, duplicates };
  const words = `json: cannot unmarshal ${jsonTypeName(value)} into Go value of type map[string]interface {}`;
  throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${words}`);
}

function readYaml(text: string): { value: Json; duplicates: readonly string[] } {
  try {
    const value = seenAsJson(loadGoYaml(text));
    return { value, duplicates: yamlDuplicates(text) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place = error.mark === undefined ? '' : `line ${error.mark.line + 1}: `;
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${place}${error.reason}`);
  }
}

/** What YAML has beyond JSON (dates, sets) is none of the API's business. */
const seenAsJson = (value: unknown): Json => parseJson(JSON.stringify(value ?? null));

/** Warns of what a strict reader would not read, or refuses it. */
export function duplicateWarnings(duplicates: readonly string[], { fieldValidation }: WriteOptions): readonly string[] {
  if (duplicates.length === 0 || fieldValidation === 'Ignore') return [];
  if (fieldValidation === 'Warn') return duplicates;
  throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${refusedFor(duplicates)}`);
}

/** Refuses what is no configuration of the kind. Of what does not fit its fields, the server has no better to say than 500. */
export function checkConfiguration(target: Target, config: JsonObject): void {
  const type = typeOf(config);
  if (type !== typeOf({ apiVersion: apiVersionOf(target), kind: target.kind })) {
    throw badRequest(`invalid object type: ${type}`);
  }
  if (isObject(config.metadata) && Array.isArray(config.metadata.managedFields)) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const faults = shapeFaults(target.shape, config);
  if (faults.length === 0) return;
  const words = faults.length === 1 ? faults.join('') : ['errors:', ...faults.map((one) => `  ${one}`)].join('\n');
  throw new ApiError(500, '', `failed to create typed patch object (${nameOf(config)}): ${words}`);
}

/** Reads what came of applying as the server's own type. */
export function decodeApplied(target: Target, applied: JsonObject, config: JsonObject): JsonObject {
  try {
    const typed = { ...applied, kind: target.kind, apiVersion: apiVersionOf(target) };
    return (target.decode?.(typed) ?? decode(target.struct, typed)).object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const type = typeOf(config);
    const words = `unable to convert unstructured object to ${type}: ${conversionWords(error.message)}`;
    throw conversionFault(config, words);
  }
}

/** What came of applying a configuration cannot be told in the version of the request. */
export const conversionFault = (config: JsonObject, words: string): ApiError =>
  new ApiError(500, '', `failed to convert new object (${nameOf(config)}) to proper version: ${words}`);

/** Numbers are converted, where a decoder reads them. */
function conversionWords(words: string): string {
  const [, found = '', type] = /^json: cannot unmarshal (.+) into .* of type (\S+)$/.exec(words) ?? [];
  if (type === 'IntOrString') return `json: cannot unmarshal ${found} into Go value of type int32`;
  return found.startsWith('number ') ? `cannot convert float64 to ${type}` : words;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** `/v1, Kind=Pod`. */
function typeOf({ apiVersion, kind }: JsonObject): string {
  const [version = '', group = ''] = textOf(apiVersion).split('/').toReversed();
  return `${group}/${version}, Kind=${textOf(kind)}`;
}

/** As errors name it: `NAMESPACE/NAME; /v1, Kind=Pod`. */
function nameOf(config: JsonObject): string {
  const metadata = isObject(config.metadata) ? config.metadata : {};
  return `${textOf(metadata.namespace)}/${textOf(metadata.name)}; ${typeOf(config)}`;
}
