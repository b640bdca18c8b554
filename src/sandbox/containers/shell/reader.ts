/** Why a script does not read. */
export class SyntaxFault extends Error {
  /** More text may mend it. */
  readonly isIncomplete: boolean;
  /** No text does that has no such line. */
  readonly mayEnd: (line: string) => boolean;

  constructor(message: string, isIncomplete = false, mayEnd: (line: string) => boolean = () => true) {
    super(message);
    this.isIncomplete = isIncomplete;
    this.mayEnd = mayEnd;
  }
}

/** Words that are no commands where a command may begin. */
const RESERVED = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}', 'in']);

const OPERATOR = /^(?:&&|\|\||;;|<<-?|>>|[;&|()<>\n])/;

/** Goes through the text of a script. */
export class Reader {
  readonly text: string;
  at = 0;
  /** Called after the end of a line: the texts that begin there are read first. */
  onLineEnd: () => void = () => undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes through another text. */
  of(text: string): Reader {
    return new Reader(text);
  }

  get rest(): string {
    return this.text.slice(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  next(): string {
    const character = this.peek();
    this.at += 1;
    return character;
  }

  /** Skips blanks, comments and escaped line ends. */
  skipBlanks(): void {
    for (;;) {
      const found = /^(?:[ \t\r]|\\\n)+/.exec(this.rest);
      if (found !== null) this.at += found[0].length;
      else if (this.peek() === '#') this.at += /^[^\n]*/.exec(this.rest)?.[0].length ?? 0;
      else return;
    }
  }

  /** Skips line ends as well. */
  skipLines(): void {
    this.skipBlanks();
    while (this.peek() === '\n') {
      this.takeLineEnd();
      this.skipBlanks();
    }
  }

  takeLineEnd(): void {
    this.at += 1;
    this.onLineEnd();
  }

  /** The operator that comes next, if one does. */
  operator(): string {
    this.skipBlanks();
    return OPERATOR.exec(this.rest)?.[0] ?? '';
  }

  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** The plain word that comes next, if one does: it may be a reserved one. */
  plainWord(): string {
    this.skipBlanks();
    return /^[^\s;&|()<>'"`$\\]+(?=[\s;&|()<>]|$)/.exec(this.rest)?.[0] ?? '';
  }

  takeWord(word: string): boolean {
    return this.plainWord() === word && this.take(word);
  }

  get isAtReserved(): boolean {
    return RESERVED.has(this.plainWord());
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word);
  }

  /** What is said of what comes next, where something else had to. */
  unexpected(wanted?: string): SyntaxFault {
    this.skipBlanks();
    const hint = wanted === undefined ? '' : ` (expecting "${wanted}")`;
    if (this.isAtEnd) return new SyntaxFault(`syntax error: unexpected end of file${hint}`, true);
    const found = this.operator() || this.plainWord() || this.peek();
    return new SyntaxFault(`syntax error: unexpected ${found === '\n' ? 'newline' : `"${found}"`}${hint}`);
  }
}
