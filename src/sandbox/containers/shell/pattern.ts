import { ANY_TEXT, matchesWhole, matchingPrefix } from '../../platform/wildcards.js';
import type { Piece } from '../../platform/wildcards.js';
import { ExpansionFault } from './expansion-fault.js';

/** Characters that stand for others, unless a backslash is before them. */
const SPECIAL = /[*?[\]\\]/g;

/** The most that a pattern consists of where it is not plain text: what it is compared with may be long, too. */
const LONGEST = 1024;

/** Text that stands for itself in a pattern. */
export const literal = (text: string): string => text.replace(SPECIAL, '\\$&');

/** What a pattern is once its backslashes are gone. */
export const plain = (pattern: string): string => pattern.replace(/\\([^])/g, '$1');

export const hasSpecial = (pattern: string): boolean => /[*?[]/.test(pattern.replace(/\\[^]/g, ''));

/** Whether a text matches a pattern of the shell as a whole. */
export function matcherOf(pattern: string): (text: string) => boolean {
  if (!hasSpecial(pattern)) {
    const wanted = plain(pattern);
    return (text) => text === wanted;
  }
  const pieces = piecesOf(pattern);
  return (text) => matchesWhole(pieces, Array.from(text));
}

/** What is left of a text when what matches at one of its ends is taken away: `##` and `%%` take the most they can. */
export function strip(text: string, operator: string, pattern: string): string {
  if (!hasSpecial(pattern)) return stripPlain(text, operator, plain(pattern));
  const [pieces, characters] = [piecesOf(pattern), Array.from(text)];
  const wanted = operator.length === 2 ? 'longest' : 'shortest';
  if (operator.startsWith('#')) return characters.slice(matchingPrefix(pieces, characters, wanted) ?? 0).join('');
  const length = matchingPrefix(pieces.toReversed(), characters.toReversed(), wanted) ?? 0;
  return characters.slice(0, characters.length - length).join('');
}

function stripPlain(text: string, operator: string, end: string): string {
  if (operator.startsWith('#')) return text.startsWith(end) ? text.slice(end.length) : text;
  return text.endsWith(end) ? text.slice(0, text.length - end.length) : text;
}

/** An escaped character, a set, or any other character. */
const PIECE = /\\([^])|\[([!^]?)(\]?(?:\\[^]|[^\]\\])*)\]|[^]/gu;

function piecesOf(pattern: string): Piece[] {
  if (pattern.length > LONGEST) throw new ExpansionFault('pattern too long');
  const pieces: Piece[] = [];
  for (const [found, escaped, not, set] of pattern.matchAll(PIECE)) {
    if (found !== '*') pieces.push(escaped === undefined ? oneOf(found, not, set) : same(escaped));
    else if (pieces.at(-1) !== ANY_TEXT) pieces.push(ANY_TEXT);
  }
  return pieces;
}

const same =
  (wanted: string): Piece =>
  (character) =>
    character === wanted;

function oneOf(found: string, not: string | undefined, set: string | undefined): Piece {
  if (set === undefined) return found === '?' ? () => true : same(found);
  const ranges = rangesOf(set);
  return (character) => ranges.some(([first, last]) => first <= character && character <= last) === (not === '');
}

function rangesOf(set: string): [first: string, last: string][] {
  const members = Array.from(set.matchAll(/\\([^])|[^]/gu), ([found, escaped]) => ({
    character: escaped ?? found,
    isDash: found === '-',
  }));
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const [one, dash, other] = members.slice(at, at + 3);
    if (one === undefined) break;
    if (dash?.isDash === true && other !== undefined) at += 2;
    ranges.push([one.character, dash?.isDash === true && other !== undefined ? other.character : one.character]);
  }
  return ranges;
}
