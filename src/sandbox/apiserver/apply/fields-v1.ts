import type { JsonObject } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import { canonicalElement } from './path-element.js';
import type { PathElement } from './path-element.js';
import type { FieldNode, FieldSet } from './field-set.js';
import { sortedElements } from './field-set.js';

/**
 * Sets of fields as `fieldsV1` writes them: the tree itself, in which `{}` is a member, and `.` says that what has
 * something below it is a member as well (structured-merge-diff, fieldpath/serialize.go).
 */

const ITSELF = '.';

/** Stored objects are read again with each write of them: what was written is known. */
const WRITTEN = new WeakMap<FieldSet, JsonObject>();
const READ = new WeakMap<JsonObject, FieldSet>();

export function writeFields(set: FieldSet): JsonObject {
  const known = WRITTEN.get(set);
  if (known !== undefined) return known;
  const fields = writeLevel(set);
  WRITTEN.set(set, fields);
  READ.set(fields, set);
  return fields;
}

function writeLevel(set: FieldSet): JsonObject {
  const fields: JsonObject = {};
  for (const element of sortedElements(set)) {
    const node = set.get(element);
    if (node !== undefined) fields[element] = writeNode(node);
  }
  return fields;
}

function writeNode({ isMember, below }: FieldNode): JsonObject {
  if (below.size === 0) return {};
  return isMember ? { [ITSELF]: {}, ...writeLevel(below) } : writeLevel(below);
}

/** Text that is no set of fields. */
export class FieldsError extends Error {}

/** Reads a set. Elements of a kind that is not known are dropped; what is no element at all is an error. */
export function readFields(fields: JsonObject): FieldSet {
  const known = READ.get(fields);
  if (known !== undefined) return known;
  const set = readLevel(fields);
  READ.set(fields, set);
  return set;
}

function readLevel(fields: JsonObject): FieldSet {
  const set = new Map<PathElement, FieldNode>();
  for (const [key, value] of Object.entries(fields)) {
    if (key === ITSELF || /^[^fkvi]:/.test(key)) continue;
    const element = canonicalElement(key);
    if (element === undefined || !isObject(value)) throw new FieldsError(`parsing key as path element: ${key}`);
    const below = readLevel(value);
    set.set(element, { isMember: below.size === 0 || ITSELF in value, below });
  }
  return set;
}
