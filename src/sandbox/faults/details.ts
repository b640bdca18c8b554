import type { Span, When } from './fault.js';

/** A fault that does not read; the message says which word is wrong. */
export class FaultError extends Error {}

/** Words parted by blanks; quotes hold one together. */
export function wordsOf(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|[^\s"]|")+/g) ?? [];
}

/** What stands after the colon: one bare word, and others with values. */
export interface Details {
  readonly harm: string | undefined;
  /** The value of a word; it counts as read. */
  take(word: string): string | undefined;
  /** Complains of what nobody asked for. */
  refuseUnread(): void;
}

export function readDetails(words: readonly string[]): Details {
  const values = new Map<string, string>();
  let harm: string | undefined;
  for (const word of words) {
    const [, key = '', value] = /^([^=]*)(?:=([^]*))?$/.exec(word) ?? [];
    const isTwice = value === undefined ? harm !== undefined : values.has(key);
    if (isTwice) throw new FaultError(`${word}: there is ${value === undefined ? harm : `a ${key}=`} already`);
    if (value === undefined) harm = key;
    else values.set(key, unquoted(word, value));
  }
  return {
    harm,
    take: (word) => {
      const value = values.get(word);
      values.delete(word);
      return value;
    },
    refuseUnread: () => {
      const [unread] = values.keys();
      if (unread !== undefined) throw new FaultError(`${unread}=: has no meaning here`);
    },
  };
}

function unquoted(word: string, value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    throw new FaultError(`${word}: must be a word or a JSON string`);
  }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `2s`, `1m`, `1h`; without a unit of seconds. */
export function timeIn(key: string, text: string): number {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) throw new FaultError(`${key}=${text}: must be a duration such as 500ms or 2s`);
  return Number(digits) * (UNITS[unit] ?? 1);
}

/** A whole number from 1 on. */
export function numberIn(key: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new FaultError(`${key}=${text}: must be a whole number, 1 or more`);
  return Number(text);
}

/** `2s`, or a range `1s..5s`. */
export function spanIn(details: Details, key: string): Span | undefined {
  const text = details.take(key);
  if (text === undefined) return undefined;
  const [first = '', last = first] = text.split('..');
  const span = { least: timeIn(key, first), most: timeIn(key, last) };
  if (span.most < span.least) throw new FaultError(`${key}=${text}: ends before it begins`);
  return span;
}

const WHENS = {
  p: (text: string) => {
    const chance = Number(text);
    const isFraction = /^\d*\.?\d+$/.test(text) && chance > 0 && chance <= 1;
    if (!isFraction) throw new FaultError(`p=${text}: must be more than 0, and 1 at most`);
    return chance;
  },
  every: (text: string) => numberIn('every', text),
  times: (text: string) => numberIn('times', text),
  from: (text: string) => timeIn('from', text),
  until: (text: string) => timeIn('until', text),
} as const;

/** When a fault strikes; only words that are wanted may be there. */
export function whenIn(
  details: Details,
  wanted: readonly (keyof typeof WHENS)[] = ['p', 'every', 'times', 'from', 'until'],
): When {
  const read = (key: keyof typeof WHENS, otherwise: number): number => {
    const text = wanted.includes(key) ? details.take(key) : undefined;
    return text === undefined ? otherwise : WHENS[key](text);
  };
  const when = {
    chance: read('p', 1),
    every: read('every', 1),
    times: read('times', Infinity),
    from: read('from', 0),
    until: read('until', Infinity),
  };
  if (when.until <= when.from) throw new FaultError('until=: must be later than from=');
  return when;
}
