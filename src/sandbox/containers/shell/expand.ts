import { calculate } from './arithmetic.js';
import { ExpansionFault, refuseLong } from './expansion-fault.js';
import { matchPaths } from './path-names.js';
import { hasSpecial, literal, plain, strip } from './pattern.js';
import type { State } from './state.js';
import type { Change, List, Part, Word } from './tree.js';

/** Runs the commands in `$(...)` and gives what they print. */
export type Capture = (list: List) => Promise<string>;

/** Fields in the making: patterns, in which what was quoted is escaped. */
class Fields {
  readonly done: string[] = [];
  /** Nothing before the first character; quotes make it something. */
  #open: string | undefined;

  add(pattern: string): void {
    refuseLong(this.#open ?? '', pattern);
    this.#open = (this.#open ?? '') + pattern;
  }

  end(): void {
    if (this.#open !== undefined) this.done.push(this.#open);
    this.#open = undefined;
  }
}

/** Puts into words what they stand for. */
export class Expander {
  readonly #state: State;
  readonly #capture: Capture;

  constructor(state: State, capture: Capture) {
    this.#state = state;
    this.#capture = capture;
  }

  /** The arguments that words stand for: split at blanks, and with the names of files. */
  async all(words: readonly Word[]): Promise<string[]> {
    const args: string[] = [];
    for (const word of words) {
      const fields = new Fields();
      for (const part of tilde(word, this.#state)) await this.#addPart(fields, part);
      fields.end();
      args.push(...fields.done.flatMap((pattern) => this.#paths(pattern)));
    }
    return args;
  }

  /** The one text that a word stands for. */
  async text(word: Word): Promise<string> {
    return plain(await this.pattern(word));
  }

  /** The same as a pattern: what was quoted stands for itself. */
  async pattern(word: Word): Promise<string> {
    let pattern = '';
    for (const part of tilde(word, this.#state)) {
      const value = await this.#value(part);
      refuseLong(pattern, value);
      pattern += part.quoted ? literal(value) : value;
    }
    return pattern;
  }

  async #addPart(fields: Fields, part: Part): Promise<void> {
    if (part.type === 'text') {
      fields.add(part.quoted ? literal(part.text) : part.text);
      return;
    }
    if (part.type === 'variable' && part.name === '@' && part.change === undefined && part.quoted) {
      for (const [index, arg] of this.#state.args.entries()) {
        if (index > 0) fields.end();
        fields.add(literal(arg));
      }
      return;
    }
    const value = await this.#value(part);
    if (part.quoted) fields.add(literal(value));
    else split(fields, value);
  }

  #paths(pattern: string): string[] {
    if (!hasSpecial(pattern)) return [plain(pattern)];
    const found = matchPaths(this.#state.machine.files, this.#state.cwd, pattern);
    return found.length === 0 ? [plain(pattern)] : found;
  }

  async #value(part: Part): Promise<string> {
    switch (part.type) {
      case 'text':
        return part.text;
      case 'variable':
        return this.#variable(part.name, part.change);
      case 'length':
        return String((this.#state.read(part.name) ?? '').length);
      case 'command':
        return (await this.#capture(part.list)).replace(/\n+$/, '');
      case 'arithmetic':
        return String(calculate(await this.text(part.word), (name) => this.#state.read(name) ?? ''));
    }
  }

  async #variable(name: string, change: Change | undefined): Promise<string> {
    const value = this.#state.read(name);
    if (change === undefined) {
      if (value === undefined && this.#state.options.has('u') && !'@*'.includes(name)) {
        throw new ExpansionFault(`${name}: parameter not set`);
      }
      return value ?? '';
    }
    const { operator, word } = change;
    if (/^[#%]/.test(operator)) return strip(value ?? '', operator, await this.pattern(word));
    const isThere = value !== undefined && (!operator.startsWith(':') || value !== '');
    return this.#choose(name, isThere ? value : undefined, operator.slice(-1), word);
  }

  /** `+` wants the word if there is a value; the others, if there is none. */
  async #choose(name: string, value: string | undefined, kind: string, word: Word): Promise<string> {
    if (kind === '+') return value === undefined ? '' : this.text(word);
    if (value !== undefined) return value;
    const text = await this.text(word);
    if (kind === '?') throw new ExpansionFault(`${name}: ${text === '' ? 'parameter not set' : text}`);
    if (kind === '=') this.#state.assign(name, text);
    return text;
  }
}

/** Fields end at blanks; what is around them does not count. */
function split(fields: Fields, value: string): void {
  for (const [index, piece] of value.split(/[ \t\n]+/).entries()) {
    if (index > 0) fields.end();
    if (piece !== '') fields.add(piece.replace(/\\/g, '\\\\'));
  }
}

/** `~` at the beginning is the home directory. */
function tilde(word: Word, state: State): Word {
  const [first, ...rest] = word;
  const isTilde = first?.type === 'text' && !first.quoted && first.text === '~';
  const next = rest[0];
  const isAlone = next === undefined || (next.type === 'text' && next.text.startsWith('/'));
  return isTilde && isAlone ? [{ ...first, text: state.read('HOME') ?? '~' }, ...rest] : word;
}
