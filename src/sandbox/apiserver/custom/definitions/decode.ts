import type { Json, JsonObject } from '../../../model/json.js';
import { isObject } from '../../../model/json.js';
import type { Decoded } from '../../schema/decode.js';
import { decode } from '../../schema/decode.js';

/** Reads a definition. Schemas that may be something else in their place are read as what they are. */
export function decodeDefinition(value: JsonObject): Decoded {
  const decoded = decode('CustomResourceDefinition', value);
  const { spec } = decoded.object;
  for (const version of listOf(isObject(spec) ? spec.versions : undefined)) {
    if (isObject(version) && isObject(version.schema)) settle(version.schema.openAPIV3Schema);
  }
  return decoded;
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const fieldsOf = (value: Json | undefined): readonly (Json | undefined)[] =>
  isObject(value) ? Object.values(value) : [];

/** Schemas, or something else: a list of schemas, a boolean. */
const UNIONS = ['items', 'additionalProperties', 'additionalItems'];

function settle(schema: Json | undefined): void {
  if (!isObject(schema)) return;
  for (const key of UNIONS) {
    const union = schema[key];
    if (isObject(union)) schema[key] = decode('JSONSchemaProps', union).object;
    if (Array.isArray(union)) schema[key] = union.map((one) => decode('JSONSchemaProps', one).object);
  }
  const { items, additionalProperties, properties, allOf, anyOf, oneOf, not } = schema;
  const within = [items, additionalProperties, not, ...fieldsOf(properties), ...[allOf, anyOf, oneOf].flatMap(listOf)];
  for (const one of within) settle(one);
  for (const one of listOf(items)) settle(one);
}
