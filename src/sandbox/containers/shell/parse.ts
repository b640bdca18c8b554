import { RedirectReader, unfinished } from './parse-redirect.js';
import { isName, WordReader } from './parse-word.js';
import { Reader, SyntaxFault } from './reader.js';
import type {
  Assignment,
  Case,
  Chain,
  Command,
  For,
  If,
  List,
  Loop,
  Pipeline,
  Redirect,
  Simple,
  Word,
} from './tree.js';

/** Reads a whole script. */
export function parse(script: string): List {
  const parser = new Parser(new Reader(script));
  const list = parser.list();
  parser.finish();
  return list;
}

class Parser {
  readonly #reader: Reader;
  readonly #words: WordReader;
  readonly #redirects: RedirectReader;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#words = new WordReader(reader, (inner) => (inner === reader ? this : new Parser(inner)).list());
    this.#redirects = new RedirectReader(reader, this.#words);
    reader.onLineEnd = () => this.#redirects.readPending();
  }

  /** Commands up to something that is none. */
  list(): List {
    const chains: Chain[] = [];
    for (;;) {
      this.#reader.skipLines();
      if (this.#reader.isAtEnd || this.#reader.isAtReserved || [')', ';;'].includes(this.#reader.operator())) {
        return chains;
      }
      chains.push(this.#chain());
      this.#endOfChain();
    }
  }

  finish(): void {
    if (this.#redirects.isPending) throw unfinished();
    if (!this.#reader.isAtEnd) throw this.#reader.unexpected();
  }

  #endOfChain(): void {
    const operator = this.#reader.operator();
    if (operator === '&')
      throw new SyntaxFault('syntax error: this simulated shell runs nothing in the background ("&")');
    if (operator === ';') this.#reader.take(';');
    else if (operator === '\n') this.#reader.takeLineEnd();
    else if (operator !== '' && operator !== ')' && operator !== ';;') throw this.#reader.unexpected();
  }

  #chain(): Chain {
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const operator = this.#reader.operator();
      if (operator !== '&&' && operator !== '||') return { first, rest };
      this.#reader.take(operator);
      this.#reader.skipLines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    const isNegated = this.#reader.takeWord('!');
    const commands = [this.#command()];
    while (this.#reader.operator() === '|') {
      this.#reader.take('|');
      this.#reader.skipLines();
      commands.push(this.#command());
    }
    return { isNegated, commands };
  }

  #command(): Command {
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    return { ...compound, redirects: this.#allRedirects() };
  }

  #compound(): Command | undefined {
    const reader = this.#reader;
    if (reader.operator() === '(') return this.#subshell();
    switch (reader.plainWord()) {
      case 'if':
        return this.#if();
      case 'while':
      case 'until':
        return this.#loop();
      case 'for':
        return this.#for();
      case 'case':
        return this.#case();
      case '{':
        return this.#group();
      default:
        return this.#definition();
    }
  }

  #subshell(): Command {
    this.#reader.take('(');
    const body = this.#body(')');
    if (!this.#reader.take(')')) throw this.#reader.unexpected(')');
    return { type: 'subshell', body, redirects: [] };
  }

  #group(): Command {
    this.#reader.expectWord('{');
    const body = this.#body('}');
    this.#reader.expectWord('}');
    return { type: 'group', body, redirects: [] };
  }

  #if(): If {
    const branches: { condition: List; body: List }[] = [];
    this.#reader.expectWord('if');
    do {
      const condition = this.#body('then');
      this.#reader.expectWord('then');
      branches.push({ condition, body: this.#body('fi') });
    } while (this.#reader.takeWord('elif'));
    const otherwise = this.#reader.takeWord('else') ? this.#body('fi') : [];
    this.#reader.expectWord('fi');
    return { type: 'if', branches, otherwise, redirects: [] };
  }

  #loop(): Loop {
    const isUntil = this.#reader.plainWord() === 'until';
    this.#reader.expectWord(isUntil ? 'until' : 'while');
    return { type: 'loop', isUntil, condition: this.#body('do'), body: this.#doBody(), redirects: [] };
  }

  #for(): For {
    const reader = this.#reader;
    reader.expectWord('for');
    const name = reader.plainWord();
    if (!isName(name))
      throw reader.isAtEnd ? reader.unexpected() : new SyntaxFault('syntax error: bad for loop variable');
    reader.take(name);
    reader.skipLines();
    const words = reader.takeWord('in') ? this.#wordsOfLine() : undefined;
    if (reader.operator() === ';') reader.take(';');
    reader.skipLines();
    return { type: 'for', name, words, body: this.#doBody(), redirects: [] };
  }

  #case(): Case {
    const reader = this.#reader;
    reader.expectWord('case');
    reader.skipBlanks();
    const word = this.#expectWord();
    reader.skipLines();
    reader.expectWord('in');
    const branches: { patterns: Word[]; body: List }[] = [];
    reader.skipLines();
    while (!reader.takeWord('esac')) {
      branches.push({ patterns: this.#patterns(), body: this.list() });
      if (reader.operator() === ';;') reader.take(';;');
      else if (reader.plainWord() !== 'esac') throw reader.unexpected(';;');
      reader.skipLines();
    }
    return { type: 'case', word, branches, redirects: [] };
  }

  #patterns(): Word[] {
    const reader = this.#reader;
    if (reader.operator() === '(') reader.take('(');
    const patterns: Word[] = [];
    do {
      reader.skipBlanks();
      patterns.push(this.#expectWord());
    } while (reader.operator() === '|' && reader.take('|'));
    if (reader.operator() !== ')') throw reader.unexpected(')');
    reader.take(')');
    return patterns;
  }

  #definition(): Command | undefined {
    const found = /^([A-Za-z_][\w-]*)[ \t]*\([ \t]*\)/.exec(this.#reader.rest);
    if (found === null) return undefined;
    this.#reader.at += found[0].length;
    this.#reader.skipLines();
    return { type: 'function', name: found[1] ?? '', body: this.#command(), redirects: [] };
  }

  #doBody(): List {
    this.#reader.skipLines();
    this.#reader.expectWord('do');
    const body = this.#body('done');
    this.#reader.expectWord('done');
    return body;
  }

  /** Commands, of which there has to be one, before the word that ends them. */
  #body(end: string): List {
    const list = this.list();
    if (list.length === 0) throw this.#reader.unexpected(this.#reader.isAtEnd ? end : undefined);
    return list;
  }

  #simple(): Simple {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      this.#reader.skipBlanks();
      const redirect = this.#redirects.next();
      if (redirect !== undefined) {
        redirects.push(redirect);
        continue;
      }
      const assigned = words.length === 0 ? /^([A-Za-z_]\w*)=/.exec(this.#reader.rest) : null;
      if (assigned !== null) {
        this.#reader.at += assigned[0].length;
        assignments.push({ name: assigned[1] ?? '', word: this.#words.word() ?? [] });
        continue;
      }
      const word = this.#words.word();
      if (word === undefined) break;
      words.push(word);
    }
    if (words.length + assignments.length + redirects.length === 0) throw this.#reader.unexpected();
    return { type: 'simple', assignments, words, redirects };
  }

  #wordsOfLine(): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.#reader.skipBlanks();
      const word = this.#words.word();
      if (word === undefined) return words;
      words.push(word);
    }
  }

  #expectWord(): Word {
    const word = this.#words.word();
    if (word === undefined) throw this.#reader.unexpected();
    return word;
  }

  #allRedirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (;;) {
      this.#reader.skipBlanks();
      const redirect = this.#redirects.next();
      if (redirect === undefined) return redirects;
      redirects.push(redirect);
    }
  }
}
