import type { Json, JsonObject } from '../../../model/json.js';
import { isObject, own } from '../../../model/json.js';
import { decode, DecodeError } from '../../schema/decode.js';
import { fieldOf, isEmbedded, itemsOf } from '../schema.js';
import type { Schema } from '../schema.js';

/**
 * Gives the metadata of an object, and of every object embedded in it, the form of metadata; tells the fields that it
 * does not have (apiextensions-apiserver pkg/apiserver/schema/objectmeta).
 */
export function coerce(value: Json, schema: Schema | undefined): string[] {
  const unknown: string[] = [];
  coerceValue(value, schema, '', unknown);
  return unknown.sort();
}

function coerceValue(value: Json, schema: Schema | undefined, path: string, unknown: string[]): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    for (const [index, item] of value.entries()) coerceValue(item, items, `${path}[${index}]`, unknown);
  } else if (isObject(value)) {
    if (isEmbedded(schema)) coerceMeta(value, path, unknown);
    for (const [key, field] of Object.entries(value)) {
      if (field !== undefined) coerceValue(field, fieldOf(schema, key), path === '' ? key : `${path}.${key}`, unknown);
    }
  }
}

function coerceMeta(value: JsonObject, path: string, unknown: string[]): void {
  for (const key of ['apiVersion', 'kind']) {
    const text = own(value, key);
    if (text !== undefined && typeof text !== 'string') {
      throw new DecodeError(`${join(path, key)}: Invalid value: ${JSON.stringify(text)}: must be a string`);
    }
  }
  const metadata = own(value, 'metadata');
  if (metadata === undefined) return;
  const { object, unknownFields } = decodeMeta(metadata, path);
  value.metadata = object;
  unknown.push(...unknownFields.map((field) => join(path, `metadata.${field}`)));
}

function decodeMeta(metadata: Json, path: string): ReturnType<typeof decode> {
  try {
    return decode('ObjectMeta', metadata ?? {});
  } catch (error) {
    if (!(error instanceof DecodeError) || path === '') throw error;
    throw new DecodeError(`${path}.metadata: Invalid value: ${JSON.stringify(metadata)}: ${error.message}`);
  }
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
