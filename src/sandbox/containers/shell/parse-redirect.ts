import type { WordReader } from './parse-word.js';
import type { Reader } from './reader.js';
import { SyntaxFault } from './reader.js';
import type { Redirect, Word } from './tree.js';

interface HereDocument {
  readonly redirect: Redirect;
  readonly end: string;
  readonly isQuoted: boolean;
  readonly stripsTabs: boolean;
}

/** Reads redirections, and the texts of here-documents once they come. */
export class RedirectReader {
  readonly #reader: Reader;
  readonly #words: WordReader;
  /** Texts that begin at the next line. */
  readonly #pending: HereDocument[] = [];

  constructor(reader: Reader, words: WordReader) {
    this.#reader = reader;
    this.#words = words;
  }

  get isPending(): boolean {
    return this.#pending.length > 0;
  }

  next(): Redirect | undefined {
    const found = /^(\d?)(>>|>&|<<-?|<&|>\||[<>])/.exec(this.#reader.rest);
    if (found === null) return undefined;
    this.#reader.at += found[0].length;
    this.#reader.skipBlanks();
    const sign = found[2] ?? '';
    const fd = found[1] === '' ? (sign.startsWith('<') ? 0 : 1) : Number(found[1]);
    if (sign.startsWith('<<')) return this.#hereDocument(fd, sign === '<<-');
    if (sign === '<&') throw new SyntaxFault('syntax error: this simulated shell does not know "<&"');
    const operator = sign === '>|' ? '>' : sign === '<' || sign === '>>' || sign === '>&' ? sign : '>';
    return { fd, operator, target: this.#expectWord() };
  }

  #hereDocument(fd: number, stripsTabs: boolean): Redirect {
    const word = this.#expectWord();
    const redirect: Redirect = { fd, operator: '<<', target: [] };
    const end = word.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const isQuoted = word.some(({ quoted }) => quoted);
    this.#pending.push({ redirect, end, isQuoted, stripsTabs });
    return redirect;
  }

  readPending(): void {
    for (const { redirect, end, isQuoted, stripsTabs } of this.#pending.splice(0)) {
      const lines: string[] = [];
      const textOf = (line: string): string => (stripsTabs ? line.replace(/^\t+/, '') : line);
      for (;;) {
        if (this.#reader.isAtEnd) throw unfinished((line) => textOf(line) === end);
        const line = /^[^\n]*/.exec(this.#reader.rest)?.[0] ?? '';
        this.#reader.at += line.length + 1;
        const text = textOf(line);
        if (text === end) break;
        lines.push(`${text}\n`);
      }
      const text = lines.join('');
      redirect.target = isQuoted ? [{ type: 'text', text, quoted: true }] : this.#documentWord(text);
    }
  }

  #documentWord(text: string): Word {
    return this.#words.of(text).text(() => false);
  }

  #expectWord(): Word {
    const word = this.#words.word();
    if (word === undefined) throw this.#reader.unexpected();
    return word;
  }
}

export const unfinished = (mayEnd?: (line: string) => boolean): SyntaxFault =>
  new SyntaxFault('syntax error: unexpected end of file in here-document', true, mayEnd);
