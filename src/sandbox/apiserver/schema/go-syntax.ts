/**
 * What Go's encoding/json says about text that is no JSON. It is asked only after JSON.parse refused, so that it may
 * assume that something is wrong.
 */
export function goSyntaxError(text: string): string {
  const scanner = new Scanner(text);
  try {
    scanner.value('looking for beginning of value');
    scanner.end();
  } catch (error) {
    if (error instanceof SyntaxFault) return error.message;
    throw error;
  }
  return 'unexpected end of JSON input';
}

class SyntaxFault extends Error {}

const SIMPLE_ESCAPES = '"\\/bfnrt';
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(context: string): void {
    const next = this.#peek();
    if (next === '{') {
      this.#object();
      return;
    }
    if (next === '[') {
      this.#array();
      return;
    }
    if (next === '"') {
      this.#string();
      return;
    }
    if (/[-\d]/.test(next)) {
      this.#number();
      return;
    }
    const literal = ['true', 'false', 'null'].find((word) => word.startsWith(next));
    if (literal === undefined) throw this.#fault(context);
    this.#literal(literal);
  }

  end(): void {
    if (this.#skipSpace() < this.#text.length) throw this.#fault('after top-level value');
  }

  #object(): void {
    this.#at += 1;
    if (this.#peek() === '}') {
      this.#advance();
      return;
    }
    for (;;) {
      if (this.#peek() !== '"') throw this.#fault('looking for beginning of object key string');
      this.#string();
      if (this.#peek() !== ':') throw this.#fault('after object key');
      this.#advance();
      this.value('looking for beginning of value');
      const next = this.#peek();
      if (next !== ',' && next !== '}') throw this.#fault('after object key:value pair');
      this.#advance();
      if (next === '}') return;
    }
  }

  #array(): void {
    this.#at += 1;
    if (this.#peek() === ']') {
      this.#advance();
      return;
    }
    for (;;) {
      this.value('looking for beginning of value');
      const next = this.#peek();
      if (next !== ',' && next !== ']') throw this.#fault('after array element');
      this.#advance();
      if (next === ']') return;
    }
  }

  #string(): void {
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += 1) {
      if (this.#at >= this.#text.length) throw new SyntaxFault('unexpected end of JSON input');
      if ((this.#text[this.#at] ?? '') < ' ') throw this.#fault('in string literal');
      if (this.#text[this.#at] === '\\') this.#escape();
    }
    this.#at += 1;
  }

  #escape(): void {
    this.#at += 1;
    const code = this.#text[this.#at] ?? '';
    if (code !== '' && SIMPLE_ESCAPES.includes(code)) return;
    if (code !== 'u') throw this.#fault('in string escape code');
    for (let digits = 0; digits < 4; digits += 1) {
      this.#at += 1;
      if (!/[\da-fA-F]/.test(this.#text[this.#at] ?? '')) throw this.#fault('in \\u hexadecimal character escape');
    }
  }

  #number(): void {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0];
    this.#at += digits?.length ?? 1;
    if (digits === undefined) throw this.#fault('in numeric literal');
  }

  #literal(word: string): void {
    for (const letter of word) {
      if (this.#text[this.#at] !== letter) throw this.#fault(`in literal ${word} (expecting '${letter}')`);
      this.#at += 1;
    }
  }

  #advance(): void {
    this.#at += 1;
  }

  #skipSpace(): number {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
    return this.#at;
  }

  #peek(): string {
    this.#skipSpace();
    const next = this.#text[this.#at];
    if (next === undefined) throw new SyntaxFault('unexpected end of JSON input');
    return next;
  }

  #fault(context: string): SyntaxFault {
    const found = this.#text[this.#at];
    if (found === undefined) return new SyntaxFault('unexpected end of JSON input');
    return new SyntaxFault(`invalid character ${quote(found)} ${context}`);
  }
}

/** As strconv.Quote would, between single quotes. */
function quote(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return "'\"'";
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
