import { invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

/** A value that must be one of a few words. */
export function oneOf(value: string | undefined, words: readonly string[], field: string): FieldError[] {
  if (value === undefined || value === '') return [required(field)];
  return words.includes(value) ? [] : [notSupported(field, value, words)];
}

/** A value that somebody gave and that must obey a rule. */
export function obeying(
  value: string | undefined,
  field: string,
  faultsOf: (value: string) => readonly string[],
): FieldError[] {
  return value === undefined || value === '' ? [] : faultsOf(value).map((fault) => invalidValue(field, value, fault));
}

/** A value that must be there, and obey a rule. */
export function requiredObeying(
  value: string | undefined,
  field: string,
  faultsOf: (value: string) => readonly string[],
): FieldError[] {
  return value === undefined || value === '' ? [required(field)] : obeying(value, field, faultsOf);
}

/** A number that must not be negative, if it is there. */
export function notNegative(value: number | undefined, field: string): FieldError[] {
  return value === undefined || value >= 0 ? [] : [invalidValue(field, value, 'must be greater than or equal to 0')];
}
