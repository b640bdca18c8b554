import type { Json } from '../../model/json.js';

/** One thing wrong with one field, in the words of apimachinery's pkg/util/validation/field. */
export interface FieldError {
  readonly reason: string;
  readonly field: string;
  /** Without the field: `Invalid value: "x": must be positive`. */
  readonly message: string;
}

const because = (words: string, detail: string): string => (detail === '' ? words : `${words}: ${detail}`);

/** Go writes objects as JSON that may stand in HTML, and texts in quotes. */
export function goJson(value: Json): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'object') return text;
  return text.replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
}

export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, message: because('Required value', detail) };
}

export function invalidValue(field: string, value: Json, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: because(`Invalid value: ${goJson(value)}`, detail) };
}

export function duplicate(field: string, value: Json, detail = ''): FieldError {
  return {
    reason: 'FieldValueDuplicate',
    field,
    message: because(`Duplicate value: ${JSON.stringify(value)}`, detail),
  };
}

export function notFoundValue(field: string, value: Json, detail = ''): FieldError {
  return { reason: 'FieldValueNotFound', field, message: because(`Not found: ${JSON.stringify(value)}`, detail) };
}

export function forbiddenValue(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, message: because('Forbidden', detail) };
}

export function notSupported(field: string, value: Json, supported: readonly string[]): FieldError {
  const detail =
    supported.length === 0 ? '' : `supported values: ${supported.map((v) => JSON.stringify(v)).join(', ')}`;
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: because(`Unsupported value: ${JSON.stringify(value)}`, detail),
  };
}

export function tooLong(field: string, most: number): FieldError {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${most} bytes` };
}
