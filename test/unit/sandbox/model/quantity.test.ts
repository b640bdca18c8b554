import { describe, expect, it } from 'vitest';

import {
  canonicalQuantity,
  formatQuantity,
  QuantityError,
  quantityNano,
} from '../../../../src/sandbox/model/quantity.js';

describe('quantities', () => {
  // What a server of 1.34 made of them.
  it.each([
    ['1024Mi', '1Gi'],
    ['1536Mi', '1536Mi'],
    ['0.5', '500m'],
    ['1.5Gi', '1536Mi'],
    ['1000m', '1'],
    ['1000', '1k'],
    ['1e3', '1e3'],
    ['12E6', '12e6'],
    ['100Ki', '100Ki'],
    ['0.1Ki', '102400m'],
    ['-1Gi', '-1Gi'],
    ['0', '0'],
    ['0Gi', '0'],
    ['.5', '500m'],
    ['5.', '5'],
    ['1n', '1n'],
    ['0.1n', '1n'],
  ])('%s is written %s', (text, written) => {
    expect(canonicalQuantity(text)).toBe(written);
  });

  it.each([
    ['', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ['one', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ['1GG', "unable to parse quantity's suffix"],
    ['1K', "unable to parse quantity's suffix"],
  ])('refuses %j', (text, words) => {
    expect(() => quantityNano(text)).toThrow(new QuantityError(words));
  });

  it('compares what is written differently', () => {
    expect(quantityNano('1Gi')).toBe(quantityNano('1073741824'));
    expect(quantityNano('999m') < quantityNano('1')).toBe(true);
  });

  it('writes a sum in the format of one of its terms', () => {
    expect(formatQuantity(quantityNano('512Mi') + quantityNano('512Mi'), '1Gi')).toBe('1Gi');
    expect(formatQuantity(quantityNano('3'), '10')).toBe('3');
  });
});
