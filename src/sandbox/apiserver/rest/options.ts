import type { ApiError } from '../status/api-error.js';
import { badRequest, invalid } from '../status/api-error.js';
import { forbiddenValue, invalidValue, notSupported, required, tooLong } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { LONGEST_MANAGER, UNPRINTABLE } from './manager-name.js';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** What a write may be told by its query. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
}

const FIELD_VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'] as const;

/** Reads the options of a PATCH; of an apply, which alone may be forced, it must be known whose it is. */
export function readPatchOptions(query: URLSearchParams, isApply: boolean): WriteOptions {
  const errors: FieldError[] = [];
  if (isApply && (query.get('fieldManager') ?? '') === '') {
    errors.push(required('fieldManager', 'is required for apply patch'));
  }
  if (!isApply && query.has('force')) errors.push(forbiddenValue('force', 'may not be specified for non-apply patch'));
  return readWriteOptions(query, 'PatchOptions', errors);
}

/** Reads the options of a write; `kind` is CreateOptions, UpdateOptions or PatchOptions. */
export function readWriteOptions(
  query: URLSearchParams,
  kind: string,
  others: readonly FieldError[] = [],
): WriteOptions {
  const given = query.get('fieldValidation') ?? '';
  const fieldValidation = FIELD_VALIDATIONS.find((value) => value === given);
  const errors: FieldError[] = [
    ...others,
    ...managerErrors(query.get('fieldManager') ?? ''),
    ...dryRunErrors(query.getAll('dryRun')),
    ...(fieldValidation === undefined ? [notSupported('fieldValidation', given, FIELD_VALIDATIONS)] : []),
  ];
  if (errors.length > 0) throw invalidOptions(kind, errors);
  // The server warns of unknown fields when it is not told what to do.
  return {
    dryRun: query.has('dryRun'),
    fieldValidation: fieldValidation === undefined || fieldValidation === '' ? 'Warn' : fieldValidation,
  };
}

function managerErrors(manager: string): FieldError[] {
  const strays = [...manager.matchAll(UNPRINTABLE)].map(({ 0: char, index }) => {
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const position = Buffer.byteLength(manager.slice(0, index));
    return invalidValue('fieldManager', manager, `invalid character U+${code} (at position ${position})`);
  });
  return Buffer.byteLength(manager) > LONGEST_MANAGER ? [tooLong('fieldManager', LONGEST_MANAGER), ...strays] : strays;
}

export function dryRunErrors(values: readonly string[]): FieldError[] {
  return values.some((value) => value !== 'All') ? [notSupported('dryRun', [...values], ['All'])] : [];
}

export function invalidOptions(kind: string, errors: readonly FieldError[]): ApiError {
  return invalid({ group: 'meta.k8s.io', kind }, '', errors);
}

/** An integer of the query; nothing if it is absent. */
export function readInteger(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}
