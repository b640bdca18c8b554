import { describe, expect, test } from 'vitest';
import { formatPath, parsePath } from '../../../src/petset/field-error.js';
import type { LabelSelector } from '../../../src/petset/kubernetes.js';
import { selectorMatches, selectorQuery } from '../../../src/petset/selector.js';

describe('a selector', () => {
  test.each<[LabelSelector, string, Record<string, string>, Record<string, string>]>([
    [{ matchLabels: { a: '1', b: '2' } }, 'a=1,b=2', { a: '1', b: '2', c: '3' }, { a: '1' }],
    [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['1', '2'] }] }, 'a in (1,2)', { a: '2' }, { a: '3' }],
    [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, 'a notin (1)', {}, { a: '1' }],
    [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }, 'a', { a: '' }, { b: '1' }],
    [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, '!a', { b: '1' }, { a: '1' }],
    [
      { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] },
      'constructor',
      Object.fromEntries([['constructor', '']]),
      {},
    ],
  ])('%j is asked for as %s', (selector, query, matching, other) => {
    expect(selectorQuery(selector)).toBe(query);
    expect(selectorMatches(selector, matching)).toBe(true);
    expect(selectorMatches(selector, other)).toBe(false);
  });
});

describe('paths of fields are written and read as Kubernetes writes them', () => {
  test.each([
    [['spec', 'containers', 0, 'name'], 'spec.containers[0].name'],
    [
      ['metadata', 'annotations', 'pod.alpha.kubernetes.io/initialized'],
      'metadata.annotations[pod.alpha.kubernetes.io/initialized]',
    ],
    [['a'], 'a'],
  ])('%j', (path, written) => {
    expect(formatPath(path)).toBe(written);
    expect(parsePath(written)).toEqual(path);
  });
});
