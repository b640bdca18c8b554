import type { Process, Program } from '../machine.js';
import { complain, pathOf } from './options.js';

/** An expression that does not read. */
class TestFault extends Error {}

type Check = (process: Process, operand: string) => boolean;

const entry = (process: Process, name: string) => process.machine.files.find(pathOf(process, name));

const UNARY: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    '-z': (_process, text) => text === '',
    '-n': (_process, text) => text !== '',
    '-e': (process, name) => entry(process, name) !== undefined,
    '-f': (process, name) => entry(process, name)?.type === 'file',
    '-d': (process, name) => entry(process, name)?.type === 'directory',
    '-r': (process, name) => entry(process, name) !== undefined,
    '-w': (process, name) => entry(process, name) !== undefined,
    '-x': (process, name) => ((entry(process, name)?.mode ?? 0) & 0o111) !== 0,
    '-s': (process, name) => {
      const found = entry(process, name);
      return found?.type === 'file' ? found.bytes.length > 0 : found !== undefined;
    },
    '-t': (process) => process.terminal !== undefined,
    '-L': () => false,
    '-h': () => false,
  }),
);

const NUMERIC: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map(
  Object.entries({
    '-eq': (a, b) => a === b,
    '-ne': (a, b) => a !== b,
    '-lt': (a, b) => a < b,
    '-le': (a, b) => a <= b,
    '-gt': (a, b) => a > b,
    '-ge': (a, b) => a >= b,
  }),
);

const TEXTUAL: ReadonlyMap<string, (a: string, b: string) => boolean> = new Map(
  Object.entries({
    '=': (a, b) => a === b,
    '==': (a, b) => a === b,
    '!=': (a, b) => a !== b,
    '<': (a, b) => a < b,
    '>': (a, b) => a > b,
  }),
);

function numberOf(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestFault(`${text}: bad number`);
  return Number(text);
}

/** Reads an expression from left to right: `-o` binds least, then `-a`, then `!`. */
class Expression {
  readonly #process: Process;
  readonly #words: readonly string[];
  #at = 0;

  constructor(process: Process, words: readonly string[]) {
    this.#process = process;
    this.#words = words;
  }

  whole(): boolean {
    const value = this.#any();
    if (this.#at < this.#words.length) throw new TestFault(`${this.#words[this.#at] ?? ''}: unexpected operator`);
    return value;
  }

  #any(): boolean {
    let value = this.#all();
    while (this.#take('-o')) value = this.#all() || value;
    return value;
  }

  #all(): boolean {
    let value = this.#not();
    while (this.#take('-a')) value = this.#not() && value;
    return value;
  }

  #not(): boolean {
    return this.#words.length - this.#at > 1 && this.#take('!') ? !this.#not() : this.#primary();
  }

  #primary(): boolean {
    const [first, second, third] = this.#words.slice(this.#at);
    if (first === undefined) return false;
    if (second !== undefined && third !== undefined) {
      const compared = this.#compare(first, second, third);
      if (compared !== undefined) return compared;
    }
    if (first === '(' && second !== undefined) return this.#group();
    const check = UNARY.get(first);
    if (check !== undefined && second !== undefined) {
      this.#at += 2;
      return check(this.#process, second);
    }
    this.#at += 1;
    return first !== '';
  }

  #compare(a: string, operator: string, b: string): boolean | undefined {
    const [textual, numeric] = [TEXTUAL.get(operator), NUMERIC.get(operator)];
    if (textual === undefined && numeric === undefined) return undefined;
    this.#at += 3;
    return textual?.(a, b) ?? numeric?.(numberOf(a), numberOf(b)) ?? false;
  }

  #group(): boolean {
    this.#at += 1;
    const value = this.#any();
    if (!this.#take(')')) throw new TestFault('missing )');
    return value;
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }
}

const test: Program = async (process) => {
  const isBracket = process.name === '[';
  if (isBracket && process.args.at(-1) !== ']') return complain(process, 'missing ]', 2);
  const words = isBracket ? process.args.slice(0, -1) : process.args;
  try {
    return Number(!new Expression(process, words).whole());
  } catch (error) {
    if (error instanceof TestFault) return complain(process, error.message, 2);
    throw error;
  }
};

export const TEST_PROGRAMS: Readonly<Record<string, Program>> = { test, '[': test };
