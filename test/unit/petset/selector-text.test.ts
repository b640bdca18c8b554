import { expect, test } from 'vitest';
import { parseSelector } from '../../../src/petset/selector-text.js';
import { selectorMatches, selectorQuery } from '../../../src/petset/selector.js';

test.each([
  ['app=nginx', 'app in (nginx)'],
  ['app==nginx', 'app in (nginx)'],
  ['app!=nginx', 'app notin (nginx)'],
  [' app = nginx , tier in (a, b),!old', 'app in (nginx),tier in (a,b),!old'],
  ['tier notin (a,b),new', 'tier notin (a,b),new'],
  ['app=', 'app in ()'],
  ['', ''],
])('%s means %s', (text, meaning) => {
  const selector = parseSelector(text);
  expect(selector && selectorQuery(selector)).toBe(meaning);
});

test.each(['app=a=b', 'app=nginx,', ',', 'app in a', '=x', '!', 'a b', 'app in (a'])('%s makes no sense', (text) => {
  expect(parseSelector(text)).toBeUndefined();
});

test('it chooses what it says', () => {
  const selector = parseSelector('app=nginx,!old')!;
  expect(selectorMatches(selector, { app: 'nginx' })).toBe(true);
  expect(selectorMatches(selector, { app: 'nginx', old: '1' })).toBe(false);
  expect(selectorMatches(parseSelector('app=')!, { app: '' })).toBe(true);
});
