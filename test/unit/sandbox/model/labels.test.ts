import { describe, expect, it } from 'vitest';

import { matchesSelector } from '../../../../src/sandbox/model/labels.js';
import type { LabelSelector } from '../../../../src/sandbox/model/meta.js';

const expression = (operator: string, ...values: string[]): LabelSelector => ({
  matchExpressions: [{ key: 'a', operator, values }],
});

describe('labels', () => {
  it.each<[string, LabelSelector | undefined, boolean]>([
    ['no selector', undefined, false],
    ['an empty selector', {}, true],
    ['a label', { matchLabels: { a: 'b' } }, true],
    ['another value', { matchLabels: { a: 'c' } }, false],
    ['In', expression('In', 'b', 'c'), true],
    ['NotIn', expression('NotIn', 'b'), false],
    ['Exists', expression('Exists'), true],
    ['DoesNotExist', expression('DoesNotExist'), false],
  ])('are judged by %s', (_what, selector, verdict) => {
    expect(matchesSelector(selector, { a: 'b' })).toBe(verdict);
  });
});
