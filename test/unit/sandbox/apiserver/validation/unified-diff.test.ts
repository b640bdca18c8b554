import { describe, expect, it } from 'vitest';

import { unifiedDiff } from '../../../../../src/sandbox/apiserver/validation/immutable/unified-diff.js';

const lines = (text: string): string[] => text.split('');

describe('a unified diff', () => {
  it('is empty of the same', () => {
    expect(unifiedDiff(lines('abc'), lines('abc'))).toBe('');
  });

  it('shows three lines around a change', () => {
    expect(unifiedDiff(lines('abcdefghi'), lines('abcdXfghi')).split('\n')).toEqual([
      '@@ -2,7 +2,7 @@',
      ...[' b', ' c', ' d', '-e', '+X', ' f', ' g', ' h', ''],
    ]);
  });

  it('makes one hunk of changes that are near, two of those that are not', () => {
    const hunks = (before: string, after: string): number =>
      unifiedDiff(lines(before), lines(after)).match(/^@@/gm)?.length ?? 0;
    expect(hunks('a123456b', 'X123456Y')).toBe(1);
    expect(hunks('a1234567b', 'X1234567Y')).toBe(2);
  });

  it('finds what was added or removed', () => {
    expect(unifiedDiff(lines('ab'), lines('axb'))).toBe('@@ -1,2 +1,3 @@\n a\n+x\n b\n');
    expect(unifiedDiff(lines('axb'), lines('ab'))).toBe('@@ -1,3 +1,2 @@\n a\n-x\n b\n');
  });
});
