import type { Environment } from '@marcbachmann/cel-js';

import { asRoot, isEmbedded, isIntOrString, itemsOf, valuesOf } from '../schema.js';
import type { Schema } from '../schema.js';

/** How rules call a field: what is no identifier of the language is written as one (apiserver pkg/cel/escaping.go). */
export function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  const escaped = name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
  return /^[A-Za-z_]\w*$/.test(escaped) ? escaped : undefined;
}

const RESERVED = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if'],
  ...['import', 'let', 'loop', 'package', 'namespace', 'return'],
]);

const SCALARS: Readonly<Record<string, string>> = {
  boolean: 'bool',
  integer: 'int',
  number: 'double',
  string: 'string',
};

const TEXT_FORMATS: Readonly<Record<string, string>> = {
  byte: 'bytes',
  date: 'google.protobuf.Timestamp',
  'date-time': 'google.protobuf.Timestamp',
  datetime: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
};

/** Registers the types of a schema in an environment, and says what its own type is called. */
export function registerSchema(environment: Environment, schema: Schema, isRoot: boolean): string {
  let count = 0;
  const register = (fields: Record<string, string>): string => {
    count += 1;
    const name = `selfType${count}`;
    environment.registerType(name, { fields });
    environment.registerOperator(`${name} == ${name}`, () => true);
    environment.registerOperator(`${name} == null`, () => true);
    return name;
  };
  const typeOf = (one: Schema | undefined): string => {
    if (one === undefined || isIntOrString(one)) return 'dyn';
    if (one.type === 'array') return `list<${typeOf(itemsOf(one))}>`;
    if (one.type === 'object') return objectType(one);
    return one.type === 'string' ? (TEXT_FORMATS[one.format ?? ''] ?? 'string') : (SCALARS[one.type ?? ''] ?? 'dyn');
  };
  const objectType = (one: Schema): string => {
    if (one.additionalProperties !== undefined) return `map<string, ${typeOf(valuesOf(one))}>`;
    const fields = Object.entries(isEmbedded(one) ? withMeta(one) : (one.properties ?? {}));
    return register(
      Object.fromEntries(
        fields.flatMap(([name, property]) => {
          const escaped = escapeName(name);
          return escaped === undefined ? [] : [[escaped, typeOf(property)]];
        }),
      ),
    );
  };
  return typeOf(isRoot ? asRoot(schema) : schema);
}

const TEXT: Schema = { type: 'string' };

/** Of metadata, rules see the name only. */
const withMeta = ({ properties = {} }: Schema): Record<string, Schema> => ({
  ...properties,
  apiVersion: TEXT,
  kind: TEXT,
  metadata: { type: 'object', properties: { name: TEXT, generateName: TEXT } },
});
