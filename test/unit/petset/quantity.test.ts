import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLess, parseQuantity } from '../../../src/petset/quantity.js';
import { isQuantity, quantityNano } from '../../../src/sandbox/model/quantity.js';

const NANO = 1_000_000_000n;

describe('a quantity', () => {
  test.each([
    ['1Gi', 2n ** 30n],
    ['1G', 10n ** 9n],
    ['500M', 500_000_000n],
    ['1e9', 10n ** 9n],
    ['1E9', 10n ** 9n],
    ['1E', 10n ** 18n],
    ['1.5Ti', 3n * 2n ** 39n],
    ['.5Ki', 512n],
    ['5.', 5n],
    ['-1Ki', -1024n],
    ['+2k', 2000n],
    ['0', 0n],
  ])('%s is %s', (text, value) => expect(parseQuantity(text)).toBe(value * NANO));

  test('is exact to 10^-9, and rounded up beyond', () => {
    expect(parseQuantity('100m')).toBe(NANO / 10n);
    expect(parseQuantity('1n')).toBe(1n);
    expect(parseQuantity('0.1n')).toBe(1n);
    expect(parseQuantity('1e-30')).toBe(1n);
  });

  test('is not larger than it can be, and a vast exponent costs nothing', () => {
    expect(parseQuantity('1e999999999')).toBe((2n ** 63n - 1n) * NANO);
    expect(parseQuantity('9Ei')).toBe((2n ** 63n - 1n) * NANO);
    expect(parseQuantity('-1e99')).toBe(-(2n ** 63n - 1n) * NANO);
    expect(parseQuantity(`1e-999999999`)).toBe(1n);
  });

  test.each(['', '.', 'Gi', '1gi', '1K', '1 Gi', '1e', '1e1.5', '0x10', '1GiB', '--1', '1,5Gi', '9'.repeat(5_000)])(
    'is not %j',
    (text) => expect(parseQuantity(text)).toBeUndefined(),
  );

  const number = fc
    .tuple(fc.constantFrom('', '+', '-'), fc.nat({ max: 99_999 }), fc.option(fc.nat({ max: 9_999 })))
    .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`);
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-2', 'e+6');
  const quantity = fc.tuple(number, suffix).map((parts) => parts.join(''));

  test('is read as the embedded server reads it, which was written by itself', () => {
    fc.assert(
      fc.property(quantity, (text) => {
        expect(isQuantity(text)).toBe(true);
        expect(parseQuantity(text)).toBe(quantityNano(text));
      }),
    );
  });

  test('is larger than another, smaller, or of the same size', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        expect([isLess(a, b), isLess(b, a)].filter(Boolean)).toHaveLength(quantityNano(a) === quantityNano(b) ? 0 : 1);
      }),
    );
    expect(isLess('1000Mi', '1Gi')).toBe(true);
    expect(isLess('1024Mi', '1Gi')).toBe(false);
  });

  test('is neither more nor less than what is none', () => {
    expect([isLess('1Gi', undefined), isLess(undefined, '1Gi'), isLess('x', '1Gi')]).toEqual([false, false, false]);
  });
});
