import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeIn, readJsonText } from '../../../src/petset/json-text.js';

test('it reads what JSON.parse reads, and nothing else', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ' ', ',', '"', '}', 'x', '0', '.'), (json, at, inserted) => {
      const cut = at % (json.length + 1);
      for (const text of [json, json.slice(0, cut) + inserted + json.slice(cut), json.slice(0, cut)]) {
        const read = readJsonText(text);
        expect(read.ok ? { value: read.value } : 'no JSON', text).toEqual(parsed(text));
      }
    }),
  );
});

function parsed(text: string): unknown {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return 'no JSON';
  }
}

test('a place is that of the name of a field, or of an item', () => {
  const text = '[{"a": 1}, {"b": {"c\\u0064": [true]}}]';
  const read = readJsonText(text);
  const at = (...path: (string | number)[]): string =>
    read.ok ? text.slice(placeIn(read.root, path).offset).slice(0, 4) : 'none';
  expect(at(0, 'a')).toBe('"a":');
  expect(at(1, 'b', 'cd')).toBe('"c\\u');
  expect(at(1, 'b', 'cd', 0)).toBe('true');
  expect(at(1, 'b', 'other', 3)).toBe('"b":');
  expect(at()).toBe('[{"a');
});

describe('what is no JSON', () => {
  test.each([
    ['', 'expected a value, but it ends', 0],
    ['[{"name": "a",}]', 'expected the name of a field in double quotes, but there is "}]"', 14],
    ['[{"name" "a"}]', 'expected ":", but there is "\\"a\\"}]"', 9],
    ['[1 2]', 'expected "," or "]", but there is "2]"', 3],
    ['{"a": 1', 'expected "," or "}", but it ends', 7],
    ["[{'a': 1}]", 'expected the name of a field in double quotes, but there is "\'a\': 1}]"', 2],
    ['[] []', 'expected nothing more, but there is "[]"', 3],
    ['[01]', 'expected a value, but there is "01]"', 1],
    ['['.repeat(501), 'it is nested more than 500 levels deep', 501],
  ])('%s', (text, problem, offset) => {
    expect(readJsonText(text)).toEqual({ ok: false, problem, offset });
  });
});
