import { own } from '../../model/json.js';
import { badRequest } from '../status/api-error.js';
import { labelValueFaults, qualifiedNameFaults } from '../validation/name.js';
import type { Requirement } from './requirement.js';

/** Reads `a=b,c in (d,e),!f` as apimachinery's labels.Parse does, and refuses with its words. */
export function parseLabelSelector(text: string): Requirement[] {
  return new Parser(tokenize(text)).requirements();
}

/** Operators before plain words: `==` before `=`. The end of the text is the empty token. */
const TOKEN = /\s*(==|!=|=|!|>|<|,|\(|\)|[^\s=!,()<>]+)/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  return tokens;
}

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  in: 'in',
  notin: 'notin',
  '=': 'in',
  '==': 'in',
  '!=': 'notin',
  gt: 'gt',
  lt: 'lt',
  '>': 'gt',
  '<': 'lt',
};

const isIdentifier = (token: string): boolean => token !== '' && !/[=!,()<>]/.test(token);

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  requirements(): Requirement[] {
    const all: Requirement[] = [];
    while (this.#peek() !== '') {
      if (this.#peek() !== '!' && !isIdentifier(this.#peek())) {
        throw badRequest(`found '${this.#peek()}', expected: !, identifier, or 'end of string'`);
      }
      all.push(this.#requirement());
      this.#comma();
    }
    return all;
  }

  /** What follows a requirement: the end, or a comma and another one. */
  #comma(): void {
    const found = this.#next();
    if (found === '') return;
    if (found !== ',') throw badRequest(`found '${found}', expected: ',' or 'end of string'`);
    const next = this.#peek();
    if (next !== '!' && !isIdentifier(next)) throw badRequest(`found '${next}', expected: identifier after ','`);
  }

  #requirement(): Requirement {
    const isNegated = this.#peek() === '!';
    if (isNegated) this.#next();
    const key = this.#next();
    if (!isIdentifier(key)) throw unparsable(`found '${key}', expected: identifier`);
    checkKey(key);
    if (isNegated) return { key, operator: '!', values: [] };
    if (this.#peek() === ',' || this.#peek() === '') return { key, operator: 'exists', values: [] };
    return this.#comparison(key);
  }

  #comparison(key: string): Requirement {
    const word = this.#next();
    const operator = own(OPERATORS, word);
    if (operator === undefined) throw unparsable(`found '${word}', expected: in, notin, =, ==, !=, gt, lt`);
    const values = word === 'in' || word === 'notin' ? this.#set() : [this.#exactValue()];
    checkValues(key, operator, values);
    return { key, operator, values };
  }

  #set(): string[] {
    const open = this.#next();
    if (open !== '(') throw unparsable(`found '${open}' expected: '('`);
    const first = this.#peek();
    if (!isIdentifier(first) && first !== ',' && first !== ')') {
      throw unparsable(`found '${first}', expected: ',', ')' or identifier`);
    }
    const values: string[] = [];
    for (;;) {
      values.push(isIdentifier(this.#peek()) ? this.#next() : '');
      const end = this.#next();
      if (end === ')') return values;
      if (end !== ',') throw unparsable(`found '${end}', expected: ',' or ')'`);
    }
  }

  /** Nothing after `=` is the empty value. */
  #exactValue(): string {
    const token = this.#peek();
    if (token === '' || token === ',') return '';
    if (!isIdentifier(token)) throw unparsable(`found '${token}', expected: identifier`);
    return this.#next();
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }
}

function checkKey(key: string): void {
  const [fault] = qualifiedNameFaults(key);
  if (fault !== undefined) throw unparsable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${fault}`);
}

function checkValues(key: string, operator: Requirement['operator'], values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    const isOrder = operator === 'gt' || operator === 'lt';
    if (isOrder && !/^-?\d+$/.test(value)) {
      const words = "for 'Gt', 'Lt' operators, the value must be an integer";
      throw unparsable(`values[${index}]: Invalid value: ${JSON.stringify(value)}: ${words}`);
    }
    const [fault] = labelValueFaults(value);
    if (fault !== undefined)
      throw unparsable(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${fault}`);
  }
}

const unparsable = (words: string): Error => badRequest(`unable to parse requirement: ${words}`);
