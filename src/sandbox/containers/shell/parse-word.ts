import type { Reader } from './reader.js';
import { SyntaxFault } from './reader.js';
import type { Change, List, Part, Word } from './tree.js';

/** Reads the commands up to a closing parenthesis. */
export type ReadCommands = (reader: Reader) => List;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const PARAMETER = /^(?:[A-Za-z_][A-Za-z0-9_]*|\d+|[@*#?$!-])/;
const CHANGE = /^(?::?[-=+?]|##?|%%?)/;

/** Characters that end a word. */
const ENDS = ' \t\r\n;&|()<>';

/** Reads words: text, quotes, and what is put in their place. */
export class WordReader {
  readonly #reader: Reader;
  readonly #readCommands: ReadCommands;

  constructor(reader: Reader, readCommands: ReadCommands) {
    this.#reader = reader;
    this.#readCommands = readCommands;
  }

  /** Reads the words of another text. */
  of(text: string): WordReader {
    return new WordReader(this.#reader.of(text), this.#readCommands);
  }

  /** The word that comes next; nothing if none does. */
  word(): Word | undefined {
    const parts = this.#parts((character) => ENDS.includes(character));
    return parts.length === 0 ? undefined : parts;
  }

  /** Text in which only `$` and backslashes mean something, as between double quotes. */
  text(ends: (character: string) => boolean): Part[] {
    const parts: Part[] = [];
    for (;;) {
      const character = this.#reader.peek();
      if (this.#reader.isAtEnd || ends(character)) return parts;
      if (character === '\\') parts.push(text(this.#escapedInQuotes(), true));
      else parts.push(...(this.#substitution(true) ?? [text(this.#reader.next(), true)]));
    }
  }

  #parts(ends: (character: string) => boolean): Part[] {
    const reader = this.#reader;
    const parts: Part[] = [];
    while (!reader.isAtEnd && !ends(reader.peek())) {
      const character = reader.peek();
      if (character === "'") parts.push(this.#singleQuoted());
      else if (character === '"') parts.push(...this.#doubleQuoted());
      else if (character === '\\') parts.push(...this.#escaped());
      else parts.push(...(this.#substitution(false) ?? [text(reader.next(), false)]));
    }
    return parts;
  }

  #singleQuoted(): Part {
    const reader = this.#reader;
    const end = reader.text.indexOf("'", reader.at + 1);
    if (end < 0) throw unterminated("'");
    const part = text(reader.text.slice(reader.at + 1, end), true);
    reader.at = end + 1;
    return part;
  }

  #doubleQuoted(): Part[] {
    this.#reader.at += 1;
    // Even with nothing in it, it is something.
    const parts = [text('', true), ...this.text((character) => character === '"')];
    if (!this.#reader.take('"')) throw unterminated('"');
    return parts;
  }

  #escaped(): Part[] {
    this.#reader.at += 1;
    const character = this.#reader.next();
    return character === '\n' ? [] : [text(character === '' ? '\\' : character, true)];
  }

  #escapedInQuotes(): string {
    this.#reader.at += 1;
    const character = this.#reader.peek();
    if (!'$`"\\\n'.includes(character) || character === '') return '\\';
    this.#reader.at += 1;
    return character === '\n' ? '' : character;
  }

  /** What begins with `$` or a backquote; nothing if this is no such thing. */
  #substitution(quoted: boolean): Part[] | undefined {
    const reader = this.#reader;
    if (reader.peek() === '`') return [this.#backquoted(quoted)];
    if (reader.peek() !== '$') return undefined;
    if (reader.take('$((')) return [this.#arithmetic(quoted)];
    if (reader.take('$(')) return [this.#command(quoted)];
    if (reader.take('${')) return [this.#braces(quoted)];
    const name = PARAMETER.exec(reader.text.slice(reader.at + 1))?.[0];
    if (name === undefined) return undefined;
    // Only one digit without braces.
    const taken = /^\d/.test(name) ? name.charAt(0) : name;
    reader.at += 1 + taken.length;
    return [{ type: 'variable', name: taken, quoted }];
  }

  #command(quoted: boolean): Part {
    const list = this.#readCommands(this.#reader);
    if (!this.#reader.take(')')) throw this.#reader.unexpected(')');
    return { type: 'command', list, quoted };
  }

  #backquoted(quoted: boolean): Part {
    const reader = this.#reader;
    const found = /^`((?:[^`\\]|\\[^])*)`/.exec(reader.rest);
    if (found === null) throw unterminated('`', 'EOF in backquote substitution');
    reader.at += found[0].length;
    const source = (found[1] ?? '').replace(/\\([`$\\])/g, '$1');
    const inner = reader.of(source);
    const list = this.#readCommands(inner);
    if (!inner.isAtEnd) throw inner.unexpected();
    return { type: 'command', list, quoted };
  }

  #arithmetic(quoted: boolean): Part {
    let depth = 0;
    const word = this.text((character) => {
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      return depth < 0;
    });
    if (!this.#reader.take('))')) throw this.#reader.unexpected('))');
    return { type: 'arithmetic', word, quoted };
  }

  #braces(quoted: boolean): Part {
    const reader = this.#reader;
    const length = /^#([A-Za-z_][A-Za-z0-9_]*|\d+)\}/.exec(reader.rest);
    if (length !== null) {
      reader.at += length[0].length;
      return { type: 'length', name: length[1] ?? '', quoted };
    }
    const name = PARAMETER.exec(reader.rest)?.[0];
    if (name === undefined) throw new SyntaxFault('syntax error: bad substitution');
    reader.at += name.length;
    const change = this.#change();
    if (!reader.take('}')) {
      throw reader.isAtEnd ? unterminated('}', "missing '}'") : new SyntaxFault('syntax error: bad substitution');
    }
    return { type: 'variable', name, quoted, ...(change !== undefined && { change }) };
  }

  #change(): Change | undefined {
    const operator = CHANGE.exec(this.#reader.rest)?.[0];
    if (operator === undefined) return undefined;
    this.#reader.at += operator.length;
    return { operator, word: this.#parts((character) => character === '}') };
  }
}

export const isName = (text: string): boolean => NAME.exec(text)?.[0] === text;

const text = (characters: string, quoted: boolean): Part => ({ type: 'text', text: characters, quoted });

const unterminated = (end: string, what = 'unterminated quoted string'): SyntaxFault =>
  new SyntaxFault(`syntax error: ${what}`, true, (line) => line.includes(end));
