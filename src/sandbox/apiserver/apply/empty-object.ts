import type { JsonObject } from '../../model/json.js';
import { structName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { decode } from '../schema/decode.js';

const EMPTY = new Map<string, JsonObject>();

/** What a new object of a kind is before anything is written into it; custom resources are nothing. */
export const emptyObject = (kind: Kind): JsonObject => (kind.shape === undefined ? emptyStruct(structName(kind)) : {});

/** Structs of Go are never absent: an empty pod has a spec and a status. */
export function emptyStruct(struct: string): JsonObject {
  const known = EMPTY.get(struct);
  if (known !== undefined) return known;
  const { object } = decode(struct, {});
  EMPTY.set(struct, object);
  return object;
}
