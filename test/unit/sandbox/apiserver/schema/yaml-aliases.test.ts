import { describe, expect, it } from 'vitest';

import { loadGoYaml } from '../../../../../src/sandbox/apiserver/schema/go-yaml.js';

/** So many levels, each of which is ten times the one before. */
const bomb = (levels: number): string =>
  ['a0: &a0 x', ...Array.from({ length: levels }, (_, at) => level(at + 1))].join('\n');
const level = (at: number): string =>
  `a${at}: &a${at} [${Array(10)
    .fill(`*a${at - 1}`)
    .join(', ')}]`;

/** The words are those of a server of 1.34. */
describe('aliases of YAML', () => {
  it.each([
    ['a bomb', bomb(8), 'document contains excessive aliasing'],
    ['a small bomb', bomb(4), 'document contains excessive aliasing'],
    ['a list within itself', '&a [*a, *a]', "anchor 'a' value contains itself"],
    ['a map within itself', 'x: &a\n  y: *a\n', "anchor 'a' value contains itself"],
    ['what stands for each other', 'x: &a\n  y: &b\n  - *a\n', "anchor 'a' value contains itself"],
    ['an alias of nothing', 'data: *b', "unknown anchor 'b' referenced"],
    [
      'a long text again and again',
      `a: &a ${'x'.repeat(100_000)}\nb: [${Array(700).fill('*a').join(', ')}]`,
      'document contains excessive aliasing',
    ],
    [
      'a long chain',
      ['a0: &a0 [x]', ...Array.from({ length: 2000 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}]`)].join('\n'),
      'document contains excessive aliasing',
    ],
  ])('%s is refused', (_what, text, words) => {
    expect(() => loadGoYaml(text)).toThrow(new RegExp(words));
  });

  it.each([
    ['a: &a {x: 1}\nb: *a\nc: [*a, *a]', { a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }, { x: 1 }] }],
    ['a: &a 1\nb: *a', { a: 1, b: 1 }],
    ['a: &a {x: 1}\nb: {<<: *a, z: 2}', { a: { x: 1 }, b: { x: 1, z: 2 } }],
    ['&a a: 1\nb: *a', { a: 1, b: 'a' }],
    ['a: 2 * 3', { a: '2 * 3' }],
    ['a: &a 1\nb: &a 2\nc: *a', { a: 1, b: 2, c: 2 }],
  ])('%j is read', (text, value) => {
    expect(loadGoYaml(text)).toEqual(value);
  });
});
