import { asJson, isObject } from '../../../model/json.js';
import type { Json, JsonObject } from '../../../model/json.js';
import type { Kind } from '../../kinds/kind.js';
import { metaSchemas, refTo } from './built-in.js';
import { describeField } from './descriptions.js';
import { META_PACKAGE } from './packages.js';

/** The schemas of custom resources: what their definitions say, and what all objects have. */
export function customSchemas(kinds: readonly Kind[]): Record<string, object> {
  return {
    ...metaSchemas(),
    ...Object.fromEntries(kinds.map((kind) => [customName(kind), schemaOf(kind)])),
  };
}

/** The group comes the other way round: `dev.petset.v1alpha1.PetSet`. */
const customName = ({ group, version, kind }: Kind): string => [...group.split('.').reverse(), version, kind].join('.');

function schemaOf({ group, version, kind, custom }: Kind): object {
  const schema = told(asJson(custom?.schema ?? {}));
  return { ...withMeta(schema), type: 'object', 'x-kubernetes-group-version-kind': [{ group, kind, version }] };
}

const META: JsonObject = { ...describeField('metadata'), ...asJson(refTo(`${META_PACKAGE}.ObjectMeta`)) };

/** What every object has, whatever its schema says of it. */
function withMeta(schema: JsonObject): JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {};
  return {
    ...schema,
    properties: {
      apiVersion: { ...describeField('apiVersion'), type: 'string' },
      kind: { ...describeField('kind'), type: 'string' },
      ...properties,
      metadata: META,
    },
  };
}

/** Objects within objects have to tell their kind. */
function embedded(schema: JsonObject): JsonObject {
  const needed = Array.isArray(schema.required) ? schema.required : [];
  return withMeta({ ...schema, required: [...new Set([...needed, 'apiVersion', 'kind'])] });
}

/** Rules are not for documents. */
function told(schema: JsonObject): JsonObject {
  const { 'x-kubernetes-validations': _, ...rest } = schema;
  const within = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toldValue(value)]));
  return rest['x-kubernetes-embedded-resource'] === true ? embedded(within) : within;
}

function toldValue(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => toldValue(item) ?? null);
  return isObject(value) ? told(value) : value;
}
