import { describe, expect, it } from 'vitest';

import { jsonKeys, yamlDuplicates } from '../../../../../src/sandbox/apiserver/schema/duplicate-keys.js';

const twice = (text: string): string[] => jsonKeys(text).map(({ path }) => path);

describe('keys that are there twice', () => {
  it('are told by their path, in the order of the text', () => {
    expect(twice('{"a":{"b":1,"b":2},"l":[{},{"x":{"y":1,"y":2}}],"a":0}')).toEqual(['a.b', 'l[1].x.y', 'a']);
  });

  it('are none in objects beside each other, or in texts', () => {
    expect(twice('{"l":[{"a":1},{"a":2}],"t":"{\\"a\\":1,\\"a\\":2}","a":"a","b":["a","a"]}')).toEqual([]);
  });

  it('are one key however it is written', () => {
    expect(twice('{"a":1,"\\u0061":2}')).toEqual(['a']);
  });

  it('are told by the line of their value in YAML', () => {
    expect(yamlDuplicates('a: 1\nb:\n  c: 1\n  "c": 2\na:\n  d: 1\nl: [{x: 1, x: 2}]\n')).toEqual([
      'line 4: key "c" already set in map',
      'line 6: key "a" already set in map',
      'line 7: key "x" already set in map',
    ]);
  });
});
