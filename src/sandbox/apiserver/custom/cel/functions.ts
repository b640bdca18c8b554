import { BlockList, isIP, isIPv4 } from 'node:net';
import { Environment, Optional } from '@marcbachmann/cel-js';

import { linearPattern } from '../../../model/linear-pattern.js';
import { canonicalQuantity, quantityNano } from '../../../model/quantity.js';
import {
  dns1035Faults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  labelValueFaults,
  qualifiedNameFaults,
} from '../../validation/name.js';
import { fitsFormat } from '../validation/formats.js';

/** A function as the library knows it: its signature, and what it does. Values are as the library has them. */
type Declared = readonly [signature: string, handler: (...values: never[]) => unknown];

/** Types that rules know besides those of the language. */
class Quantity {
  readonly nano: bigint;

  constructor(value: string | bigint) {
    this.nano = typeof value === 'bigint' ? value : quantityNano(canonicalQuantity(value));
  }
}

class Address {
  readonly text: string;

  constructor(text: string) {
    if (isIP(text) === 0)
      throw new Error(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
    this.text = text;
  }
}

class Block {
  readonly text: string;
  readonly #list = new BlockList();

  constructor(text: string) {
    const [, address = '', bits = ''] = /^(.+)\/(\d+)$/.exec(text) ?? [];
    if (!fitsFormat('cidr', text))
      throw new Error(`CIDR Address ${JSON.stringify(text)} parse error during conversion from string`);
    this.text = text;
    this.#list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }

  get prefixLength(): number {
    return Number(this.text.replace(/^.*\//, ''));
  }

  get address(): string {
    return this.text.replace(/\/.*$/, '');
  }

  holds(address: string): boolean {
    return this.#list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

class Link {
  readonly url: URL;

  constructor(text: string) {
    if (!URL.canParse(text)) throw new Error(`URL parse error during conversion from string: ${JSON.stringify(text)}`);
    this.url = new URL(text);
  }
}

class Format {
  readonly faults: (text: string) => readonly string[];

  constructor(faults: (text: string) => readonly string[]) {
    this.faults = faults;
  }
}

/** What stands before the dot of `sets.contains` and `format.uri`. */
class Sets {
  readonly name = 'sets';
}
class Formats {
  readonly name = 'format';
}

type Comparable = string | number | bigint | boolean | Date;

const sameAs =
  (one: unknown) =>
  (other: unknown): boolean =>
    one === other || JSON.stringify(one, jsonSafe) === JSON.stringify(other, jsonSafe);

const jsonSafe = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

const contains = (list: readonly unknown[], value: unknown): boolean => list.some(sameAs(value));

const LISTS: readonly Declared[] = [
  [
    'list.isSorted(): bool',
    (list: Comparable[]) => list.every((value, at) => at === 0 || (list[at - 1] ?? value) <= value),
  ],
  ['list<int>.sum(): int', (list: bigint[]) => list.reduce((sum, value) => sum + value, 0n)],
  ['list<double>.sum(): double', (list: number[]) => list.reduce((sum, value) => sum + value, 0)],
  ['list.min(): dyn', (list: Comparable[]) => extreme(list, (a, b) => b < a, 'min')],
  ['list.max(): dyn', (list: Comparable[]) => extreme(list, (a, b) => b > a, 'max')],
  ['list.indexOf(dyn): int', (list: unknown[], value: unknown) => BigInt(list.findIndex(sameAs(value)))],
  ['list.lastIndexOf(dyn): int', (list: unknown[], value: unknown) => BigInt(list.findLastIndex(sameAs(value)))],
  [
    'SetsNamespace.contains(list, list): bool',
    (_: Sets, a: unknown[], b: unknown[]) => b.every((value) => contains(a, value)),
  ],
  [
    'SetsNamespace.intersects(list, list): bool',
    (_: Sets, a: unknown[], b: unknown[]) => b.some((value) => contains(a, value)),
  ],
  [
    'SetsNamespace.equivalent(list, list): bool',
    (_: Sets, a: unknown[], b: unknown[]) =>
      a.every((value) => contains(b, value)) && b.every((value) => contains(a, value)),
  ],
];

function extreme(
  list: readonly Comparable[],
  replaces: (a: Comparable, b: Comparable) => boolean,
  name: string,
): Comparable {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error(`${name} called on empty list`);
  return rest.reduce((best, value) => (replaces(best, value) ? value : best), first);
}

const TEXTS: readonly Declared[] = [
  ['string.charAt(int): string', (text: string, at: bigint) => Array.from(text)[Number(at)] ?? ''],
  ['string.replace(string, string): string', (text: string, from: string, to: string) => text.replaceAll(from, to)],
  ['string.replace(string, string, int): string', replaceSome],
  ['string.find(string): string', (text: string, pattern: string) => findAll(text, pattern, 1n)[0] ?? ''],
  ['string.findAll(string): list<string>', (text: string, pattern: string) => findAll(text, pattern)],
  [
    'string.findAll(string, int): list<string>',
    (text: string, pattern: string, most: bigint) => findAll(text, pattern, most),
  ],
  ['string.format(list): string', formatText],
];

function replaceSome(text: string, from: string, to: string, most: bigint): string {
  if (most < 0n) return text.replaceAll(from, to);
  const parts = text.split(from);
  const head = parts.slice(0, Number(most) + 1).join(to);
  const rest = parts.slice(Number(most) + 1);
  return [head, ...rest].join(from);
}

function findAll(text: string, pattern: string, most = -1n): string[] {
  const found: string[] = [];
  if (most === 0n) return found;
  for (const one of linearPattern(pattern).occurrences(text)) if (BigInt(found.push(one)) === most) break;
  return found;
}

/** `%s %d %f %x` and the like, in turn. */
function formatText(text: string, values: readonly unknown[]): string {
  let next = 0;
  return text.replace(/%(?:\.(\d+))?([%sdfexXob])/g, (_whole, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    const value = values[next];
    next += 1;
    if (next > values.length) throw new Error(`index ${next - 1} out of range`);
    return formatValue(verb, value, precision);
  });
}

const BASES: Readonly<Record<string, number>> = { x: 16, X: 16, o: 8, b: 2 };

function formatValue(verb: string, value: unknown, precision = '6'): string {
  if (verb === 'f') return Number(value).toFixed(Number(precision));
  if (verb === 'e') return Number(value).toExponential(Number(precision));
  const base = BASES[verb];
  if (base !== undefined && typeof value === 'bigint') {
    const digits = value.toString(base);
    return verb === 'X' ? digits.toUpperCase() : digits;
  }
  return textOf(value);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  return typeof value === 'object' && value !== null ? JSON.stringify(value, jsonSafe) : String(value);
}

const QUANTITY = 'kubernetes.Quantity';
/** One, in billionths. */
const WHOLE = 1_000_000_000n;

const compareQuantities = (a: Quantity, b: Quantity): bigint => (a.nano < b.nano ? -1n : a.nano > b.nano ? 1n : 0n);

const isReadable = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

const QUANTITIES: readonly Declared[] = [
  [`quantity(string): ${QUANTITY}`, (text: string) => new Quantity(text)],
  ['isQuantity(string): bool', (text: string) => isReadable(() => new Quantity(text))],
  [`${QUANTITY}.isGreaterThan(${QUANTITY}): bool`, (a: Quantity, b: Quantity) => a.nano > b.nano],
  [`${QUANTITY}.isLessThan(${QUANTITY}): bool`, (a: Quantity, b: Quantity) => a.nano < b.nano],
  [`${QUANTITY}.add(${QUANTITY}): ${QUANTITY}`, (a: Quantity, b: Quantity) => new Quantity(a.nano + b.nano)],
  [`${QUANTITY}.add(int): ${QUANTITY}`, (a: Quantity, b: bigint) => new Quantity(a.nano + b * WHOLE)],
  [`${QUANTITY}.sub(${QUANTITY}): ${QUANTITY}`, (a: Quantity, b: Quantity) => new Quantity(a.nano - b.nano)],
  [`${QUANTITY}.sub(int): ${QUANTITY}`, (a: Quantity, b: bigint) => new Quantity(a.nano - b * WHOLE)],
  [`${QUANTITY}.compareTo(${QUANTITY}): int`, compareQuantities],
  [`${QUANTITY}.sign(): int`, ({ nano }: Quantity) => (nano < 0n ? -1n : nano > 0n ? 1n : 0n)],
  [`${QUANTITY}.isInteger(): bool`, ({ nano }: Quantity) => nano % WHOLE === 0n],
  [`${QUANTITY}.asInteger(): int`, ({ nano }: Quantity) => nano / WHOLE],
  [`${QUANTITY}.asApproximateFloat(): double`, ({ nano }: Quantity) => Number(nano) / 1e9],
];

const IP = 'net.IP';
const CIDR = 'net.CIDR';
const URL_TYPE = 'kubernetes.URL';

const holdsBlock = (block: Block, other: Block): boolean =>
  other.prefixLength >= block.prefixLength && block.holds(other.address);

const NETWORK: readonly Declared[] = [
  [`ip(string): ${IP}`, (text: string) => new Address(text)],
  ['isIP(string): bool', (text: string) => isIP(text) !== 0],
  [`${IP}.family(): int`, ({ text }: Address) => (isIPv4(text) ? 4n : 6n)],
  [`${IP}.isLoopback(): bool`, ({ text }: Address) => text === '::1' || text.startsWith('127.')],
  [`${IP}.isUnspecified(): bool`, ({ text }: Address) => text === '::' || text === '0.0.0.0'],
  [`cidr(string): ${CIDR}`, (text: string) => new Block(text)],
  [`${CIDR}.containsIP(string): bool`, (block: Block, text: string) => block.holds(new Address(text).text)],
  [`${CIDR}.containsIP(${IP}): bool`, (block: Block, { text }: Address) => block.holds(text)],
  [`${CIDR}.containsCIDR(string): bool`, (block: Block, text: string) => holdsBlock(block, new Block(text))],
  [`${CIDR}.containsCIDR(${CIDR}): bool`, holdsBlock],
  [`${CIDR}.prefixLength(): int`, ({ prefixLength }: Block) => BigInt(prefixLength)],
  [`${CIDR}.ip(): ${IP}`, ({ address }: Block) => new Address(address)],
  ['isCIDR(string): bool', (text: string) => fitsFormat('cidr', text)],
  [`url(string): ${URL_TYPE}`, (text: string) => new Link(text)],
  ['isURL(string): bool', (text: string) => URL.canParse(text)],
  [`${URL_TYPE}.getScheme(): string`, ({ url }: Link) => url.protocol.replace(/:$/, '')],
  [`${URL_TYPE}.getHost(): string`, ({ url }: Link) => url.host],
  [`${URL_TYPE}.getHostname(): string`, ({ url }: Link) => url.hostname],
  [`${URL_TYPE}.getPort(): string`, ({ url }: Link) => url.port],
  [`${URL_TYPE}.getEscapedPath(): string`, ({ url }: Link) => url.pathname],
];

const FORMAT = 'kubernetes.NamedFormat';

const named = (format: string) => (text: string) => (fitsFormat(format, text) ? [] : [`must be a ${format}`]);

const FORMATS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  dns1123Label: dnsLabelFaults,
  dns1123Subdomain: dnsSubdomainFaults,
  dns1035Label: dns1035Faults,
  qualifiedName: qualifiedNameFaults,
  labelValue: labelValueFaults,
  uri: named('uri'),
  uuid: named('uuid'),
  byte: named('byte'),
  date: named('date'),
  datetime: named('date-time'),
};

const NAMED_FORMATS: readonly Declared[] = [
  ...Object.entries(FORMATS).map(([name, faults]): Declared => [
    `FormatNamespace.${name}(): ${FORMAT}`,
    () => new Format(faults),
  ]),
  [
    `${FORMAT}.validate(string): optional<list<string>>`,
    ({ faults }: Format, text: string) => (faults(text).length === 0 ? Optional.none() : Optional.of(faults(text))),
  ],
];

/** An environment of the functions that rules of Kubernetes have (apiserver pkg/cel/library), and of no variables. */
export function baseEnvironment(): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  environment.registerType(QUANTITY, { ctor: Quantity });
  environment.registerType(IP, { ctor: Address });
  environment.registerType(CIDR, { ctor: Block });
  environment.registerType(URL_TYPE, { ctor: Link });
  environment.registerType(FORMAT, { ctor: Format });
  environment.registerType('SetsNamespace', { ctor: Sets });
  environment.registerType('FormatNamespace', { ctor: Formats });
  environment.registerConstant('sets', 'SetsNamespace', new Sets());
  environment.registerConstant('format', 'FormatNamespace', new Formats());
  for (const [signature, handler] of [...LISTS, ...TEXTS, ...QUANTITIES, ...NETWORK, ...NAMED_FORMATS]) {
    environment.registerFunction(signature, handler);
  }
  return environment;
}
