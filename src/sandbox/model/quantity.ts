/**
 * Quantities as in apimachinery's pkg/api/resource: what parses, what they weigh, and how the server writes them back.
 * Values are exact: integers of 10^-9 (the smallest a quantity tells apart).
 */

const SHAPE = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const NANO = 1_000_000_000n;

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

type Format = 'binary' | 'decimal' | 'exponent';

interface Quantity {
  /** The value times 10^9. */
  readonly nano: bigint;
  readonly format: Format;
}

/** The server's words for text that is no quantity. */
export class QuantityError extends Error {}

const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_SUFFIX = "unable to parse quantity's suffix";

/** The value in 10^-9, so that any two can be compared and summed. Throws a {@link QuantityError}. */
export function quantityNano(text: string): bigint {
  return parse(text).nano;
}

/** Whether a text is a quantity. */
export function isQuantity(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The way the server writes the same value: `1024Mi` is `1Gi`, `0.5` is `500m`. Throws a {@link QuantityError}. */
export function canonicalQuantity(text: string): string {
  return write(parse(text));
}

/** The value of `nano` written in the format that `like` is written in. */
export function formatQuantity(nano: bigint, like: string): string {
  return write({ nano, format: parse(like).format });
}

function parse(text: string): Quantity {
  const [, sign = '', whole = '', fraction = '', suffix = ''] = SHAPE.exec(text) ?? [];
  if (whole === '' && fraction === '') throw new QuantityError(WRONG_FORMAT);
  const { multiplier, divisor, format } = scale(suffix);
  const digits = BigInt(whole + fraction) * multiplier * NANO;
  const whereTo = divisor * 10n ** BigInt(fraction.length);
  // Rounded up, away from zero, as the server does.
  const nano = (digits + whereTo - 1n) / whereTo;
  return { nano: sign === '-' ? -nano : nano, format };
}

function scale(suffix: string): { multiplier: bigint; divisor: bigint; format: Format } {
  const binary = BINARY.indexOf(suffix);
  if (binary > 0) return { multiplier: 1n << BigInt(10 * binary), divisor: 1n, format: 'binary' };
  const decimal = DECIMAL.indexOf(suffix);
  if (decimal !== -1) return { ...powerOfTen((decimal - 3) * 3), format: 'decimal' };
  const exponent = /^[eE]([+-]?[0-9]+)$/.exec(suffix)?.[1];
  if (exponent === undefined) throw new QuantityError(WRONG_SUFFIX);
  return { ...powerOfTen(Number(exponent)), format: 'exponent' };
}

function powerOfTen(exponent: number): { multiplier: bigint; divisor: bigint } {
  return exponent >= 0
    ? { multiplier: 10n ** BigInt(exponent), divisor: 1n }
    : { multiplier: 1n, divisor: 10n ** BigInt(-exponent) };
}

function write({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const isWhole = nano % NANO === 0n;
  // A binary quantity below 1024 or with a fraction is written as a decimal one.
  const size = nano < 0n ? -nano : nano;
  if (format === 'binary' && isWhole && size >= 1024n * NANO) return writeBinary(nano / NANO);
  return format === 'exponent' ? writeExponent(nano) : writeDecimal(nano);
}

function writeBinary(value: bigint): string {
  let index = 0;
  let rest = value;
  for (; rest % 1024n === 0n && index < BINARY.length - 1; index += 1) rest /= 1024n;
  return `${rest}${BINARY[index] ?? ''}`;
}

function writeDecimal(nano: bigint): string {
  const { rest, thousands } = withoutThousands(nano, DECIMAL.length - 1);
  return `${rest}${DECIMAL[thousands] ?? ''}`;
}

function writeExponent(nano: bigint): string {
  const { rest, thousands } = withoutThousands(nano, Infinity);
  const exponent = (thousands - 3) * 3;
  return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
}

function withoutThousands(nano: bigint, most: number): { rest: bigint; thousands: number } {
  let thousands = 0;
  let rest = nano;
  for (; rest % 1000n === 0n && thousands < most; thousands += 1) rest /= 1000n;
  return { rest, thousands };
}
