import type { Terminal } from '../machine.js';
import type { Output } from './streams.js';
import { Input } from './streams.js';

const END_OF_INPUT = 4;
const BACKSPACE = 8;
const ERASE_LINE = 21;
const ERASE_WORD = 23;
const INTERRUPT = 3;
const ESCAPE = 27;
const DELETE = 127;
const FIRST_PRINTABLE = 32;

/** What is typed beyond that is lost, as on Linux. */
const LONGEST_LINE = 4095;

/** How many lines wait until whoever types has to. */
const MOST_LINES = 64;

const RUB_OUT = '\b \b';

/** What a terminal does to keys before a program gets them: it echoes them, lets lines be mended, and interrupts. */
export class LineTerminal implements Terminal {
  readonly input = new Input(() => this.#next());
  readonly output: Output;
  readonly #raw: Output;
  readonly #lines: Buffer[] = [];
  readonly #drained: (() => void)[] = [];
  #line: number[] = [];
  #isEnded = false;
  /** An escape sequence, such as that of an arrow key, has begun. */
  #escape = '';
  #wake: () => void = () => undefined;
  #foreground = new AbortController();
  /** What keys do that are no characters. */
  readonly #acts: ReadonlyMap<number, () => void> = new Map([
    [0x0d, () => this.#finishLine()],
    [0x0a, () => this.#finishLine()],
    [0x09, () => undefined],
    [INTERRUPT, () => this.#interrupt()],
    [END_OF_INPUT, () => this.#endInput()],
    [BACKSPACE, () => this.#erase(1)],
    [DELETE, () => this.#erase(1)],
    [ERASE_LINE, () => this.#erase(this.#line.length)],
    [ERASE_WORD, () => this.#erase(/\S*\s*$/.exec(Buffer.from(this.#line).toString())?.[0].length ?? 0)],
  ]);

  constructor(raw: Output) {
    this.#raw = raw;
    this.output = { write: (data) => raw.write(data.toString().replace(/\r?\n/g, '\r\n')) };
  }

  foreground(): AbortSignal {
    this.#foreground = new AbortController();
    return this.#foreground.signal;
  }

  /** Keys that were typed; resolves when there is room for more. */
  async receive(bytes: Buffer): Promise<void> {
    for (const byte of bytes) this.#key(byte);
    if (this.#lines.length > MOST_LINES && !this.#isEnded) await new Promise<void>((go) => this.#drained.push(go));
  }

  /** Nothing more is typed. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
    this.#drain();
  }

  #key(byte: number): void {
    if (this.#skipsEscape(byte)) return;
    const act = this.#acts.get(byte);
    if (act !== undefined) act();
    else if (byte >= FIRST_PRINTABLE && this.#line.length < LONGEST_LINE) {
      this.#line.push(byte);
      this.#echo(Buffer.of(byte));
    }
  }

  /** Keys without a character mean nothing here. */
  #skipsEscape(byte: number): boolean {
    if (byte === ESCAPE) this.#escape = 'ESC';
    else if (this.#escape !== '') {
      this.#escape += String.fromCharCode(byte);
      if (!/^ESC(?:[[O][0-9;]*)?$/.test(this.#escape)) this.#escape = '';
    } else return false;
    return true;
  }

  #finishLine(): void {
    this.#echo('\r\n');
    this.#lines.push(Buffer.from([...this.#line, 0x0a]));
    this.#line = [];
    this.#wake();
  }

  #interrupt(): void {
    this.#echo('^C\r\n');
    this.#line = [];
    // What was typed before it is forgotten, too.
    this.#lines.length = 0;
    this.#drain();
    this.#foreground.abort();
  }

  /** Ends the input where a line begins; elsewhere it only hands over what was typed. */
  #endInput(): void {
    this.#lines.push(Buffer.from(this.#line));
    this.#line = [];
    this.#wake();
  }

  #erase(count: number): void {
    for (let left = count; left > 0 && this.#line.length > 0; left -= 1) {
      // The bytes of one character go together.
      let byte = this.#line.pop();
      while (byte !== undefined && (byte & 0xc0) === 0x80) byte = this.#line.pop();
      this.#echo(RUB_OUT);
    }
  }

  #drain(): void {
    for (const go of this.#drained.splice(0)) go();
  }

  #echo(data: string | Buffer): void {
    void this.#raw.write(data);
  }

  async #next(): Promise<Buffer | undefined> {
    while (this.#lines.length === 0) {
      if (this.#isEnded) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const line = this.#lines.shift();
    if (this.#lines.length <= MOST_LINES) this.#drain();
    return line?.length === 0 ? undefined : line;
  }
}
