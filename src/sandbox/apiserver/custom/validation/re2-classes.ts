/** Characters and classes of Go's regular expressions in the notation of JavaScript, with the flag `v`. */

const POSIX: Readonly<Record<string, string>> = {
  ...{ alnum: '0-9A-Za-z', alpha: 'A-Za-z', ascii: '\\x00-\\x7F', blank: '\\t ', cntrl: '\\x00-\\x1F\\x7F' },
  ...{ digit: '0-9', graph: '\\x21-\\x7E', lower: 'a-z', print: '\\x20-\\x7E', space: '\\t\\n\\v\\f\\r ' },
  ...{ punct: '\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E', upper: 'A-Z', word: '0-9A-Za-z_', xdigit: '0-9A-Fa-f' },
};

const PERL: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };

export function posixClass(name: string, isNegated: boolean): string | undefined {
  const range = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  return range === undefined ? undefined : `[${isNegated ? '^' : ''}${range}]`;
}

/** `\d` and `\D`: of letters and spaces, only those of ASCII count. */
export const perlClass = (letter: string): string => `[${letter < 'a' ? '^' : ''}${PERL[letter.toLowerCase()] ?? ''}]`;

/** A category or a script of Unicode. */
export function groupOf(name: string, isNegated: boolean): string | undefined {
  if (name === 'Any') return isNegated ? '[]' : '[\\s\\S]';
  const property = name.length <= 2 ? name : `Script=${name}`;
  const source = `\\${isNegated ? 'P' : 'p'}{${property}}`;
  try {
    new RegExp(source, 'v');
    return source;
  } catch {
    return undefined;
  }
}

const charSource = (code: number): string => `\\u{${code.toString(16)}}`;

/** Letters that are no others but for their case, beyond the usual two. */
const FOLDS: Readonly<Record<string, string>> = { k: '\u212a', s: '\u017f' };

export function literalSource(code: number, isFolded: boolean): string {
  if (!isFolded) return charSource(code);
  const char = String.fromCodePoint(code);
  const lower = char.toLowerCase();
  const cases = new Set(
    [char, lower, char.toUpperCase(), FOLDS[lower] ?? char].filter((one) => Array.from(one).length === 1),
  );
  const [only, ...others] = [...cases].map((one) => charSource(one.codePointAt(0) ?? 0));
  return others.length === 0 ? (only ?? '') : `[${[only, ...others].join('')}]`;
}

/** A range within a class, with its other case among the letters of ASCII. */
export function classSource(low: number, high: number, isFolded: boolean): string {
  const range = rangeSource(low, high);
  if (!isFolded) return range;
  if (low === high) return literalSource(low, true);
  return range + swapped(low, high, 0x41, 0x20) + swapped(low, high, 0x61, -0x20);
}

const rangeSource = (low: number, high: number): string =>
  low === high ? charSource(low) : `${charSource(low)}-${charSource(high)}`;

const LETTERS = 26;

function swapped(low: number, high: number, first: number, shift: number): string {
  const [from, to] = [Math.max(low, first), Math.min(high, first + LETTERS - 1)];
  return from > to ? '' : rangeSource(from + shift, to + shift);
}
