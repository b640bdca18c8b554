import type { Json } from '../../model/json.js';
import { own } from '../../model/json.js';
import { structShape } from '../apply/shape-of.js';
import type { Leaf, Shape } from '../schema/shape.js';
import { asRoot, fieldOf, isEmbedded, itemsOf, keepsUnknown, valuesOf } from './schema.js';
import type { Schema } from './schema.js';

const UNTYPED: Shape = { form: 'untyped' };
const STRING: Leaf = { form: 'leaf', scalar: 'string' };

/** Metadata is the same everywhere, whatever a schema says of it. */
const EMBEDDED: Readonly<Record<string, Shape>> = {
  apiVersion: STRING,
  kind: STRING,
  metadata: structShape('ObjectMeta'),
};

/** How server-side apply sees the objects of a schema. */
export const shapeOfObjects = (schema: Schema): Shape => shapeOfSchema(asRoot(schema), false);

/**
 * How server-side apply sees a value of a schema (kube-openapi pkg/schemaconv): lists are owned whole unless they are
 * sets or maps, objects field by field unless they are atomic. `isFree`: something around it keeps unknown fields, and
 * so does all that is in there.
 */
function shapeOfSchema(schema: Schema, isFreeAround: boolean): Shape {
  const isFree = isFreeAround || keepsUnknown(schema);
  if (schema.type === 'array') return shapeOfList(schema, isFree);
  if (schema.type === 'object') return shapeOfObject(schema, isFree);
  if (schema.type === undefined) return UNTYPED;
  return { form: 'leaf', scalar: scalarOf(schema) };
}

/** Texts that have a format may be anything, but for bytes. */
function scalarOf({ type, format = '' }: Schema): NonNullable<Leaf['scalar']> {
  if (type === 'boolean') return 'boolean';
  if (type === 'integer' || type === 'number') return 'numeric';
  return type === 'string' && (format === '' || format === 'byte') ? 'string' : 'any';
}

function shapeOfObject(schema: Schema, isFree: boolean): Shape {
  const whole = fieldByField(schema, isFree);
  return schema['x-kubernetes-map-type'] === 'atomic' ? { form: 'leaf', whole } : whole;
}

function fieldByField(schema: Schema, isFree: boolean): Shape {
  const { properties = {}, additionalProperties } = schema;
  const values = valuesOf(schema);
  const hasFields = Object.keys(properties).length > 0 || isEmbedded(schema);
  const others =
    values === undefined
      ? isFree || !hasFields || additionalProperties === true
        ? UNTYPED
        : undefined
      : shapeOfSchema(values, isFree);
  if (!hasFields && others !== undefined) return { form: 'map', value: others };
  const known = new Map<string, Shape>();
  return {
    form: 'struct',
    field: (name) => {
      const met = known.get(name) ?? (isEmbedded(schema) ? own(EMBEDDED, name) : undefined);
      const field = own(properties, name);
      if (met !== undefined || field === undefined) return met;
      const shape = shapeOfSchema(field, isFree);
      known.set(name, shape);
      return shape;
    },
    ...(others !== undefined && { others }),
  };
}

function shapeOfList(schema: Schema, isFree: boolean): Shape {
  const items = itemsOf(schema);
  const type = schema['x-kubernetes-list-type'];
  const item = items === undefined ? UNTYPED : shapeOfSchema(items, isFree);
  if (type === 'set') return item.form === 'leaf' ? { form: 'set', item } : { form: 'set' };
  if (type !== 'map' || items === undefined) return { form: 'leaf', items: item };
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const defaults = keys.flatMap((key) => {
    const value = fieldOf(items, key)?.default;
    return isKeyValue(value) ? [[key, value] as const] : [];
  });
  return { form: 'listmap', keys, defaults: Object.fromEntries(defaults), item };
}

const isKeyValue = (value: Json | undefined): value is string | number | boolean =>
  value !== undefined && value !== null && typeof value !== 'object';
