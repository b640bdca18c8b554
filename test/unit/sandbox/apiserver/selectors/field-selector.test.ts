import { describe, expect, it } from 'vitest';

import { parseFieldSelector } from '../../../../../src/sandbox/apiserver/selectors/field-selector.js';

describe('a field selector', () => {
  it.each([
    ['metadata.name=a', [{ field: 'metadata.name', value: 'a', isEqual: true }]],
    ['metadata.name==a', [{ field: 'metadata.name', value: 'a', isEqual: true }]],
    [
      'status.phase!=Running,spec.nodeName=',
      [
        { field: 'status.phase', value: 'Running', isEqual: false },
        { field: 'spec.nodeName', value: '', isEqual: true },
      ],
    ],
    ['reason=a\\,b\\=c\\\\', [{ field: 'reason', value: 'a,b=c\\', isEqual: true }]],
    [',', []],
    ['', []],
  ])('%j', (text, terms) => {
    expect(parseFieldSelector(text)).toEqual(terms);
  });

  // Asked of a server of 1.34.
  it.each([
    ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    ['metadata.name=a=b', 'invalid field selector: unescaped character in value: 61'],
  ])('%j is refused: %s', (text, words) => {
    expect(() => parseFieldSelector(text)).toThrow(words);
  });
});
