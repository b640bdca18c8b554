import { describe, expect, it } from 'vitest';

import { linearPattern } from '../../../../src/sandbox/model/linear-pattern.js';

describe('regular expressions of users', () => {
  it.each([
    ['b+', 'abbc', true],
    ['^b+$', 'abbc', false],
    ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'web-0', true],
    ['(?i)WEB', 'a web', true],
    ['^.$', '😀', true],
    [String.raw`^\pL+\z`, 'Größe', true],
  ])('finds %s in %s: %s', (source, text, found) => {
    expect(linearPattern(source).test(text)).toBe(found);
  });

  it('minds no case where told so, and only there', () => {
    expect([
      linearPattern('web').test('WEB'),
      linearPattern('web', { ignoreCase: true }).test('WEB'),
      linearPattern('web').test('WEB'),
    ]).toEqual([false, true, false]);
  });

  it('takes no longer for expressions that make others try again and again', () => {
    expect(linearPattern('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
  });

  it.each([
    ['(', 'missing closing ): `(`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    [String.raw`(a)\1`, String.raw`invalid escape sequence: ${'`'}\1${'`'}`],
    ['a\\', 'trailing backslash at end of expression: ``'],
  ])('refuses %s in the words of Go, however often it is asked', (source, words) => {
    const told = new Error(`error parsing regexp: ${words}`);
    expect(() => linearPattern(source)).toThrow(told);
    expect(() => linearPattern(source)).toThrow(told);
  });
});
