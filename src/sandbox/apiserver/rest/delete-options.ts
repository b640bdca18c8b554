import type { Json, JsonObject } from '../../model/json.js';
import { isObject, parseJson } from '../../model/json.js';
import { decode, DecodeError } from '../schema/decode.js';
import { goSyntaxError } from '../schema/go-syntax.js';
import { ApiError } from '../status/api-error.js';
import { invalidValue, notSupported } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { dryRunErrors, invalidOptions, readInteger } from './options.js';
import { notAnObject } from './body.js';
import type { ResourceRequest } from '../request/request.js';

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  orphanDependents?: boolean;
  propagationPolicy?: string;
  dryRun?: string[];
}

const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** Options of a deletion: those of the body, or else those of the query. */
export function readDeleteOptions({ body, query }: ResourceRequest): DeleteOptions {
  const options = body.text === '' ? fromQuery(query) : fromBody(body.text);
  const errors = [...dryRunErrors(options.dryRun ?? []), ...policyErrors(options)];
  if (errors.length > 0) throw invalidOptions('DeleteOptions', errors);
  return options;
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const grace = readInteger(query, 'gracePeriodSeconds');
  const orphan = query.get('orphanDependents');
  const policy = query.get('propagationPolicy');
  return {
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
    ...(orphan !== null && { orphanDependents: orphan === 'true' }),
    ...(policy !== null && { propagationPolicy: policy }),
    dryRun: query.getAll('dryRun'),
  };
}

function fromBody(text: string): DeleteOptions {
  const value = parseBody(text);
  const kind = value.kind;
  if (typeof kind === 'string' && kind !== 'DeleteOptions') {
    const version = JSON.stringify(value.apiVersion ?? '');
    const scheme = 'k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27';
    throw new ApiError(500, '', `no kind "${kind}" is registered for version ${version} in scheme "${scheme}"`);
  }
  try {
    return decode('DeleteOptions', value).object;
  } catch (error) {
    throw error instanceof DecodeError ? new ApiError(500, '', error.message) : error;
  }
}

function parseBody(text: string): JsonObject {
  const refuse = (words: string): ApiError =>
    new ApiError(500, '', `couldn't get version/kind; json parse error: ${words}`);
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    throw refuse(goSyntaxError(text));
  }
  if (isObject(value) || value === null) return value ?? {};
  throw refuse(notAnObject(value));
}

function policyErrors({ propagationPolicy: policy, orphanDependents }: DeleteOptions): FieldError[] {
  if (policy === undefined) return [];
  if (!POLICIES.includes(policy)) return [notSupported('propagationPolicy', policy, [...POLICIES, 'nil'])];
  const words = 'orphanDependents and deletionPropagation cannot be both set';
  return orphanDependents === undefined ? [] : [invalidValue('propagationPolicy', policy, words)];
}
