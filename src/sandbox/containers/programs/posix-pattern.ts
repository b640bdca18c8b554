import { Refused } from '../refused.js';

/** What a basic expression has behind a backslash an extended one has without. */
const OPERATORS = '+?(){}|';

/** An escaped character, a bracket expression, or any other character. */
const TOKEN = /\\([^])|\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]|[^]/gu;

const LONGEST = 1024;

/** An expression of `grep` and `sed` in the syntax of RE2. */
export function toLinear(source: string, kind: 'basic' | 'extended'): string {
  if (source.length > LONGEST) throw new Refused('pattern too long', 2);
  const parts: string[] = [];
  for (const { 0: found, 1: escaped, 2: not = '', 3: set, index } of source.matchAll(TOKEN)) {
    const before = parts.at(-1);
    if (set !== undefined) parts.push(`[${not}${setOf(set)}]`);
    else if (escaped !== undefined) parts.push(ofEscaped(escaped, kind));
    // Again is not more than once.
    else if (found === '*' && before === '*') continue;
    else if (kind === 'extended') parts.push(found);
    else parts.push(ofBasic(found, before, source.slice(index + 1)));
  }
  return parts.join('');
}

/** In brackets a backslash stands for itself. */
const setOf = (set: string): string =>
  set.replace(/\[:[a-z]+:\]|[\\[\]]/g, (found) => (found.length > 1 ? found : `\\${found}`));

function ofEscaped(character: string, kind: 'basic' | 'extended'): string {
  if (/[1-9]/.test(character)) throw new Refused('this simulated container knows no back-references', 2);
  if ('<>'.includes(character)) return '\\b';
  if ('wWsSbB'.includes(character)) return `\\${character}`;
  if (kind === 'basic' && OPERATORS.includes(character)) return character;
  return quoted(character);
}

/** A few characters mean something at certain places alone. */
function ofBasic(character: string, before: string | undefined, rest: string): string {
  const isFirst = before === undefined || before === '(' || before === '|';
  if (OPERATORS.includes(character)) return quoted(character);
  if (character === '*') return isFirst || before === '^' ? '\\*' : '*';
  if (character === '^') return isFirst ? '^' : '\\^';
  if (character === '$') return rest === '' || /^\\[)|]/.test(rest) ? '$' : '\\$';
  return character;
}

export const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
