import { describe, expect, it } from 'vitest';

import { fitsPattern, patternFault } from '../../../../../src/sandbox/apiserver/custom/validation/pattern.js';

const fits = (pattern: string, text: string): boolean => fitsPattern(pattern, text);

describe('patterns of Go', () => {
  it.each([
    ['(?i)^abc$', 'aBC', true],
    ['^a(?i)b$', 'AB', false],
    ['^(?i:ab)c$', 'ABc', true],
    ['^(?i)[a-f-]+$', 'A-F', true],
    ['\\Aab\\z', 'ab\n', false],
    ['^\\Qa.b\\E$', 'axb', false],
    ['^[[:^alpha:]\\d]$', '1', true],
    ['^\\s$', '\u00a0', false],
    ['^(?P<n>a)+$', 'aa', true],
    ['(?m)^ab$', 'x\nab', true],
    ['^a.b$', 'a\nb', false],
    ['^.{1}$', '😀', true],
    ['^a{$', 'a{', true],
  ])('%s and %j', (pattern, text, isFitting) => {
    expect(fits(pattern, text)).toBe(isFitting);
  });

  it.each([
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['(a', 'missing closing ): `(a`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
  ])('%s is none', (pattern, fault) => {
    expect(patternFault(pattern)).toBe(`error parsing regexp: ${fault}`);
  });
});
