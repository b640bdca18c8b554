import type { Json } from '../../../model/json.js';
import { cloneJson, isObject, own } from '../../../model/json.js';
import { fieldOf, itemsOf, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** Fills a value of one's own with the defaults of its schema; a null that may not be one counts as absent. */
export function fillDefaults(value: Json, schema: Schema | undefined): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    for (const [index, item] of value.entries()) {
      if (isStrayNull(item, items)) value[index] = defaultOf(items) ?? null;
      fillDefaults(value[index] ?? null, items);
    }
  } else if (isObject(value)) {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const present = own(value, key);
      const isMissing = present === undefined || isStrayNull(present, property);
      if (property.default !== undefined && isMissing) value[key] = cloneJson(property.default);
    }
    for (const [key, field] of Object.entries(value)) {
      const isProperty = own(schema.properties, key) !== undefined;
      if (field !== undefined && !isProperty && isStrayNull(field, valuesOf(schema))) {
        value[key] = defaultOf(valuesOf(schema)) ?? null;
      }
      fillDefaults(value[key] ?? null, fieldOf(schema, key));
    }
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
