import { asJson, isObject, own, parseJson, withSortedKeys } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
import { goValue } from '../apply/go-format.js';
import { apiVersionOf, structName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { conversionFault } from '../patch/conversion.js';
import { jsonPatch, JsonPatchError } from '../patch/json-patch.js';
import type { Operation } from '../patch/json-patch.js';
import { mergePatch } from '../patch/merge-patch.js';
import { StrategicPatchError, strategicMergePatch } from '../patch/strategic-merge-patch.js';
import type { ObjectReply, RequestBody, ResourceRequest, Server } from '../request/request.js';
import { goSyntaxError } from '../schema/go-syntax.js';
import { jsonTypeName } from '../schema/scalars.js';
import { ApiError, badRequest } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import { decodeKind, otherKind, readDecoded } from './body.js';
import type { ReadBody } from './body.js';
import { settleName, settleNamespace } from './metadata.js';
import { APPLY, apply } from './apply.js';
import { track } from './managers.js';
import { readPatchOptions } from './options.js';
import type { WriteOptions } from './options.js';
import { patchFaults } from './strict.js';
import { fromStored, presentObject } from './stored.js';
import { commitUpdate } from './commit.js';
import type { Part } from './commit.js';

/** What is patched: an object of a kind, or something that a subresource shows of it. */
interface Patched {
  readonly kind: Kind;
  readonly struct: string;
}

/** How the patches of a media type are read and what they make of the JSON of an object. */
type Patch = (patched: Patched, present: JsonObject, text: string) => Json;

const STRATEGIC = 'application/strategic-merge-patch+json';

const PATCHES: Readonly<Record<string, Patch>> = {
  'application/json-patch+json': (_patched, present, text) => applyJsonPatch(present, text),
  'application/merge-patch+json': (_patched, present, text) => applyMergePatch(present, text),
  [STRATEGIC]: ({ struct }, present, text) => {
    const patch = readPatch(text, '');
    return isObject(patch) ? applyStrategic(struct, present, patch) : patch;
  },
};

/** Applies the patch of a body. */
export const patchedBy = (patched: Patched, present: JsonObject, body: RequestBody): Json =>
  patchOf(patched.kind, body)(patched, present, body.text);

/** How the patch of a body is applied; a media type that is none is refused before anybody looks for the object. */
function patchOf({ custom }: Kind, { mediaType }: RequestBody): Patch {
  const found = own(PATCHES, mediaType);
  if (custom !== undefined && !CUSTOM_PATCHES.includes(mediaType)) throw unknownFormat();
  if (found === undefined) throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  return found;
}

/** Nothing is known of the lists of a custom resource that could be merged item by item. */
const CUSTOM_PATCHES = ['application/json-patch+json', 'application/merge-patch+json', APPLY];

function unknownFormat(): ApiError {
  const words = `accepted media types include: ${CUSTOM_PATCHES.join(', ')}`;
  return new ApiError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - ${words}`);
}

/** Whether a body is no patch, but a configuration to apply. */
export const isApply = ({ mediaType }: RequestBody): boolean => mediaType === APPLY;

/** PATCH of an object or of its status. */
export function patch(server: Server, request: ResourceRequest, part: Part): ObjectReply {
  const { kind } = request;
  if (isApply(request.body)) return apply(server, request, part, readPatchOptions(request.query, true));
  const patchObject = patchOf(kind, request.body);
  const options = readPatchOptions(request.query, false);
  const stored = presentObject(server, request);
  const live = fromStored(kind, stored);
  const patched = patchObject({ kind, struct: structName(kind) }, asJson(live), request.body.text);
  const { draft, warnings } = decodePatched(kind, patched, request.body, options);
  for (const warning of warnings) request.warn(warning);
  settleName(request, draft);
  settleNamespace(request, draft);
  kind.setDefaults?.(draft);
  track(server, request, { live, draft, subresource: part === 'main' ? '' : part });
  const object = commitUpdate(server, request, { draft, stored, part, dryRun: options.dryRun });
  return { form: 'object', code: 200, kind, object, warnings: kind.custom?.updateWarnings(object, live) ?? [] };
}

function readPatch(text: string, prefix: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw badRequest(prefix + goSyntaxError(text));
  }
}

function applyStrategic(struct: string, present: JsonObject, patch: JsonObject): Json {
  try {
    const patched = strategicMergePatch(struct, present, patch);
    const fault = conversionFault(struct, patched);
    if (fault !== undefined) throw invalidPatch(goValue(patch), fault);
    return patched;
  } catch (error) {
    throw error instanceof StrategicPatchError ? new ApiError(500, '', error.message, {}) : error;
  }
}

function applyMergePatch(present: JsonObject, text: string): Json {
  const patch = readPatch(text, 'error decoding patch: ');
  if (isObject(patch)) return mergePatch(present, patch);
  const words = `json: cannot unmarshal ${jsonTypeName(patch)} into Go value of type map[string]interface {}`;
  throw badRequest(`error decoding patch: ${words}`);
}

/** Apiserver pkg/endpoints/handlers/patch.go, maxJSONPatchOperations. */
const MOST_OPERATIONS = 10_000;

function applyJsonPatch(present: JsonObject, text: string): Json {
  const operations = readPatch(text, 'error decoding patch: ');
  if (!Array.isArray(operations)) {
    const words = `json: cannot unmarshal ${jsonTypeName(operations)} into Go value of type []handlers.jsonPatchOp`;
    throw badRequest(`error decoding patch: ${words}`);
  }
  if (operations.length > MOST_OPERATIONS) {
    const words = `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${operations.length}`;
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${words}`);
  }
  try {
    return jsonPatch(present, operations.filter(isObject).map(readOperation));
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    // The server does not tell which operation failed.
    throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

function readOperation({ op, path, from, value }: JsonObject): Operation {
  return {
    op: typeof op === 'string' ? op : '',
    path: typeof path === 'string' ? path : '',
    ...(typeof from === 'string' && { from }),
    ...(value !== undefined && { value }),
  };
}

function decodePatched(kind: Kind, patched: Json, body: RequestBody, { fieldValidation }: WriteOptions): ReadBody {
  const refuse = (words: string): ApiError => invalidPatch(shownPatch(kind, patched, body), words);
  const given = isObject(patched) ? patched : {};
  if (kind.custom !== undefined && given.kind !== kind.kind) throw otherKind(given, kind);
  if (given.kind !== kind.kind || given.apiVersion !== apiVersionOf(kind)) {
    throw refuse(
      `converting (v1.${typeof given.kind === 'string' ? given.kind : ''}) to (${kind.group || 'core'}.${kind.kind}): unknown conversion`,
    );
  }
  return readDecoded(() => decodeKind(kind, given), {
    validation: fieldValidation,
    refuse,
    faults: (unknown) => patchFaults(body, unknown),
  });
}

/** The server shows the whole object that the patch led to, or the patch itself, and names neither it nor its kind. */
function invalidPatch(shown: string, words: string): ApiError {
  const { message } = invalidValue('patch', shown, words);
  return new ApiError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
  });
}

function shownPatch({ custom }: Kind, patched: Json, { mediaType, text }: RequestBody): string {
  if (mediaType === STRATEGIC) return goValue(parseJson(text));
  return JSON.stringify(custom === undefined && isObject(patched) ? sortKeys(patched) : withSortedKeys(patched));
}

/** Patching sorts the keys that it has its hands on; custom resources are sorted whole. */
const sortKeys = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
