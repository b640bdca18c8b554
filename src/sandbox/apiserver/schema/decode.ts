import type { Json, JsonObject } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import type { Field, FieldType, Struct } from './field.js';
import { jsonTypeName, scalarRule, ScalarError } from './scalars.js';
import { structOf } from './structs.js';

/** Text that does not decode into its struct, in the words of Go's encoding/json. */
export class DecodeError extends Error {}

export interface Decoded {
  /** A fresh copy in the order and form in which the server writes it: known fields only, empty ones left out. */
  readonly object: JsonObject;
  /** Paths of the fields that the struct does not have, `spec.replicass`. */
  readonly unknownFields: readonly string[];
}

/** Reads JSON as a struct of the API and writes it as the server would: this is where types are checked. */
export function decode(struct: string, value: Json): Decoded {
  const decoder = new Decoder();
  return { object: decoder.struct(struct, struct, value), unknownFields: decoder.unknownFields };
}

class Decoder {
  readonly unknownFields: string[] = [];
  /** Field names from the root to here, as Go's errors tell them: without indexes and map keys. */
  readonly #fields: string[] = [];
  /** The same with indexes and keys, as strict errors tell them. */
  readonly #path: string[] = [];

  struct(name: string, goName: string, value: Json): JsonObject {
    if (!isObject(value)) throw this.#mismatch(jsonTypeName(value), goName, `v1.${goName}`);
    const struct = structOf(name);
    const read = this.#fieldsAsGiven(name, struct, value);
    const result: JsonObject = {};
    for (const field of struct.values()) {
      const decoded = read[field.name] ?? (field.always ? this.#absent(field) : undefined);
      if (decoded !== undefined) result[field.name] = decoded;
    }
    return result;
  }

  /** In the order of the text, which is the order in which faults are told. */
  #fieldsAsGiven(name: string, struct: Struct, value: JsonObject): JsonObject {
    const read: JsonObject = {};
    for (const key of Object.keys(value)) {
      const field = struct.get(key);
      if (field === undefined) this.#noteUnknown(key);
      const decoded = field && this.#field(name, field, value[key]);
      if (decoded !== undefined) read[key] = decoded;
    }
    return read;
  }

  #noteUnknown(key: string): void {
    this.unknownFields.push([...this.#path, key].join('.').replaceAll('.[', '['));
  }

  #field(owner: string, field: Field, value: Json | undefined): Json | undefined {
    if (value === undefined || value === null) return undefined;
    this.#fields.push(field.name);
    this.#path.push(field.name);
    const decoded = this.#value(owner, field.type, value);
    this.#fields.pop();
    this.#path.pop();
    return field.always || field.pointer || !isEmpty(decoded) ? decoded : undefined;
  }

  #absent({ pointer, type }: Field): Json {
    return pointer ? null : this.#zero(type);
  }

  #zero(type: FieldType): Json {
    if (type.form === 'struct') return this.struct(type.struct, type.struct, {});
    return type.form === 'scalar' ? scalarRule(type.scalar).zero : null;
  }

  #value(owner: string, type: FieldType, value: Json): Json {
    switch (type.form) {
      case 'scalar':
        return this.#scalar(owner, type, value);
      case 'struct':
        if (!isObject(value)) throw this.#mismatch(jsonTypeName(value), owner, type.goName);
        return this.struct(type.struct, type.struct, value);
      case 'list':
        if (!Array.isArray(value)) throw this.#mismatch(jsonTypeName(value), owner, type.goName);
        return value.map((item, index) => this.#item(owner, type.item, item, `[${index}]`));
      case 'map':
        if (!isObject(value)) throw this.#mismatch(jsonTypeName(value), owner, type.goName);
        return this.#map(owner, type.value, value);
    }
  }

  #item(owner: string, type: FieldType, item: Json, step: string): Json {
    if (item === null) return this.#zero(type);
    this.#path.push(step);
    const decoded = this.#value(owner, type, item);
    this.#path.pop();
    return decoded;
  }

  /** Maps are written sorted by key. */
  #map(owner: string, type: FieldType, value: JsonObject): JsonObject {
    const keys = Object.keys(value).sort();
    // A key may be called anything, even `__proto__`.
    return Object.fromEntries(keys.map((key) => [key, this.#item(owner, type, value[key] ?? null, key)]));
  }

  #scalar(owner: string, type: FieldType & { form: 'scalar' }, value: Json): Json {
    const read = this.#readScalar(type, value);
    if ('value' in read) return read.value;
    throw this.#mismatch(read.found, owner, type.goName);
  }

  #readScalar(type: FieldType & { form: 'scalar' }, value: Json): { value: Json } | { found: string } {
    try {
      return scalarRule(type.scalar).read(value);
    } catch (error) {
      throw error instanceof ScalarError ? new DecodeError(error.message) : error;
    }
  }

  #mismatch(found: string, owner: string, goName: string): DecodeError {
    const where = this.#fields.length === 0 ? 'Go value' : `Go struct field ${owner}.${this.#fields.join('.')}`;
    return new DecodeError(`json: cannot unmarshal ${found} into ${where} of type ${goName}`);
  }
}

/** What omitempty leaves out. */
function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false || value === null;
}
