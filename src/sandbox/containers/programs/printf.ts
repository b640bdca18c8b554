import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Process, Program } from '../machine.js';
import { Refused } from '../refused.js';
import { unescape } from './escapes.js';
import { complain } from './options.js';

/** `%-5.2s`; a `*` is a number that is given as an argument. */
interface Directive {
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly kind: string;
}

const DIRECTIVE = /%([-+ 0#]*)(\d+|\*|)(?:\.(\d+|\*|))?([^]?)/gu;

/** Wider than this is nothing that anybody reads. */
const WIDEST = 65536;

const PASSES_A_TURN = 1000;

export const printf: Program = async (process) => {
  const [format, ...args] = process.args[0] === '--' ? process.args.slice(1) : process.args;
  if (format === undefined) return complain(process, 'a format is needed');
  const pieces = piecesOf(format);
  const takesSome = pieces.some((piece) => typeof piece !== 'string');
  const values = new Values(args);
  do {
    const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : show(piece, values)));
    await process.stdout.write(texts.join(''));
    values.passes += 1;
    if (values.passes % PASSES_A_TURN === 0) await nextTurn();
  } while (takesSome && values.areLeft);
  return tellBad(process, values.bad);
};

/** Arguments, taken one after the other; those that are not numbers where they had to be are told at the end. */
class Values {
  readonly bad: string[] = [];
  passes = 0;
  readonly #args: readonly string[];
  #at = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  get areLeft(): boolean {
    return this.#at < this.#args.length;
  }

  text(): string {
    this.#at += 1;
    return this.#args[this.#at - 1] ?? '';
  }

  number(): number {
    const text = this.text().trim();
    // A quote: the code of what follows it.
    if (/^['"]./s.test(text)) return text.codePointAt(1) ?? 0;
    const [, sign = '', digits = ''] = /^([-+]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text) ?? [];
    if (digits === '' && text !== '') this.bad.push(text);
    const size = /^0\d/.test(digits) ? parseInt(digits, 8) : Number(digits);
    return sign === '-' ? -size : size;
  }
}

async function tellBad(process: Process, bad: readonly string[]): Promise<number> {
  for (const text of bad) await complain(process, `invalid number '${text}'`);
  return Number(bad.length > 0);
}

/** Texts, and what is put between them. */
function piecesOf(format: string): (string | Directive)[] {
  const pieces: (string | Directive)[] = [];
  let end = 0;
  for (const { 0: found, 1: flags = '', 2: width = '', 3: precision, 4: kind = '', index } of format.matchAll(
    DIRECTIVE,
  )) {
    pieces.push(unescape(format.slice(end, index)));
    end = index + found.length;
    if (found === '%%') pieces.push('%');
    else if (!KINDS.has(kind)) throw new Refused(`${found}: invalid format`);
    else pieces.push({ flags, width, precision, kind });
  }
  return [...pieces, unescape(format.slice(end))];
}

const KINDS: ReadonlyMap<string, (values: Values, directive: Directive, precision: number | undefined) => string> =
  new Map([
    ['s', (values, _directive, precision) => values.text().slice(0, precision)],
    ['b', (values, _directive, precision) => unescape(values.text()).slice(0, precision)],
    ['c', (values) => values.text().slice(0, 1)],
    ['d', signed],
    ['i', signed],
    ['u', (values, _directive, precision) => digits(values, 10, '', precision)],
    ['o', (values, { flags }, precision) => digits(values, 8, flags.includes('#') ? '0' : '', precision)],
    ['x', (values, { flags }, precision) => digits(values, 16, flags.includes('#') ? '0x' : '', precision)],
    [
      'X',
      (values, { flags }, precision) => digits(values, 16, flags.includes('#') ? '0x' : '', precision).toUpperCase(),
    ],
  ]);

function signed(values: Values, { flags }: Directive, precision = 1): string {
  const value = values.number();
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return (value < 0 ? '-' : plus) + BigInt(Math.abs(value)).toString().padStart(precision, '0');
}

/** A number below zero is what a machine of 64 bits makes of it. */
function digits(values: Values, base: number, prefix: string, precision = 1): string {
  return prefix + BigInt.asUintN(64, BigInt(values.number())).toString(base).padStart(precision, '0');
}

function show(directive: Directive, values: Values): string {
  const width = sizeOf(directive.width, values) ?? 0;
  const precision = directive.precision === undefined ? undefined : (sizeOf(directive.precision, values) ?? 0);
  const text = KINDS.get(directive.kind)?.(values, directive, precision) ?? '';
  const isFilled = directive.flags.includes('0') && precision === undefined && !'sbc'.includes(directive.kind);
  return padded(text, directive.flags.includes('-') ? -Math.abs(width) : width, isFilled);
}

/** A width below zero is one to the left. */
function padded(text: string, width: number, isFilled: boolean): string {
  if (width < 0) return text.padEnd(-width);
  if (!isFilled) return text.padStart(width);
  const sign = /^(?:[-+ ]|0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function sizeOf(text: string, values: Values): number | undefined {
  if (text === '') return undefined;
  const size = text === '*' ? values.number() : Number(text);
  if (Math.abs(size) > WIDEST) throw new Refused('out of memory');
  return size;
}
