import type { Json, JsonObject } from '../../../model/json.js';
import { isObject } from '../../../model/json.js';
import type { Field, FieldType } from '../../schema/field.js';
import { scalarRule } from '../../schema/scalars.js';
import { structOf } from '../../schema/structs.js';
import { INTERNAL_FIELDS, KEPT_IN_SECURITY_CONTEXT } from './internal-fields.js';

/** A struct as the lines of JSON that Go prints of the server's own form of it: every field, under its Go name. */
export function dumpLines(struct: string, value: JsonObject): string[] {
  return JSON.stringify(dumpStruct(struct, value), null, 1).split('\n');
}

/** A struct under its Go names, as Go has them: those of v1 with a capital, unless the table knows better. */
export function dumpStruct(struct: string, value: JsonObject): JsonObject {
  const fields = fieldsOf(struct);
  const internal = struct === 'PodSpec' ? withHostFields(value) : value;
  return Object.fromEntries(
    namesOf(struct, fields).map((name) => {
      const field = fields.get(name.toLowerCase());
      return [name, field === undefined ? null : dumpField(field, internal[field.name])];
    }),
  );
}

function namesOf(struct: string, fields: ReadonlyMap<string, Field>): string[] {
  const known = INTERNAL_FIELDS[struct];
  if (known !== undefined) return known.split(' ');
  return [...fields.values()].map(({ name }) => name.charAt(0).toUpperCase() + name.slice(1));
}

function fieldsOf(struct: string): ReadonlyMap<string, Field> {
  const own = [...structOf(struct).values()];
  const kept = struct === 'PodSecurityContext' ? [...structOf('PodSpec').values()].filter(isKept) : [];
  return new Map([...own, ...kept].map((field) => [field.name.toLowerCase(), field]));
}

const isKept = ({ name }: Field): boolean => KEPT_IN_SECURITY_CONTEXT.includes(name);

function withHostFields(spec: JsonObject): JsonObject {
  const host = Object.fromEntries(KEPT_IN_SECURITY_CONTEXT.map((name) => [name, spec[name]]));
  return {
    ...spec,
    securityContext: { ...(isObject(spec.securityContext) ? spec.securityContext : {}), ...host },
  };
}

function dumpField({ type, pointer }: Field, value: Json | undefined): Json {
  if (value !== undefined && value !== null) return dumpValue(type, value);
  if (pointer || type.form === 'list' || type.form === 'map') return null;
  return type.form === 'struct' ? dumpStruct(type.struct, {}) : scalarRule(type.scalar).zero;
}

function dumpValue(type: FieldType, value: Json): Json {
  if (type.form === 'struct') return isObject(value) ? dumpStruct(type.struct, value) : value;
  if (type.form === 'list') return Array.isArray(value) ? value.map((item) => dumpValue(type.item, item)) : value;
  if (type.form === 'scalar' || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, dumpValue(type.value, item ?? null)]));
}
