import type { Json } from '../../../model/json.js';
import { invalidValue } from '../../status/field-error.js';
import type { Schema } from '../schema.js';
import type { Result } from './result.js';
import { NOWHERE } from './result.js';

type Check = (schema: Schema) => Result;

/** anyOf, oneOf, allOf and not. What is told of alternatives that failed is what the closest of them lacks. */
export function checkAlternatives(_value: Json, schema: Schema, path: string, result: Result, check: Check): void {
  const tell = (words: string): void => result.add(invalidValue(NOWHERE, '', `"${path}" must ${words}`));
  if (schema.anyOf !== undefined) checkAny(schema.anyOf, tell, result, check);
  if (schema.oneOf !== undefined) checkOne(schema.oneOf, tell, result, check);
  if (schema.allOf !== undefined) checkAll(schema.allOf, tell, result, check);
  if (schema.not !== undefined && check(schema.not).isValid) tell('not validate the schema (not)');
  result.matches += 1;
}

function checkAny(schemas: readonly Schema[], tell: (words: string) => void, result: Result, check: Check): void {
  if (schemas.length === 0) return;
  let best: Result | undefined;
  for (const schema of schemas) {
    const one = check(schema);
    if (one.isValid) {
      result.merge(one);
      return;
    }
    if (best === undefined || one.matches > best.matches) best = one;
  }
  tell('validate at least one schema (anyOf)');
  if (best !== undefined) result.merge(best);
}

function checkOne(schemas: readonly Schema[], tell: (words: string) => void, result: Result, check: Check): void {
  if (schemas.length === 0) return;
  const results = schemas.map(check);
  const valid = results.filter(({ isValid }) => isValid);
  const [first] = valid;
  if (first !== undefined && valid.length === 1) {
    result.merge(first);
    return;
  }
  const found = valid.length === 0 ? 'Found none valid' : `Found ${valid.length} valid alternatives`;
  tell(`validate one and only one schema (oneOf). ${found}`);
  if (valid.length === 0) {
    result.merge(results.reduce((best, one) => (one.matches > best.matches ? one : best)));
  }
}

function checkAll(schemas: readonly Schema[], tell: (words: string) => void, result: Result, check: Check): void {
  const results = schemas.map(check);
  for (const one of results) result.merge(one);
  const valid = results.filter(({ isValid }) => isValid).length;
  if (valid !== schemas.length) tell(`validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`);
}
