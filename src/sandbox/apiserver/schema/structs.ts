import { parseStruct } from './field.js';
import type { Struct } from './field.js';
import { FIELD_TABLE } from './field-table.js';

const isStruct = (name: string): boolean => name in FIELD_TABLE;

/** Every struct, read from its notation when the module is loaded (some three milliseconds for all of them). */
const STRUCTS: ReadonlyMap<string, Struct> = new Map(
  Object.entries(FIELD_TABLE).map(([name, notation]) => [name, parseStruct(notation, isStruct)]),
);

/** The fields of a struct of the API. */
export function structOf(name: string): Struct {
  const struct = STRUCTS.get(name);
  if (struct === undefined) throw new Error(`no struct ${name} in the field table`);
  return struct;
}

/** Whether there is such a struct. */
export const hasStruct = (name: string): boolean => STRUCTS.has(name);
