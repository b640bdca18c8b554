import type { Json } from '../../model/json.js';
import { cloneJson, equalJson, isObject, own, parseJson, setOwn } from '../../model/json.js';

export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

/** An operation that cannot be done, such as a test that fails. */
export class JsonPatchError extends Error {}

/** How much the copies of a patch may have in all (apiserver pkg/server/config.go, JSONPatchMaxCopyBytes). */
const MOST_COPIED_BYTES = 3 * 1024 * 1024;

/** JSON patch (RFC 6902), all or nothing. The target is not changed. */
export function jsonPatch(target: Json, operations: readonly Operation[]): Json {
  let document = cloneJson(target);
  let copied = 0;
  const copy = (value: Json): Json => {
    const text = JSON.stringify(value);
    copied += Buffer.byteLength(text);
    if (copied > MOST_COPIED_BYTES) {
      const words = `the accumulated size increase of copy is ${copied}, exceeding the limit ${MOST_COPIED_BYTES}`;
      throw new JsonPatchError(`unable to copy, ${words}`);
    }
    return parseJson(text);
  };
  for (const operation of operations) document = apply(document, operation, copy);
  return document;
}

function apply(document: Json, { op, path, from, value = null }: Operation, copy: (value: Json) => Json): Json {
  switch (op) {
    case 'add':
      return add(document, path, value);
    case 'remove':
      return remove(document, path);
    case 'replace':
      return replace(document, path, value);
    case 'move': {
      const moved = read(document, from ?? '');
      return add(remove(document, from ?? ''), path, moved);
    }
    case 'copy':
      return add(document, path, copy(read(document, from ?? '')));
    case 'test':
      if (!equalJson(read(document, path), value)) throw new JsonPatchError(`testing value ${path} failed`);
      return document;
    default:
      throw new JsonPatchError(`unexpected kind: ${op}`);
  }
}

function add(document: Json, path: string, value: Json): Json {
  if (path === '') return value;
  const { parent, key } = locate(document, path);
  if (!Array.isArray(parent)) setOwn(parent, key, value);
  else parent.splice(key === '-' ? parent.length : indexIn(parent, key, parent.length), 0, value);
  return document;
}

function remove(document: Json, path: string): Json {
  const { parent, key } = locate(document, path);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, key, parent.length - 1), 1);
  else if (own(parent, key) === undefined) throw new JsonPatchError(`unable to remove nonexistent key: ${key}`);
  else Reflect.deleteProperty(parent, key);
  return document;
}

/** The server replaces a key of an object that is not there as if it were added. */
function replace(document: Json, path: string, value: Json): Json {
  if (path === '') return value;
  const { parent, key } = locate(document, path);
  if (Array.isArray(parent)) parent[indexIn(parent, key, parent.length - 1)] = value;
  else setOwn(parent, key, value);
  return document;
}

function read(document: Json, path: string): Json {
  if (path === '') return document;
  const { parent, key } = locate(document, path);
  const value = Array.isArray(parent) ? parent[indexIn(parent, key, parent.length - 1)] : own(parent, key);
  // A test for null passes where nothing is.
  return value ?? null;
}

function locate(document: Json, path: string): { parent: Json[] | Record<string, Json | undefined>; key: string } {
  if (!path.startsWith('/')) throw new JsonPatchError(`no such path: ${path}`);
  const keys = path.slice(1).split('/').map(unescape);
  const key = keys.pop() ?? '';
  let parent: Json | undefined = document;
  for (const step of keys) {
    if (Array.isArray(parent)) parent = parent[indexIn(parent, step, parent.length - 1)];
    else parent = isObject(parent) ? own(parent, step) : undefined;
  }
  if (Array.isArray(parent) || isObject(parent)) return { parent, key };
  throw new JsonPatchError(`doc is missing path: ${path}`);
}

const unescape = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

function indexIn(list: readonly Json[], key: string, most: number): number {
  const index = /^-?\d+$/.test(key) ? Number(key) : NaN;
  const counted = index < 0 ? list.length + index : index;
  if (!(counted >= 0 && counted <= most)) throw new JsonPatchError(`invalid array index: ${key}`);
  return counted;
}
