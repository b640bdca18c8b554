import type { Json } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import { invalidValue } from '../../status/field-error.js';

/** What a schema holds against a value, and how much of it fits: of several alternatives the closest one is told. */
export class Result {
  readonly errors: FieldError[] = [];
  matches = 0;

  add(error: FieldError): void {
    this.errors.push(error);
  }

  merge(other: Result): void {
    this.errors.push(...other.errors);
    this.matches += other.matches;
  }

  get isValid(): boolean {
    return this.errors.length === 0;
  }
}

/** `spec.replicas in body should be ...`. */
export const inBody = (path: string, value: Json, words: string): FieldError =>
  invalidValue(told(path), value, `${path} in body ${words}`);

/** The path of an error; the root has none, and a field that is required at the root begins with a dot. */
export const told = (path: string): string => (path === '' || path === '.' ? NOWHERE : path.replace(/^\./, ''));

/** How Go writes a path that is none. */
export const NOWHERE = '<nil>';

export const wrongType = (path: string, expected: string, found: string): FieldError => ({
  reason: 'FieldValueTypeInvalid',
  field: told(path),
  message: `Invalid value: ${JSON.stringify(found)}: ${path} in body must be of type ${expected}: ${JSON.stringify(found)}`,
});

export const tooMany = (path: string, actual: number, most: number): FieldError => ({
  reason: 'FieldValueTooMany',
  field: told(path),
  message: `Too many: ${actual}: must have at most ${most} items`,
});
