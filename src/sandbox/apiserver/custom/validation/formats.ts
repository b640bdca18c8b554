import { isIPv4, isIPv6 } from 'node:net';

import { dnsLabelFaults, dnsSubdomainFaults } from '../../validation/name.js';

/** Formats that the server checks; it passes over all others (apiextensions-apiserver pkg/apiserver/validation/formats.go). */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: (text) => /^[0-9a-fA-F]{24}$/.test(text),
  uri: isUri,
  email: (text) => /^[^\s@<>]+@[^\s@<>]+$/.test(text),
  hostname: isHostname,
  ipv4: isIPv4,
  ipv6: (text) => isIPv6(text),
  cidr: isCidr,
  mac: (text) => /^(?:[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}|(?:[\da-f]{4}\.){2}[\da-f]{4})$/i.test(text),
  uuid: (text) => /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i.test(text),
  uuid3: (text) => /^[\da-f]{8}-?[\da-f]{4}-?3[\da-f]{3}-?[\da-f]{4}-?[\da-f]{12}$/i.test(text),
  uuid4: (text) => /^[\da-f]{8}-?[\da-f]{4}-?4[\da-f]{3}-?[89ab][\da-f]{3}-?[\da-f]{12}$/i.test(text),
  uuid5: (text) => /^[\da-f]{8}-?[\da-f]{4}-?5[\da-f]{3}-?[89ab][\da-f]{3}-?[\da-f]{12}$/i.test(text),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: (text) => /^#?(?:[\da-f]{3}|[\da-f]{6})$/i.test(text),
  rgbcolor: (text) => /^rgb\(\s*(?:\d{1,3}\s*,\s*){2}\d{1,3}\s*\)$/.test(text),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
  password: () => true,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDate(`${text}T00:00:00Z`),
  duration: (text) => parseDuration(text) !== undefined,
  datetime: (text) => DATE_TIME.test(text) && isDate(text.toUpperCase()),
  k8sshortname: (text) => dnsLabelFaults(text).length === 0,
  k8slongname: (text) => dnsSubdomainFaults(text).length === 0,
};

const DATE_TIME = /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(?:\.\d+)?(?:z|[+-]\d\d:\d\d)$/i;

const find = (format: string): ((text: string) => boolean) | undefined => {
  const name = format.replaceAll('-', '');
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
};

export const isKnownFormat = (format: string): boolean => find(format) !== undefined;

export const fitsFormat = (format: string, text: string): boolean => find(format)?.(text) ?? true;

/** A date that is on the calendar. */
function isDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && Number(text.slice(8, 10)) <= daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Go's url.ParseRequestURI: absolute, or a path. */
function isUri(text: string): boolean {
  if (/[\s\p{Cc}]/u.test(text)) return false;
  return text.startsWith('/') || /^[a-z][a-z\d+.-]*:\S+$/i.test(text);
}

/** One label, or several that end in a word of letters. */
function isHostname(text: string): boolean {
  if (text.length > 255 || text.split('.').some((part) => part.length > 63)) return false;
  const label = '[\\p{L}\\p{S}\\d](?:[\\p{L}\\p{S}\\d-]*[\\p{L}\\p{S}\\d])?';
  return new RegExp(`^(?:${label}|(?:${label}\\.)+[\\p{L}]{2,63})$`, 'u').test(text);
}

function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  return isIPv4(address) ? Number(bits) <= 32 : isIPv6(address) && Number(bits) <= 128;
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = Array.from(digits).reduce(
    (total, digit, index) => total + (10 - index) * (digit === 'X' ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  return (
    Array.from(digits).reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0
  );
}

/** Luhn's sum of digits. */
function isCreditCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 },
};
const WORD_MS: readonly (readonly [RegExp, number])[] = [
  [/^(?:nanoseconds?|nanos?|ns)$/, 1e-6],
  [/^(?:microseconds?|micros?|us|µs|μs)$/, 1e-3],
  [/^(?:milliseconds?|millis?|ms)$/, 1],
  [/^(?:seconds?|secs?|s)$/, 1000],
  [/^(?:minutes?|mins?|m)$/, 60_000],
  [/^(?:hours?|hrs?|h)$/, 3_600_000],
  [/^(?:days?|d)$/, 86_400_000],
  [/^(?:weeks?|wks?|w)$/, 604_800_000],
];

const GO_DURATION = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

/** `1h30m` as Go reads it, and besides `3 days`, as strfmt does; in milliseconds. */
export function parseDuration(text: string): number | undefined {
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  const ms = GO_DURATION.test(body) ? sumOfUnits(body) : inWords(body);
  return ms !== undefined && text.startsWith('-') ? -ms : ms;
}

const sumOfUnits = (text: string): number =>
  [...text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce(
    (total, [, number = '', unit = '']) => total + Number(number) * (UNIT_MS[unit] ?? 0),
    0,
  );

function inWords(text: string): number | undefined {
  const [, number, word = ''] = /^(\d+)\s*([a-zµμ]+)$/i.exec(text) ?? [];
  const unit = WORD_MS.find(([pattern]) => pattern.test(word.toLowerCase()))?.[1];
  return number === undefined || unit === undefined ? undefined : Number(number) * unit;
}
