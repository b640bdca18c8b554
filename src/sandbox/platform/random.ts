import { randomBytes, randomUUID } from 'node:crypto';

/** Everything random about a cluster. */
export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** As `generateName` appends: no vowels, so no words; no 0, 1 or 3, which read like letters. */
  suffix(length: number): string;
  uid(): string;
  /** A secret, in hexadecimal. */
  token(): string;
}

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const HEX = '0123456789abcdef';

/** Without a source of its own, ids and secrets come from node:crypto; with one, all of it can be replayed. */
export function createRandom(source?: () => number): Random {
  const fraction = source ?? Math.random;
  const pick = (letters: string, length: number): string =>
    Array.from({ length }, () => letters.charAt(Math.floor(fraction() * letters.length))).join('');
  return {
    fraction,
    suffix: (length) => pick(SUFFIX_LETTERS, length),
    uid: source === undefined ? randomUUID : () => [8, 4, 4, 4, 12].map((length) => pick(HEX, length)).join('-'),
    token: source === undefined ? () => randomBytes(20).toString('hex') : () => pick(HEX, 40),
  };
}
