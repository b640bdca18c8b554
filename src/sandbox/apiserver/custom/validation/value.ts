import type { Json } from '../../../model/json.js';
import { equalJson, isObject, own } from '../../../model/json.js';
import { notSupported, required } from '../../status/field-error.js';
import type { Schema } from '../schema.js';
import { isIntOrString, itemsOf, typeOf, valuesOf } from '../schema.js';
import { formerField, formerItem } from './correlation.js';
import type { Former } from './correlation.js';
import { checkAlternatives } from './alternatives.js';
import { checkNumber, checkText } from './scalars.js';
import { inBody, Result, told, tooMany, wrongType } from './result.js';

/**
 * Holds a value against a schema, in the words and the order of the server (kube-openapi pkg/validation/validate). With
 * a former value, what did not change since is let pass.
 */
export function validateValue(value: Json, schema: Schema, path: string, former?: Former): Result {
  const result = check(value, schema, path, former);
  if (result.isValid || former === undefined || !equalJson(value, former.value)) return result;
  const passed = new Result();
  passed.matches = result.matches;
  return passed;
}

function check(value: Json, schema: Schema, path: string, former: Former | undefined): Result {
  const result = new Result();
  checkType(value, schema, path, result);
  if (value !== null) {
    checkAlternatives(value, schema, path, result, (one) => validateValue(value, one, path));
    if (typeof value === 'string') checkText(value, schema, path, result);
    if (typeof value === 'number') checkNumber(value, schema, path, result);
    if (Array.isArray(value)) checkList(value, schema, path, former, result);
  }
  checkEnum(value, schema, path, result);
  if (isObject(value)) checkObject(value, schema, path, former, result);
  return result;
}

function checkType(value: Json, schema: Schema, path: string, result: Result): void {
  const types = isIntOrString(schema) ? ['integer', 'string'] : schema.type === undefined ? [] : [schema.type];
  if (types.length === 0) return;
  const found = typeOf(value);
  const fits = value === null ? schema.nullable === true : types.includes(found) || isWhole(found, types);
  if (fits) result.matches += 1;
  else result.add(wrongType(path, types.join(','), found));
}

/** An integer is a number, too. */
const isWhole = (found: string, types: readonly string[]): boolean => found === 'integer' && types.includes('number');

function checkList(
  value: readonly Json[],
  schema: Schema,
  path: string,
  former: Former | undefined,
  result: Result,
): void {
  const items = itemsOf(schema);
  const { minItems = 0, maxItems = Infinity } = schema;
  if (items !== undefined) {
    for (const [index, item] of value.entries()) {
      result.merge(validateValue(item, items, `${path}[${index}]`, formerItem(former, schema, item)));
    }
  }
  if (value.length < minItems) result.add(inBody(path, value.length, `should have at least ${minItems} items`));
  if (value.length > maxItems) result.add(tooMany(path, value.length, maxItems));
  result.matches += 1;
}

function checkEnum(value: Json, { enum: allowed }: Schema, path: string, result: Result): void {
  if (allowed === undefined || allowed.length === 0) return;
  if (allowed.some((one) => equalJson(one, value))) return;
  const texts = allowed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  result.add(notSupported(told(path), value, texts));
}

function checkObject(
  value: Record<string, Json | undefined>,
  schema: Schema,
  path: string,
  former: Former | undefined,
  result: Result,
): void {
  checkCount(Object.keys(value).length, schema, path, result);
  const { properties = {}, required: needed = [] } = schema;
  const values = valuesOf(schema);
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined || Object.hasOwn(properties, key) || values === undefined) continue;
    result.merge(validateValue(field, values, `${path}.${key}`, formerField(former, schema, key)));
  }
  for (const [key, property] of Object.entries(properties)) {
    const field = own(value, key);
    const at = path === '' ? key : `${path}.${key}`;
    if (field !== undefined) result.merge(validateValue(field, property, at, formerField(former, schema, key)));
  }
  for (const key of needed) {
    if (own(value, key) === undefined) result.add(required(told(`${path}.${key}`)));
  }
}

function checkCount(count: number, schema: Schema, path: string, result: Result): void {
  const { minProperties = 0, maxProperties = Infinity } = schema;
  if (count < minProperties) result.add(inBody(path, count, `should have at least ${minProperties} properties`));
  if (count > maxProperties) result.add(tooMany(path, count, maxProperties));
}
