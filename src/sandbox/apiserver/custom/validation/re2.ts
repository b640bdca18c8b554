import { classSource, groupOf, literalSource, perlClass, posixClass } from './re2-classes.js';

/**
 * Regular expressions of Go (RE2), read as its parser does (regexp/syntax/parse.go) and written as those of JavaScript
 * with the flag `v`: what Go refuses is refused in its words. Groups are not counted, since nobody asks what they caught.
 */

/** What Go says of an expression that it does not read. */
export class PatternError extends Error {
  constructor(fault: string, excerpt: string) {
    super(`error parsing regexp: ${fault}: \`${excerpt}\``);
  }
}

export const translate = (pattern: string): string => new Parser(pattern).translate();

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

const NO_FLAGS: Flags = { i: false, m: false, s: false, U: false };
const MOST_REPEATS = 1000;
const MOST_CODE = 0x10ffff;
const REPEAT = /\{(\d+)(,(\d*))?\}/y;
const OCTAL = /\\0[0-7]{0,2}|\\[1-7][0-7]{1,2}/y;
const HEX = /\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/y;
const NAMED = /\(\?P?<\w+>/y;
const UNICODE = /\\([pP])(?:\{(\^?)(\w+)\}|(\w))/y;
const ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const PERL = new Set(['d', 'D', 's', 'S', 'w', 'W']);

class Parser {
  readonly #pattern: string;
  #at = 0;
  #flags = NO_FLAGS;
  /** Finished pieces of the groups that are open, with the flags around each. */
  readonly #open: { readonly pieces: string[]; readonly flags: Flags }[] = [];
  #pieces: string[] = [];
  /** Where the repetition before this one begins; nothing if something else is before. */
  #repeatAt: number | undefined;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  translate(): string {
    while (this.#at < this.#pattern.length) this.#step();
    if (this.#open.length > 0) throw new PatternError('missing closing )', this.#pattern);
    return this.#pieces.join('');
  }

  #step(): void {
    const char = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    const start = this.#at;
    if ('*+?{'.includes(char) && this.#repeat(char)) {
      this.#repeatAt ??= start;
      return;
    }
    this.#repeatAt = undefined;
    const special = this.#specials[char];
    if (special !== undefined) {
      special();
      return;
    }
    this.#at += char.length;
    this.#pieces.push(literalSource(char.codePointAt(0) ?? 0, this.#flags.i));
  }

  readonly #specials: Readonly<Record<string, () => void>> = {
    '(': () => this.#openGroup(),
    ')': () => this.#closeGroup(),
    '|': () => this.#plain('|'),
    '^': () => this.#plain(this.#flags.m ? '(?:^|(?<=\\n))' : '(?:^)'),
    $: () => this.#plain(this.#flags.m ? '(?:$|(?=\\n))' : '(?:$)'),
    '.': () => this.#plain(this.#flags.s ? '[\\s\\S]' : '[^\\n]'),
    '[': () => this.#class(),
    '\\': () => this.#escape(),
  };

  #plain(source: string): void {
    this.#at += 1;
    this.#pieces.push(source);
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    return expression.exec(this.#pattern) ?? undefined;
  }

  /** Whether this is a repetition: a brace that begins none is a brace. */
  #repeat(char: string): boolean {
    const start = this.#at;
    const braces = char === '{' ? this.#match(REPEAT) : undefined;
    if (char === '{' && braces === undefined) return false;
    this.#at += braces?.[0].length ?? 1;
    const isLazy = this.#pattern[this.#at] === '?';
    if (isLazy) this.#at += 1;
    if (braces !== undefined && !isSize(braces)) throw new PatternError('invalid repeat count', braces[0]);
    const mark = isLazy === this.#flags.U ? '' : '?';
    this.#pieces.push(`${this.#repeated(start)}${braces?.[0] ?? char}${mark}`);
    return true;
  }

  /** What a repetition repeats that begins at a place. */
  #repeated(start: number): string {
    if (this.#repeatAt !== undefined) {
      throw new PatternError('invalid nested repetition operator', this.#pattern.slice(this.#repeatAt, this.#at));
    }
    const last = this.#pieces.pop();
    if (last !== undefined && last !== '|') return last;
    throw new PatternError('missing argument to repetition operator', this.#pattern.slice(start, this.#at));
  }

  #openGroup(): void {
    const flags = this.#flags;
    if (this.#pattern.startsWith('(?P<', this.#at) || this.#pattern.startsWith('(?<', this.#at)) this.#name();
    else if (this.#pattern.startsWith('(?', this.#at)) {
      if (!this.#readFlags()) return;
    } else this.#at += 1;
    this.#open.push({ pieces: this.#pieces, flags });
    this.#pieces = [];
  }

  #name(): void {
    const [whole] = this.#match(NAMED) ?? [];
    if (whole === undefined) {
      const end = this.#pattern.indexOf('>', this.#at);
      throw new PatternError('invalid named capture', this.#pattern.slice(this.#at, end < 0 ? undefined : end + 1));
    }
    this.#at += whole.length;
  }

  /** Whether a group begins; flags may stand alone. */
  #readFlags(): boolean {
    const [whole = '', on = '', off = '', end = ''] = this.#match(/\(\?([imsU]*)(?:-([imsU]+))?([:)])/y) ?? [];
    if (whole === '') {
      const [bad = ''] = this.#match(/\(\?[imsU]*(?:-[imsU]*)?.?/suy) ?? [];
      throw new PatternError('invalid or unsupported Perl syntax', bad);
    }
    const turned = (flag: keyof Flags): boolean => (on.includes(flag) || this.#flags[flag]) && !off.includes(flag);
    this.#flags = { i: turned('i'), m: turned('m'), s: turned('s'), U: turned('U') };
    this.#at += whole.length;
    return end === ':';
  }

  #closeGroup(): void {
    const around = this.#open.pop();
    if (around === undefined) throw new PatternError('unexpected )', this.#pattern);
    around.pieces.push(`(?:${this.#pieces.join('')})`);
    this.#pieces = around.pieces;
    this.#flags = around.flags;
    this.#at += 1;
  }

  #escape(): void {
    const next = this.#pattern[this.#at + 1] ?? '';
    if (next === 'A' || next === 'z' || next === 'b' || next === 'B') {
      this.#at += 2;
      this.#pieces.push({ A: '(?:^)', z: '(?:$)', b: '(?:\\b)', B: '(?:\\B)' }[next]);
    } else if (next === 'Q') this.#quoted();
    else this.#pieces.push(this.#group() ?? literalSource(this.#escaped(), this.#flags.i));
  }

  #quoted(): void {
    const end = this.#pattern.indexOf('\\E', this.#at);
    const text = this.#pattern.slice(this.#at + 2, end < 0 ? undefined : end);
    for (const char of text) this.#pieces.push(literalSource(char.codePointAt(0) ?? 0, this.#flags.i));
    this.#at = end < 0 ? this.#pattern.length : end + 2;
  }

  /** A class of its own: `\d`, `\pL`. */
  #group(): string | undefined {
    const next = this.#pattern[this.#at + 1] ?? '';
    if (PERL.has(next)) {
      this.#at += 2;
      return perlClass(next);
    }
    return next === 'p' || next === 'P' ? this.#property() : undefined;
  }

  #property(): string {
    const [whole, letter = '', not = '', long, short = ''] = this.#match(UNICODE) ?? [];
    const source = groupOf(long ?? short, (letter === 'P') !== (not === '^'));
    if (whole === undefined || source === undefined) {
      throw new PatternError('invalid character class range', whole ?? this.#pattern.slice(this.#at));
    }
    this.#at += whole.length;
    return source;
  }

  /** The character that an escape stands for. */
  #escaped(): number {
    const next = this.#pattern[this.#at + 1];
    if (next === undefined) throw new PatternError('trailing backslash at end of expression', '');
    const [octal] = this.#match(OCTAL) ?? [];
    if (octal !== undefined) return this.#skip(octal, Number.parseInt(octal.slice(1), 8));
    if (next === 'x') return this.#hexadecimal();
    const known = ESCAPES[next];
    if (known !== undefined) return this.#skip(`\\${next}`, known);
    if (next < '\x80' && !/[A-Za-z0-9]/.test(next)) return this.#skip(`\\${next}`, next.charCodeAt(0));
    throw new PatternError('invalid escape sequence', `\\${next}`);
  }

  #hexadecimal(): number {
    const [hex, two, many = ''] = this.#match(HEX) ?? [];
    const code = Number.parseInt(two ?? many, 16);
    if (hex !== undefined && code <= MOST_CODE) return this.#skip(hex, code);
    const [bad = '\\x'] = this.#match(/\\x(?:\{[0-9A-Fa-f]*.?|[0-9A-Fa-f]?.?)/suy) ?? [];
    throw new PatternError('invalid escape sequence', bad);
  }

  #skip(text: string, code: number): number {
    this.#at += text.length;
    return code;
  }

  #class(): void {
    const start = this.#at;
    const isNegated = this.#pattern[start + 1] === '^';
    this.#at += isNegated ? 2 : 1;
    const parts: string[] = [];
    let isFirst = true;
    while (this.#pattern[this.#at] !== ']' || isFirst) {
      if (this.#at >= this.#pattern.length) throw new PatternError('missing closing ]', this.#pattern.slice(start));
      parts.push(this.#posix() ?? this.#groupInClass() ?? this.#range(start));
      isFirst = false;
    }
    this.#at += 1;
    this.#pieces.push(`[${isNegated ? '^' : ''}${parts.join('')}]`);
  }

  #posix(): string | undefined {
    const [whole = '', not = '', name = ''] = this.#match(/\[:(\^?)([^:\]]*):\]/y) ?? [];
    if (whole === '') return undefined;
    const source = posixClass(name, not === '^');
    if (source === undefined) throw new PatternError('invalid character class range', whole);
    this.#at += whole.length;
    return source;
  }

  #groupInClass(): string | undefined {
    return this.#pattern[this.#at] === '\\' ? this.#group() : undefined;
  }

  #range(classStart: number): string {
    const start = this.#at;
    const low = this.#classChar(classStart);
    const isRange = this.#pattern[this.#at] === '-' && (this.#pattern[this.#at + 1] ?? ']') !== ']';
    if (!isRange) return classSource(low, low, this.#flags.i);
    this.#at += 1;
    const high = this.#classChar(classStart);
    if (high < low) throw new PatternError('invalid character class range', this.#pattern.slice(start, this.#at));
    return classSource(low, high, this.#flags.i);
  }

  #classChar(classStart: number): number {
    const code = this.#pattern.codePointAt(this.#at);
    if (code === undefined) throw new PatternError('missing closing ]', this.#pattern.slice(classStart));
    return code === 0x5c ? this.#escaped() : this.#skip(String.fromCodePoint(code), code);
  }
}

function isSize([, least = '', comma, most = '']: RegExpExecArray): boolean {
  const low = Number(least);
  const high = comma === undefined || most === '' ? low : Number(most);
  return low <= MOST_REPEATS && high <= MOST_REPEATS && low <= high;
}
