import type { Json, JsonObject } from '../../../model/json.js';
import { cloneJson, isObject, own, setOwn } from '../../../model/json.js';
import { fieldOf, itemsOf, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** Fills a value of one's own with the defaults of its schema; a null that may not be one counts as absent. */
export function fillDefaults(value: Json, schema: Schema | undefined): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) fillItems(value, itemsOf(schema));
  else if (isObject(value)) fillFields(value, schema);
}

function fillItems(list: Json[], items: Schema | undefined): void {
  for (const [index, item] of list.entries()) {
    const filled = isStrayNull(item, items) ? (defaultOf(items) ?? null) : item;
    list[index] = filled;
    fillDefaults(filled, items);
  }
}

function fillFields(value: JsonObject, schema: Schema): void {
  const { properties = {} } = schema;
  const values = valuesOf(schema);
  for (const [key, property] of Object.entries(properties)) {
    const present = own(value, key);
    const isMissing = present === undefined || isStrayNull(present, property);
    if (property.default !== undefined && isMissing) setOwn(value, key, cloneJson(property.default));
  }
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const isStray = own(properties, key) === undefined && isStrayNull(field, values);
    const filled = isStray ? (defaultOf(values) ?? null) : field;
    setOwn(value, key, filled);
    fillDefaults(filled, fieldOf(schema, key));
  }
}

/** Drops nulls of fields that may not be null and have no default. */
export function dropNulls(value: Json, schema: Schema | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) dropNulls(item, schema && itemsOf(schema));
  } else if (isObject(value)) {
    for (const [key, field] of Object.entries(value)) {
      const own = schema && fieldOf(schema, key);
      if (field === undefined) continue;
      if (isStrayNull(field, own) && own?.default === undefined) Reflect.deleteProperty(value, key);
      else dropNulls(field, own);
    }
  }
}

const isStrayNull = (value: Json | undefined, schema: Schema | undefined): boolean =>
  value === null && schema !== undefined && schema.nullable !== true;

const defaultOf = (schema: Schema | undefined): Json | undefined => cloneJson(schema?.default);
