import { asJson, isObject, own, parseJson } from '../../model/json.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { apiVersionOf, structName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { jsonPatch, JsonPatchError } from '../patch/json-patch.js';
import type { Operation } from '../patch/json-patch.js';
import { mergePatch } from '../patch/merge-patch.js';
import { StrategicPatchError, strategicMergePatch } from '../patch/strategic-merge-patch.js';
import type { ObjectReply, ResourceRequest, Server } from '../request/request.js';
import { decode, DecodeError } from '../schema/decode.js';
import { goSyntaxError } from '../schema/go-syntax.js';
import { jsonTypeName } from '../schema/scalars.js';
import { ApiError, badRequest } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import { asKubeObject } from './body.js';
import { settleName, settleNamespace } from './metadata.js';
import { APPLY, apply as applyPatch } from './apply.js';
import { track } from './managers.js';
import { readPatchOptions } from './options.js';
import type { WriteOptions } from './options.js';
import { fromStored, presentObject } from './stored.js';
import { commitUpdate } from './commit.js';
import type { Part } from './commit.js';

/** How the patches of a media type are read and applied to the JSON of an object. */
type Apply = (kind: Kind, present: JsonObject, text: string) => Json;

const PATCHES: Readonly<Record<string, Apply>> = {
  'application/json-patch+json': (_kind, present, text) => applyJsonPatch(present, text),
  'application/merge-patch+json': (_kind, present, text) =>
    mergePatch(present, readPatch(text, 'error decoding patch: ')),
  'application/strategic-merge-patch+json': (kind, present, text) => {
    const patch = readPatch(text, '');
    return isObject(patch) ? applyStrategic(kind, present, patch) : patch;
  },
};

/** PATCH of an object or of its status. */
export function patch(server: Server, request: ResourceRequest, part: Part): ObjectReply {
  const { kind } = request;
  const { mediaType } = request.body;
  const apply = own(PATCHES, mediaType);
  const isApply = mediaType === APPLY;
  if (apply === undefined && !isApply) throw unsupportedPatch();
  const options = readPatchOptions(request.query, isApply);
  if (apply === undefined) return applyPatch(server, request, part, options);
  const stored = presentObject(server, request);
  const live = fromStored(kind, stored);
  const patched = apply(kind, asJson(live), request.body.text);
  const { draft, warnings } = decodePatched(kind, patched, options);
  for (const warning of warnings) request.warn(warning);
  settleName(request, draft);
  settleNamespace(request, draft);
  kind.setDefaults?.(draft);
  track(server, request, { live, draft, subresource: part === 'main' ? '' : part });
  const object = commitUpdate(server, request, { draft, stored, part, dryRun: options.dryRun });
  return { form: 'object', code: 200, kind, object };
}

export const unsupportedPatch = (): ApiError =>
  new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

function readPatch(text: string, prefix: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw badRequest(prefix + goSyntaxError(text));
  }
}

function applyStrategic(kind: Kind, present: JsonObject, patch: JsonObject): Json {
  try {
    return strategicMergePatch(structName(kind), present, patch);
  } catch (error) {
    throw error instanceof StrategicPatchError ? new ApiError(500, '', error.message, {}) : error;
  }
}

function applyJsonPatch(present: JsonObject, text: string): Json {
  const operations = readPatch(text, 'error decoding patch: ');
  if (!Array.isArray(operations)) {
    const words = `json: cannot unmarshal ${jsonTypeName(operations)} into Go value of type []handlers.jsonPatchOp`;
    throw badRequest(`error decoding patch: ${words}`);
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

function decodePatched(
  kind: Kind,
  patched: Json,
  { fieldValidation }: WriteOptions,
): { draft: KubeObject; warnings: readonly string[] } {
  const refuse = (words: string): ApiError => invalidPatch(patched, words);
  const given = isObject(patched) ? patched : {};
  if (given.kind !== kind.kind || given.apiVersion !== apiVersionOf(kind)) {
    throw refuse(
      `converting (v1.${typeof given.kind === 'string' ? given.kind : ''}) to (${kind.group || 'core'}.${kind.kind}): unknown conversion`,
    );
  }
  try {
    const { object, unknownFields } = decode(structName(kind), patched);
    const unknown = unknownFields.map((field) => `unknown field ${JSON.stringify(field)}`);
    if (fieldValidation === 'Strict' && unknown.length > 0)
      throw refuse(`strict decoding error: ${unknown.join(', ')}`);
    return { draft: asKubeObject(object), warnings: fieldValidation === 'Warn' ? unknown : [] };
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error;
  }
}

/** The server shows the whole object that the patch led to, and names neither it nor its kind. */
function invalidPatch(patched: Json, words: string): ApiError {
  const { message } = invalidValue('patch', JSON.stringify(isObject(patched) ? sortKeys(patched) : patched), words);
  return new ApiError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
  });
}

/** Patching sorts the keys that it has its hands on. */
const sortKeys = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
