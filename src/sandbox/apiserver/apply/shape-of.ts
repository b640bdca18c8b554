import { structName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import type { Field, FieldType, Scalar } from '../schema/field.js';
import { scalarRule } from '../schema/scalars.js';
import type { Leaf, Shape } from '../schema/shape.js';
import { structOf } from '../schema/structs.js';

/** How server-side apply sees the objects of a kind. */
export const shapeOf = (kind: Kind): Shape => kind.shape ?? structShape(structName(kind));

const SHAPES = new Map<string, Shape>();

/** The fields of a struct, each of which is looked at when it is met. */
export function structShape(name: string): Shape {
  const known = SHAPES.get(name);
  if (known !== undefined) return known;
  const struct = structOf(name);
  const fields = new Map<string, Shape>();
  const shape: Shape = {
    form: 'struct',
    field: (fieldName) => {
      const met = fields.get(fieldName);
      const field = struct.get(fieldName);
      if (met !== undefined || field === undefined) return met;
      const made = fieldShape(field);
      fields.set(fieldName, made);
      return made;
    },
  };
  SHAPES.set(name, shape);
  return shape;
}

/** The shape of a field, which may tell otherwise than its type. */
function fieldShape({ type, owners, mergeKey }: Field): Shape {
  if (type.form === 'list') return listShape(type, owners ?? mergeKey);
  const shape = type.form === 'struct' ? structShape(type.struct) : typeShape(type);
  if (owners === GRANULAR) return shape;
  const isAtomic = owners === ATOMIC || (type.form === 'struct' && structOf(type.struct).isAtomic);
  return isAtomic ? { form: 'leaf', whole: shape } : shape;
}

const ATOMIC = '-';
const GRANULAR = '*';

function typeShape(type: FieldType): Shape {
  switch (type.form) {
    case 'scalar':
      return scalarShape(type.scalar);
    case 'struct': {
      const shape = structShape(type.struct);
      return structOf(type.struct).isAtomic ? { form: 'leaf', whole: shape } : shape;
    }
    case 'list':
      return listShape(type, undefined);
    case 'map':
      return { form: 'map', value: typeShape(type.value) };
  }
}

/** `owners` are keys parted by `+`, '' for a set, or '-' or nothing for a list that is owned whole. */
function listShape({ item }: FieldType & { readonly form: 'list' }, owners: string | undefined): Shape {
  const items = typeShape(item);
  if (owners === undefined || owners === ATOMIC) return { form: 'leaf', items };
  if (owners === '') return items.form === 'leaf' ? { form: 'set', item: items } : { form: 'set' };
  const keys = owners.split('+');
  return { form: 'listmap', keys, defaults: keyDefaults(item, keys), item: items };
}

/** What stands for keys that are left out: the defaults of their fields, and the zeros of those that must be told. */
function keyDefaults(item: FieldType, keys: readonly string[]): Record<string, string | number> {
  const defaults: Record<string, string | number> = {};
  if (item.form !== 'struct') return defaults;
  for (const key of keys) {
    const field = structOf(item.struct).get(key);
    const value = field && (field.default ?? zeroOf(field));
    if (value !== undefined) defaults[key] = value;
  }
  return defaults;
}

function zeroOf({ type, always, pointer }: Field): string | number | undefined {
  if (!always || pointer || type.form !== 'scalar') return undefined;
  const { zero } = scalarRule(type.scalar);
  return typeof zero === 'string' || typeof zero === 'number' ? zero : undefined;
}

function scalarShape(type: Scalar): Shape {
  const scalar = SCALARS[type];
  return scalar === undefined ? { form: 'leaf' } : { form: 'leaf', scalar };
}

/** What a scalar may be: the server's schema has no numbers of several kinds, and lets some types hold anything. */
const SCALARS: Readonly<Record<Scalar, Leaf['scalar']>> = {
  string: 'string',
  bytes: 'string',
  bool: 'boolean',
  int32: 'numeric',
  uint32: 'numeric',
  int: 'numeric',
  int64: 'numeric',
  float64: 'numeric',
  Time: 'any',
  MicroTime: 'any',
  Quantity: 'any',
  IntOrString: undefined,
  any: undefined,
};
