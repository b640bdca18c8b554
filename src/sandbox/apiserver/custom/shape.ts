import type { Json } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { asRoot, fieldOf, isEmbedded, itemsOf, keepsUnknown, META_FIELDS, valuesOf } from './schema.js';
import type { Schema } from './schema.js';

const LEAF: Shape = { form: 'leaf' };
const UNTYPED: Shape = { form: 'untyped' };

/** Metadata is the same everywhere, whatever a schema says of it. */
const META_PARTS: Readonly<Record<string, Shape>> = {
  labels: { form: 'map', value: LEAF },
  annotations: { form: 'map', value: LEAF },
  finalizers: { form: 'set' },
  ownerReferences: { form: 'listmap', keys: ['uid'], defaults: {}, item: LEAF },
};
const META: Shape = { form: 'struct', field: (name) => META_PARTS[name] ?? LEAF };

/** How server-side apply sees the objects of a schema. */
export const shapeOfObjects = (schema: Schema): Shape => shapeOfSchema(asRoot(schema));

/**
 * How server-side apply sees a value of a schema (kube-openapi pkg/schemaconv): lists are owned whole unless they are
 * sets or maps, objects field by field unless they are atomic.
 */
export function shapeOfSchema(schema: Schema): Shape {
  if (schema.type === 'array') return shapeOfList(schema);
  if (schema.type === 'object') return shapeOfObject(schema);
  return schema.type === undefined && keepsUnknown(schema) ? UNTYPED : LEAF;
}

function shapeOfObject(schema: Schema): Shape {
  if (schema['x-kubernetes-map-type'] === 'atomic') return LEAF;
  const values = valuesOf(schema);
  const { properties, additionalProperties } = schema;
  if (properties === undefined && values !== undefined) return { form: 'map', value: shapeOfSchema(values) };
  if (properties === undefined && (additionalProperties !== undefined || keepsUnknown(schema))) return UNTYPED;
  const unknown = keepsUnknown(schema) ? UNTYPED : undefined;
  return {
    form: 'struct',
    field: (name) => {
      if (isEmbedded(schema) && META_FIELDS.has(name)) return name === 'metadata' ? META : LEAF;
      const field = fieldOf(schema, name);
      return field === undefined ? unknown : shapeOfSchema(field);
    },
  };
}

function shapeOfList(schema: Schema): Shape {
  const items = itemsOf(schema);
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return { form: 'set' };
  if (type !== 'map' || items === undefined) return LEAF;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const defaults = keys.flatMap((key) => {
    const value = fieldOf(items, key)?.default;
    return isKeyValue(value) ? [[key, value] as const] : [];
  });
  return { form: 'listmap', keys, defaults: Object.fromEntries(defaults), item: shapeOfSchema(items) };
}

const isKeyValue = (value: Json | undefined): value is string | number | boolean =>
  value !== undefined && value !== null && typeof value !== 'object';
