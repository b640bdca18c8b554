import { ANY_TEXT, matchesWhole } from '../platform/wildcards.js';

/** A pattern in which `*` stands for any text, also none. */
export type Glob = (text: string) => boolean;

export const ANYTHING: Glob = () => true;

export function glob(pattern: string): Glob {
  if (pattern === '*') return ANYTHING;
  const pieces = Array.from(pattern, (wanted) =>
    wanted === '*' ? ANY_TEXT : (character: string) => character === wanted,
  );
  return (text) => matchesWhole(pieces, Array.from(text));
}
