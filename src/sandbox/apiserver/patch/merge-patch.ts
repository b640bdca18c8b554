import type { Json, JsonObject } from '../../model/json.js';
import { isObject, own, setOwn } from '../../model/json.js';

/** JSON merge patch (RFC 7386): null removes, objects merge, all else replaces. The target is not changed. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) Reflect.deleteProperty(result, key);
    else setOwn(result, key, mergePatch(own(result, key), value));
  }
  return result;
}
