import { withSortedKeys } from '../../model/json.js';
import type { Json } from '../../model/json.js';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** No vowels, so no words; no 0, 1 or 3, which read like letters (SafeEncodeString of apimachinery pkg/util/rand). */
const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for a text: FNV-1 of 32 bits, its decimal digits in letters that are safe. */
export function shortHash(text: string): string {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash, FNV_PRIME) ^ byte;
  return String(hash >>> 0).replaceAll(/[0-9]/g, (digit) =>
    SAFE_LETTERS.charAt(digit.charCodeAt(0) % SAFE_LETTERS.length),
  );
}

/** JSON as Go writes that of a map: keys in order, and what could be markup escaped. */
export const goJson = (value: Json): string =>
  JSON.stringify(withSortedKeys(value)).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
