import { tooLong } from '../../status/field-error.js';
import type { Schema } from '../schema.js';
import { fitsFormat } from './formats.js';
import { fitsPattern } from './pattern.js';
import type { Result } from './result.js';
import { inBody, told } from './result.js';

/** Lengths are counted in characters, whatever the message says. */
export function checkText(value: string, schema: Schema, path: string, result: Result): void {
  const { maxLength = Infinity, minLength = 0, pattern, format } = schema;
  const length = Array.from(value).length;
  if (length > maxLength) result.add(tooLong(told(path), maxLength));
  else if (length < minLength) result.add(inBody(path, value, `should be at least ${minLength} chars long`));
  else if (pattern !== undefined && !fitsPattern(pattern, value)) {
    result.add(inBody(path, value, `should match '${pattern}'`));
  }
  if (format !== undefined && !fitsFormat(format, value)) {
    result.add(inBody(path, value, `must be of type ${format}: ${JSON.stringify(value)}`));
    const last = result.errors.pop();
    if (last !== undefined) result.add({ ...last, reason: 'FieldValueTypeInvalid' });
  }
}

export function checkNumber(value: number, schema: Schema, path: string, result: Result): void {
  const { maximum = Infinity, minimum = -Infinity, multipleOf, exclusiveMaximum, exclusiveMinimum } = schema;
  const tell = (words: string): void => result.add(inBody(path, value, words));
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) tell(`should be a multiple of ${multipleOf}`);
  const orEqual = (isExclusive = false): string => (isExclusive ? '' : 'or equal to ');
  if (value > maximum || (exclusiveMaximum === true && value === maximum)) {
    tell(`should be less than ${orEqual(exclusiveMaximum)}${maximum}`);
  }
  if (value < minimum || (exclusiveMinimum === true && value === minimum)) {
    tell(`should be greater than ${orEqual(exclusiveMinimum)}${minimum}`);
  }
  result.matches += 1;
}

/** Fractions are compared with the tolerance that binary fractions need. */
function isMultiple(value: number, factor: number): boolean {
  const quotient = value / factor;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}
