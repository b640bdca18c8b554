import { describe, expect, it } from 'vitest';

import { customPrinter } from '../../../../../src/sandbox/apiserver/custom/columns.js';
import { parseJsonPath, PathError } from '../../../../../src/sandbox/apiserver/custom/json-path.js';

const DOCUMENT = {
  metadata: { annotations: { 'a.b/c': 'x' } },
  spec: {
    items: [
      { name: 'one', size: 1 },
      { name: 'two', size: 2 },
    ],
    deep: { name: 'three' },
  },
};

describe('the paths of columns', () => {
  it.each([
    ['.spec.deep.name', ['three']],
    ['.spec.items[0].name', ['one']],
    ['.spec.items[-1].name', ['two']],
    ['.spec.items[*].name', ['one', 'two']],
    ['.spec.items[1:].name', ['two']],
    ['.spec.items[?(@.name=="two")].size', [2]],
    ['.spec.items[?(@.size>1)].name', ['two']],
    ['.spec.items[?(@.nothing)].name', []],
    [".metadata.annotations['a.b/c']", ['x']],
    ['.metadata.annotations.a\\.b/c', ['x']],
    ['.spec..name', ['three', 'one', 'two']],
    ['.spec.nothing.there', []],
    ['.constructor', []],
  ])('%s', (path, found) => {
    expect(parseJsonPath(path)(DOCUMENT).sort()).toEqual([...found].sort());
  });

  it.each(['.spec.items[', '.spec.items[?(@.name==two)]', 'x y'])('%s is none', (path) => {
    expect(() => parseJsonPath(path)(DOCUMENT)).toThrow(PathError);
  });
});

describe('the columns of custom resources', () => {
  const cell = (type: string, value: unknown): unknown => {
    const printer = customPrinter([{ name: 'C', type, jsonPath: '.value' }]);
    const object = { kind: 'K', apiVersion: 'g/v', metadata: { name: 'n' }, value };
    return printer.row(object, Date.parse('2026-01-01T00:01:05Z'))[1];
  };

  it.each([
    ['string', 'text', 'text'],
    ['string', { a: ['<b>'] }, '{"a":["\\u003cb\\u003e"]}'],
    ['integer', 3.7, 3],
    ['integer', '3', null],
    ['number', 3.5, 3.5],
    ['boolean', false, false],
    ['date', '2026-01-01T00:00:00Z', '65s'],
    ['date', 'yesterday', '<invalid>'],
    ['string', undefined, null],
  ])('show as %s what is %j', (type, value, shown) => {
    expect(cell(type, value)).toEqual(shown);
  });

  it('tell where their value is from when nobody says what it is', () => {
    const { columns } = customPrinter([{ name: 'C', type: 'string', jsonPath: '.value', priority: 1 }]);
    expect(columns[1]).toMatchObject({
      description: 'Custom resource definition column (in JSONPath format): .value',
      priority: 1,
    });
  });
});
