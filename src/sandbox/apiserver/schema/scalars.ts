import type { Json } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import { canonicalQuantity, QuantityError } from '../../model/quantity.js';
import type { Scalar } from './field.js';

/** A value of the wrong type; `found` is how Go calls what was there instead. */
export interface Mismatch {
  readonly found: string;
}

/** Words of the server for a value of the right JSON type that still does not parse. */
export class ScalarError extends Error {}

interface ScalarRule {
  /** The value as the server keeps it, or what was found instead. */
  readonly read: (value: Json) => { readonly value: Json } | Mismatch;
  /** What stands in for an absent value of a field that is always written. */
  readonly zero: Json;
}

const mismatch = (value: Json): Mismatch => ({ found: jsonTypeName(value) });

const STRING: ScalarRule = {
  read: (value) => (typeof value === 'string' ? { value } : mismatch(value)),
  zero: '',
};

const integer = (least: number, most: number): ScalarRule => ({
  read: (value) => {
    if (typeof value !== 'number') return mismatch(value);
    return Number.isInteger(value) && value >= least && value <= most ? { value } : { found: `number ${value}` };
  },
  zero: 0,
});

const INT64 = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

const time = (layout: string, write: (date: Date, text: string) => string): ScalarRule => ({
  read: (value) => (typeof value === 'string' ? { value: readTime(value, layout, write) } : mismatch(value)),
  zero: null,
});

const QUANTITY: ScalarRule = {
  read: (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return mismatch(value);
    try {
      return { value: canonicalQuantity(String(value)) };
    } catch (error) {
      throw error instanceof QuantityError ? new ScalarError(error.message) : error;
    }
  },
  zero: '0',
};

const RULES: Readonly<Record<Scalar, ScalarRule>> = {
  string: STRING,
  bytes: {
    read: (value) => (typeof value === 'string' ? { value: readBase64(value) } : mismatch(value)),
    zero: '',
  },
  bool: { read: (value) => (typeof value === 'boolean' ? { value } : mismatch(value)), zero: false },
  int32: integer(-(2 ** 31), 2 ** 31 - 1),
  uint32: integer(0, 2 ** 32 - 1),
  int: INT64,
  int64: INT64,
  float64: { read: (value) => (typeof value === 'number' ? { value } : mismatch(value)), zero: 0 },
  Time: time('2006-01-02T15:04:05Z07:00', (date) => `${date.toISOString().slice(0, 19)}Z`),
  MicroTime: time('2006-01-02T15:04:05.000000Z07:00', (date, text) => microseconds(date, text)),
  Quantity: QUANTITY,
  IntOrString: {
    read: (value) => (typeof value === 'string' || typeof value === 'number' ? { value } : mismatch(value)),
    zero: 0,
  },
  any: { read: (value) => ({ value }), zero: null },
};

export const scalarRule = (scalar: Scalar): ScalarRule => RULES[scalar];

/** How Go's encoding/json names the type of a JSON value. */
export function jsonTypeName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function readBase64(text: string): string {
  const bare = text.replace(/[\r\n]/g, '');
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare)) return bare;
  const stray = bare.search(/[^A-Za-z0-9+/=]/);
  throw new ScalarError(`illegal base64 data at input byte ${stray === -1 ? bare.length & ~3 : stray}`);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function readTime(text: string, layout: string, write: (date: Date, text: string) => string): string {
  const date = new Date(text);
  if (RFC3339.test(text) && !Number.isNaN(date.getTime())) return write(date, text);
  throw new ScalarError(`parsing time "${text}" as "${layout}": cannot parse "${text}" as "2006"`);
}

/** JavaScript's dates end at milliseconds: the three digits after them are taken from the text. */
function microseconds(date: Date, text: string): string {
  const [, digitsThere = '', zone = ''] = /^[^.Z+]*(\.\d{6})?(.*)$/.exec(text) ?? [];
  if (digitsThere === '') {
    const layout = '2006-01-02T15:04:05.000000Z07:00';
    throw new ScalarError(`parsing time "${text}" as "${layout}": cannot parse "${zone}" as ".000000"`);
  }
  const digits = (/\.(\d+)/.exec(text)?.[1] ?? '').padEnd(6, '0').slice(3, 6);
  return `${date.toISOString().slice(0, 23)}${digits}Z`;
}
