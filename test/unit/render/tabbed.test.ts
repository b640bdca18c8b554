import { expect, test } from 'vitest';
import { tabbed } from '../../../src/render/tabbed.js';

test('a column is as wide as the widest of its cells in lines that follow each other, and two spaces', () => {
  expect(tabbed(['Name:\tweb', 'Namespace:\tdefault', 'Events:', '  a\tbb\tc', '  aaa\tb\tc'])).toEqual([
    'Name:       web',
    'Namespace:  default',
    'Events:',
    '  a    bb  c',
    '  aaa  b   c',
  ]);
});

test('a line with fewer tabs ends the columns to its right, not those that it has', () => {
  expect(tabbed(['a\tlong\tx', 'b\ty', 'ccc\ts\tz'])).toEqual(['a    long  x', 'b    y', 'ccc  s  z']);
});

test('what no tab ends belongs to no column, however long it is', () => {
  expect(tabbed(['a\tvery long indeed', 'b\tc\td'])).toEqual(['a  very long indeed', 'b  c  d']);
  expect(tabbed(['\tx', 'Labels:\ty'])).toEqual(['         x', 'Labels:  y']);
});
