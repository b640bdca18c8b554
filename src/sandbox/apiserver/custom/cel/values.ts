import { evaluate } from '@marcbachmann/cel-js';

import type { Json } from '../../../model/json.js';
import { isObject, own } from '../../../model/json.js';
import { isIntOrString, itemsOf, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';
import { fitsFormat, parseDuration } from '../validation/formats.js';
import { escapeName } from './types.js';

/** A JSON value as rules see it: whole numbers as such, times as times, fields by the names that rules have for them. */
export function toCel(value: Json, schema: Schema | undefined): unknown {
  if (typeof value === 'number') return numberOf(value, schema);
  if (typeof value === 'string') return textOf(value, schema);
  if (Array.isArray(value)) return value.map((item) => toCel(item, schema && itemsOf(schema)));
  return isObject(value) ? objectOf(value, schema) : value;
}

function numberOf(value: number, schema: Schema | undefined): number | bigint {
  const isWhole =
    schema === undefined || schema.type === 'integer' || isIntOrString(schema) || schema.type === undefined;
  return isWhole && Number.isInteger(value) ? BigInt(value) : value;
}

function textOf(value: string, schema: Schema | undefined): unknown {
  const format = schema?.type === 'string' ? (schema.format ?? '').replaceAll('-', '') : '';
  if (format === 'byte') return new Uint8Array(Buffer.from(value, 'base64'));
  if ((format === 'date' || format === 'datetime') && fitsFormat(format, value)) return new Date(value);
  const ms = format === 'duration' ? parseDuration(value) : undefined;
  return ms === undefined ? value : evaluate(`duration("${ms}ms")`);
}

function objectOf(value: Record<string, Json | undefined>, schema: Schema | undefined): Record<string, unknown> {
  const values = schema && valuesOf(schema);
  const isMap = schema?.additionalProperties !== undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => {
      const name = isMap ? key : (escapeName(key) ?? key);
      // A field that is there and null is one that is not there; a key of a map is.
      const isAbsent = field === undefined || (field === null && !isMap);
      return isAbsent ? [] : [[name, toCel(field, own(schema?.properties, key) ?? values)]];
    }),
  );
}
