/** The least that a quantity of Kubernetes tells apart is 10^-9, and the most that it holds is 2^63 - 1. */
const NANO_DIGITS = 9;
const LARGEST = (2n ** 63n - 1n) * 10n ** BigInt(NANO_DIGITS);
/** Beyond it every number is too large, or too small to tell, however it is written. */
const FARTHEST = 1_000;

const SHAPE = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?\d{1,9}))?$/;
/** By suffix: its place is the power of 1024. */
const BINARY = ['', 'K', 'M', 'G', 'T', 'P', 'E'];
/** The power of ten. Source: apimachinery pkg/api/resource/suffix.go. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/**
 * The exact value of a Kubernetes quantity (`1Gi`, `1.5Ti`, `500M`, `1e9`, `100m`) in 10^-9, so that any two can be
 * compared; nothing for text that is none. As in apimachinery what is finer is rounded away from zero, and what is
 * larger than a quantity can be is the largest one.
 */
export function parseQuantity(text: string): bigint | undefined {
  const match = text.length > FARTHEST ? null : SHAPE.exec(text);
  if (match === null) return undefined;
  const [, sign, number = '', binary = '', decimal = '', exponent = '0'] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const digits = BigInt(whole + fraction) << BigInt(10 * BINARY.indexOf(binary));
  const power = (DECIMAL[decimal] ?? 0) + Number(exponent);
  const value = timesTenTo(digits, power - fraction.length + NANO_DIGITS);
  const size = value > LARGEST ? LARGEST : value;
  return sign === '-' ? -size : size;
}

/** Rounded up where digits are lost. */
function timesTenTo(digits: bigint, power: number): bigint {
  const far = BigInt(Math.min(Math.abs(power), 2 * FARTHEST));
  return power >= 0 ? digits * 10n ** far : (digits + 10n ** far - 1n) / 10n ** far;
}

/** Whether one quantity is less than another; false where either of them is none. */
export function isLess(one: string | undefined, other: string | undefined): boolean {
  // Most claims have what they ask for.
  if (one === other) return false;
  const [a, b] = [parseQuantity(one ?? ''), parseQuantity(other ?? '')];
  return a !== undefined && b !== undefined && a < b;
}

/** An amount of bytes, in 10^-9 of them, as a person reads it: `1.5Gi`; rounded to a tenth. */
export function binarySize(amount: bigint): string {
  const bytes = amount / 10n ** BigInt(NANO_DIGITS);
  const place = BINARY.findLastIndex((_, power) => bytes >= 1n << BigInt(10 * power));
  if (place <= 0) return String(bytes);
  const tenths = (bytes * 10n + (1n << BigInt(10 * place - 1))) >> BigInt(10 * place);
  return `${tenths / 10n}${tenths % 10n === 0n ? '' : `.${tenths % 10n}`}${BINARY[place] ?? ''}i`;
}
