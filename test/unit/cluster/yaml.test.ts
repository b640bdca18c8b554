import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../src/cluster/yaml.js';

const only = (text: string): unknown => parseYaml(text, 'f.yaml')[0]?.value;

describe('scalars are what kubectl takes them for', () => {
  // Read off `kubectl create --dry-run=client -o json` 1.32.
  test.each([
    ['0644', 420],
    ['-0644', -420],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b11', 3],
    ['08', 8],
    ['0_7', 7],
    ['1_000', 1000],
    ['1_0.5', 10.5],
    ['+12', 12],
    ['-0', 0],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['5.', 5],
    ['.5', 0.5],
    ['1.0', 1],
    ['22:22', '22:22'],
    ['1:20:30.5', '1:20:30.5'],
    ['1e3m', '1e3m'],
    ['1.2.3', '1.2.3'],
    ['2016-01-01', '2016-01-01'],
    ['2016-01-01T10:00:00Z', '2016-01-01T10:00:00Z'],
    ['yes', true],
    ['on', true],
    ['y', true],
    ['N', false],
    ['Off', false],
    ['~', null],
    ['"yes"', 'yes'],
    ['=', '='],
  ])('%s', (source, value) => {
    expect(only(`a: ${source}`)).toEqual({ a: value });
  });

  test('keys are text, whatever they look like, and merge keys merge', () => {
    expect(only('5: a\ntrue: b\nbase: &x {q: 1}\nmore: {<<: *x, s: 2}')).toEqual({
      5: 'a',
      true: 'b',
      base: { q: 1 },
      more: { q: 1, s: 2 },
    });
  });
});

describe('indentation within quotes and brackets', () => {
  const lineOf = (text: string, ...path: readonly string[]): number | undefined =>
    parseYaml(text, 'f.yaml')[0]?.lineOf(path);

  // All of these are read the same by `kubectl create --dry-run=client -o json` 1.32.
  test('the JSON of an annotation may end at the column of its key, as in all manifests of 2016', () => {
    const text = `a:\n  b:\n    json: '[\n        {"n": 1}\n    ]'\n    more: x\n`;
    expect(only(text)).toEqual({ a: { b: { json: '[ {"n": 1} ]', more: 'x' } } });
    expect(lineOf(text, 'a', 'b', 'more')).toBe(6);
  });

  test.each([
    ['at the first column', `a:\n  json: '[\n{"n": 1},\n\n2\n]'\n`, { a: { json: '[ {"n": 1},\n2 ]' } }],
    ['in double quotes', `a:\n  json: "[\n  1\n ]"\n`, { a: { json: '[ 1 ]' } }],
    ['in brackets', `a:\n  list: [\n    1,\n  2\n  ]\n`, { a: { list: [1, 2] } }],
  ])('%s', (_, text, value) => {
    expect(only(text)).toEqual(value);
  });

  test('a quote that is never closed is told all the same', () => {
    expect(() => only(`a:\n  b: 'c\nd: 1\n`)).toThrow('unexpected end of the stream within a single quoted scalar');
  });
});

describe('documents', () => {
  test('empty ones are left out, and comments are none', () => {
    expect(parseYaml('---\n# nothing\n---\na: 1\n---\n---\nb: 2\n', 'f.yaml').map(({ value }) => value)).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
  });

  test('JSON may be indented with tabs', () => {
    expect(only('{\n\t"a": 1\n}')).toEqual({ a: 1 });
  });
});

describe('lines', () => {
  const text = [
    '# a comment',
    'kind: List',
    'items:',
    '  - name: a',
    '    ports: [1, 2]',
    '  - name: b',
    '---',
    'x:',
    '  y: z',
  ].join('\n');
  const [list, second] = parseYaml(text, 'f.yaml');

  test.each([
    [['kind'], 2],
    [['items'], 3],
    [['items', 0], 4],
    [['items', 0, 'ports', 1], 5],
    [['items', 1, 'name'], 6],
    [['items', 1, 'missing', 'deeper'], 6],
    [[], 2],
  ] as const)('%j is on line %d', (path, line) => {
    expect(list?.lineOf(path)).toBe(line);
  });

  test('they are counted through the file', () => {
    expect(second?.lineOf(['x', 'y'])).toBe(9);
  });
});

describe('what is no YAML', () => {
  test('a tab is named with its line', () => {
    expect(() => parseYaml('a:\n\tb: c\n', 'f.yaml')).toThrow(/^error: f\.yaml:2:1: tab characters must not be used/);
  });

  test('a key that is there twice is named with its line', () => {
    expect(() => parseYaml('a: 1\nb: 2\na: 3\n', 'f.yaml')).toThrow(/^error: f\.yaml:3:1: duplicated mapping key/);
  });

  test.each([
    ['a: [\n', '2:1', ' 1 | a: [\n 2 | \n-----^'],
    ['x: 1\na: [\n b,\nc', '4:2', ' 4 | c\n------^'],
    ['a: "b\nc\n', '3:1', ' 2 | c\n 3 | \n-----^'],
  ])('what is never closed in %j is told where the text ends', (text, place, shown) => {
    const read = (): unknown => parseYaml(text, 'f.yaml');
    expect(read).toThrow(`error: f.yaml:${place}: unexpected end of the stream`);
    expect(read).toThrow(shown);
  });
});
