import { YAMLException } from 'js-yaml';

import type { Json, JsonObject } from '../../model/json.js';
import { isObject, parseJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { apiVersionOf, structName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { decode, DecodeError } from '../schema/decode.js';
import type { Decoded } from '../schema/decode.js';
import { goSyntaxError } from '../schema/go-syntax.js';
import { loadGoYaml } from '../schema/go-yaml.js';
import { jsonTypeName } from '../schema/scalars.js';
import type { ApiError } from '../status/api-error.js';
import { badRequest, invalid } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import type { FieldValidation } from './options.js';
import type { RequestBody } from '../request/request.js';
import { refusedFor, strictFaults } from './strict.js';

/** A body that was read: a draft of one's own, and what the client is warned of. */
export interface ReadBody {
  readonly draft: KubeObject;
  readonly warnings: readonly string[];
}

/** Which struct to read, and what the server calls it. */
export interface Expected {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly struct: string;
  /** The reader of a kind that has one of its own. */
  readonly decode?: (value: JsonObject) => Decoded;
  readonly isCustom?: boolean;
}

export const expectedOf = (kind: Kind): Expected => ({
  group: kind.group,
  version: kind.version,
  kind: kind.kind,
  struct: structName(kind),
  ...(kind.decode !== undefined && { decode: (value) => decodeKind(kind, value) }),
  isCustom: kind.custom !== undefined,
});

/** Reads JSON as an object of a kind. */
export const decodeKind = (kind: Kind, value: JsonObject): Decoded =>
  kind.decode?.(value) ?? decode(structName(kind), value);

const SCHEME = 'k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30';

/** Reads the body of a create or update. Refuses what does not fit the kind in the words of the server's decoder. */
export function readObject(body: RequestBody, expected: Expected, validation: FieldValidation): ReadBody {
  const value = parse(body, expected);
  if (expected.isCustom === true) checkCustomType(value, body, expected);
  const apiVersion = textOf(value, 'apiVersion') || apiVersionOf(expected);
  const kind = textOf(value, 'kind') || expected.kind;
  const refuse = (words: string): ApiError => badRequest(cannotHandle(kind, apiVersion, expected, words));
  if (kind !== expected.kind || apiVersion !== apiVersionOf(expected)) {
    throw refuse(wrongKindWords(kind, apiVersion, expected));
  }
  const typed = { ...value, kind, apiVersion };
  const read = (): Decoded => expected.decode?.(typed) ?? decode(expected.struct, typed);
  const isCustom = expected.isCustom === true;
  return readDecoded(read, { validation, refuse, faults: (unknown) => strictFaults(body, unknown, isCustom) });
}

interface Reading {
  readonly validation: FieldValidation;
  /** Makes a refusal of what does not decode. */
  readonly refuse: (words: string) => ApiError;
  /** What a strict reader minds, given the fields that are none. */
  readonly faults: (unknownFields: readonly string[]) => readonly string[];
}

/** What was decoded, and what the client is warned of. */
export function readDecoded(read: () => Decoded, { validation, refuse, faults }: Reading): ReadBody {
  try {
    const { object, unknownFields } = read();
    const found = validation === 'Ignore' ? [] : faults(unknownFields);
    if (validation === 'Strict' && found.length > 0) throw refuse(`strict decoding error: ${refusedFor(found)}`);
    return { draft: asKubeObject(object), warnings: found };
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error;
  }
}

/** Custom resources have to tell what they are, and are refused in other words. */
function checkCustomType(value: JsonObject, body: RequestBody, expected: Expected): void {
  const [kind, apiVersion, wanted] = [textOf(value, 'kind'), textOf(value, 'apiVersion'), apiVersionOf(expected)];
  if (kind === '') {
    const words = `Object 'Kind' is missing in '${JSON.stringify(value)}'`;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): ${words} (${excerpt(body.text, words)})`,
    );
  }
  if (apiVersion !== wanted) {
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`);
  }
  if (kind !== expected.kind) throw otherKind(value, expected);
}

/** An object of another kind: for a custom resource, that is a field like others. */
export function otherKind(value: JsonObject, { group, kind: wanted }: Pick<Expected, 'group' | 'kind'>): ApiError {
  const kind = textOf(value, 'kind');
  const name = isObject(value.metadata) ? textOf(value.metadata, 'name') : '';
  return invalid({ group, kind }, name, [invalidValue('kind', kind, `must be ${wanted}`)]);
}

/** What was decoded as the struct of a kind is an object of that kind. */
export function asKubeObject(object: JsonObject): KubeObject {
  return object as object as KubeObject;
}

const textOf = (value: JsonObject, key: string): string => {
  const text = value[key];
  return typeof text === 'string' ? text : '';
};

function cannotHandle(kind: string, apiVersion: string, expected: Expected, words: string): string {
  const version = apiVersion.replace(/^.*\//, '');
  return `${kind} in version "${version}" cannot be handled as a ${expected.kind}: ${words}`;
}

/** Kinds of the core group that the server knows how to read: another of them is a conversion that does not exist. */
function wrongKindWords(kind: string, apiVersion: string, expected: Expected): string {
  const isKnown = apiVersion === 'v1' && KNOWN_CORE_KINDS.has(kind);
  if (!isKnown) return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "${SCHEME}"`;
  return `converting (v1.${kind}) to (${expected.group === '' ? 'core' : expected.group}.${expected.kind}): unknown conversion`;
}

const KNOWN_CORE_KINDS = new Set([
  ...['Binding', 'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'Namespace', 'Node', 'PersistentVolume'],
  ...['PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota', 'Secret'],
  ...['Service', 'ServiceAccount'],
]);

function parse(body: RequestBody, expected: Expected): JsonObject {
  const refuse = (words: string): ApiError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): ${words} (${excerpt(body.text, words)})`,
    );
  const value = body.mediaType === 'application/yaml' ? parseYaml(body.text, refuse) : parseText(body.text, refuse);
  if (isObject(value)) return value;
  throw refuse(`couldn't get version/kind; json parse error: ${notAnObject(value)}`);
}

/** The words of Go's decoder for JSON that has no place for a kind. */
export const notAnObject = (value: Json): string =>
  `json: cannot unmarshal ${jsonTypeName(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;

function parseText(text: string, refuse: (words: string) => ApiError): Json {
  try {
    return parseJson(text);
  } catch {
    throw refuse(`couldn't get version/kind; json parse error: ${goSyntaxError(text)}`);
  }
}

function parseYaml(text: string, refuse: (words: string) => ApiError): Json {
  try {
    // What YAML has beyond JSON (dates, sets) is none of the API's business: it is seen as JSON sees it.
    return parseJson(JSON.stringify(loadGoYaml(text) ?? {}));
  } catch (error) {
    throw error instanceof YAMLException ? refuse(`yaml: ${error.reason}`) : error;
  }
}

/** Bytes of the body as the server tells them: plain when they look like JSON, in hexadecimal otherwise. */
function excerpt(text: string, words: string): string {
  if (text === '') return '<empty>';
  const isPlain = text.startsWith('{') && !words.startsWith('yaml');
  const bytes = Buffer.from(text);
  if (isPlain) return bytes.length > EXCERPT_BYTES ? `${text.slice(0, EXCERPT_BYTES)} ...` : text;
  const hex = bytes.subarray(0, EXCERPT_BYTES).toString('hex');
  return bytes.length > EXCERPT_BYTES ? `${hex} ...` : hex;
}

const EXCERPT_BYTES = 30;
