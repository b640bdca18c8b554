import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../src/cluster/yaml.js';
import { getIn } from '../../../src/petset/json-edit.js';

/** The line in a file of each word of the text at `a`. */
function linesOf(source: string): Readonly<Record<string, number | undefined>> {
  const [document] = parseYaml(source, 'a.yaml');
  const value = getIn(document?.value, ['a']);
  const text = typeof value === 'string' ? value : '';
  const words = [...text.matchAll(/\w+/g)];
  return Object.fromEntries(words.map(({ 0: word, index }) => [word, document?.lineOf(['a'], index)]));
}

describe('a character of a text has the line that it stands on', () => {
  test.each([
    ['plain, folded', 'a: one\n  two two2\n\n  three\nb: 1\n'],
    ['in single quotes', "a: 'one ''\n  two two2\n\n  three'\nb: 1\n"],
    ['in double quotes', 'a: "one\\n\n  two \\x74wo2 \\\n  three"\n'],
    ['literal', 'a: |\n  one\n  two two2\n\n  three\n'],
    ['folded', 'a: >-\n  one\n    two two2\n\n  three\n'],
  ])('%s', (_style, source) => {
    const lines = linesOf(source);
    const line = (word: string): number => source.slice(0, source.indexOf(word)).split('\n').length;
    expect(lines.one).toBe(line('one'));
    expect(lines.two).toBe(line('two'));
    expect(lines.three).toBe(line('three'));
    expect(lines.two2).toBe(lines.two);
  });

  test('with escapes that are one character, or none, or two', () => {
    const source = 'a: "\\u0041\\x42\\U0001F600\\t\\\n  \\"two\\"\\\\\n  three\\/\n  four"\n';
    expect(linesOf(source)).toEqual({ AB: 1, two: 2, three: 3, four: 4 });
  });

  test('where the file has been through Windows', () => {
    expect(linesOf('a: |\r\n  one\r\n  two\r\n')).toEqual({ one: 2, two: 3 });
  });

  test('after an anchor, a tag and a comment', () => {
    expect(linesOf('a: !!str &x |2- # one\n\n  two\n  three\n')).toEqual({ two: 3, three: 4 });
  });

  test('past the end it is the last', () => {
    const [document] = parseYaml("a: 'x\n  y\n\n  '\nb: 1\n", 'a.yaml');
    expect(document?.lineOf(['a'], 1000)).toBe(2);
  });
});

test('lines within quotes and brackets may be indented less than what is around them, as Go has it', () => {
  const source = 'a:\n    b: \'[\n  {"c": 1}\n]\'\n    d: [\n  1,\n2 ]\ne: 1\n';
  const [document] = parseYaml(source, 'a.yaml');
  expect(document?.value).toEqual({ a: { b: '[ {"c": 1} ]', d: [1, 2] }, e: 1 });
  expect(document?.lineOf(['a', 'b'], 3)).toBe(3);
  expect(document?.lineOf(['a', 'd', 1])).toBe(7);
  expect(document?.lineOf(['e'])).toBe(8);
});

test('a field of a JSON file has its line too', () => {
  const [document] = parseYaml('{\n\t"a": {\n\t\t"b": "x"\n\t},\n\t"c": []\n}\n', 'a.json');
  expect(document?.lineOf(['a', 'b'])).toBe(3);
  expect(document?.lineOf(['a', 'b'], 0)).toBe(3);
  expect(document?.lineOf(['c', 4])).toBe(5);
});
