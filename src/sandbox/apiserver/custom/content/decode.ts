import { cloneJson, isObject } from '../../../model/json.js';
import type { JsonObject } from '../../../model/json.js';
import type { KubeObject } from '../../../model/meta.js';
import type { Decoded } from '../../schema/decode.js';
import { asRoot } from '../schema.js';
import type { Schema } from '../schema.js';
import { coerce } from './coerce.js';
import { dropNulls, fillDefaults } from './defaults.js';
import { prune } from './prune.js';

/** Reads a custom resource: with the defaults of its schema, and without what the schema does not know. */
export function decodeCustom(value: JsonObject, schema: Schema): Decoded {
  const object = cloneJson(value);
  const root = asRoot(schema);
  fillDefaults(object, schema);
  const unknownMeta = coerce(object, root);
  if (!isObject(object.metadata)) object.metadata = {};
  const unknownFields = prune(object, root);
  dropNulls(object, schema);
  return { object, unknownFields: [...unknownFields, ...unknownMeta] };
}

/** The same for an object that was stored, perhaps under another schema. */
export function readStored(object: KubeObject, schema: Schema, apiVersion: string): KubeObject {
  const copy: KubeObject = { ...cloneJson(object), apiVersion };
  const content = copy as object as JsonObject;
  fillDefaults(content, schema);
  prune(content, asRoot(schema));
  dropNulls(content, schema);
  return copy;
}
