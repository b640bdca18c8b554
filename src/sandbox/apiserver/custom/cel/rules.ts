import type { JsonObject } from '../../../model/json.js';
import type { FieldError } from '../../status/field-error.js';
import type { Schema } from '../schema.js';

export interface Rules {
  check(value: JsonObject, was: JsonObject | undefined): FieldError[];
}

export const rulesOf = (_schema: Schema): Rules | undefined => undefined;
export const rulesErrors = (_schema: Schema, _path: string): FieldError[] => [];
