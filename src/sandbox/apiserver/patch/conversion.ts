import type { Json } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import type { FieldType, Scalar } from '../schema/field.js';
import { jsonTypeName, scalarRule, ScalarError } from '../schema/scalars.js';
import { structOf } from '../schema/structs.js';

/**
 * Why what a strategic merge patch led to is no such struct, as the server says when it fills in the fields one by one
 * (apimachinery pkg/runtime/converter.go, fromUnstructured): in the order of the struct, the first fault only.
 */
export function conversionFault(struct: string, value: Json): string | undefined {
  if (!isObject(value)) return `cannot restore struct from: ${goKind(value)}`;
  return first(structOf(struct).values(), ({ name, type }) => faultOf(type, value[name]));
}

function faultOf(type: FieldType, value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  switch (type.form) {
    case 'struct':
      return conversionFault(type.struct, value);
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`;
      return first(value, (item) => faultOf(type.item, item));
    case 'map':
      if (!isObject(value)) return `cannot restore map from ${goKind(value)}`;
      return first(Object.values(value), (item) => faultOf(type.value, item));
    case 'scalar':
      return scalarFault(type.scalar, type.goName, value);
  }
}

function first<T>(items: Iterable<T>, fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What Go calls the kinds of simple types. Others read themselves from JSON. */
const SIMPLE: Partial<Readonly<Record<Scalar, string>>> = {
  ...{ string: 'string', bool: 'bool', float64: 'float64' },
  ...{ int: 'int', int32: 'int32', int64: 'int64', uint32: 'uint32' },
};

function scalarFault(scalar: Scalar, goName: string, value: Json): string | undefined {
  const wanted = SIMPLE[scalar];
  if (wanted === undefined) return unreadable(scalar, value);
  const found = goKind(value);
  if (found === wanted || (found === 'int64' && isNumber(wanted))) return undefined;
  // Go could make one of the other, a letter of a number even; a patch may not.
  const isConvertible = isNumber(found) && (isNumber(wanted) || (found === 'int64' && wanted === 'string'));
  return isConvertible ? `cannot convert ${found} to ${goName}` : `unrecognized type: ${wanted}`;
}

const isNumber = (kind: string): boolean => /^u?int|^float/.test(kind);

/** What those read themselves as that are more than they look like. */
const READ_AS: Partial<Readonly<Record<Scalar, string>>> = {
  IntOrString: 'int32',
  Time: 'string',
  MicroTime: 'string',
};

function unreadable(scalar: Scalar, value: Json): string | undefined {
  if (scalar === 'bytes' && typeof value !== 'string') return `cannot restore slice from ${goKind(value)}`;
  try {
    // A quantity is read from the text of anything.
    const read = scalarRule(scalar).read(scalar === 'Quantity' ? textOf(value) : value);
    if ('value' in read) return undefined;
    return `json: cannot unmarshal ${jsonTypeName(value)} into Go value of type ${READ_AS[scalar] ?? scalar}`;
  } catch (error) {
    if (!(error instanceof ScalarError)) throw error;
    return scalar === 'bytes' ? `error decoding from json: ${error.message}` : error.message;
  }
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The kind of a value that was read from JSON, where whole numbers are told from others. */
function goKind(value: Json): string {
  if (Array.isArray(value)) return 'slice';
  if (isObject(value)) return 'map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
