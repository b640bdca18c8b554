import { expect, test } from 'vitest';
import { fold } from '../../../src/render/fold.js';

test('what fits is one line', () => {
  expect(fold('kubectl petset resume web', 25)).toEqual(['kubectl petset resume web']);
});

test('a longer one is broken between words, and nothing of it is lost', () => {
  expect(fold('to go on: kubectl petset resume web -n default', 24)).toEqual([
    'to go on: kubectl petset',
    '  resume web -n default',
  ]);
});

test('a word that is longer than a line is broken', () => {
  expect(fold('see registry.example.com/nginx:1', 12)).toEqual(['see', '  registry.e', '  xample.com', '  /nginx:1']);
});

test('a word that is broken at the beginning does not make its line too long', () => {
  for (const line of fold('registry.example.com/nginx:1 is not there', 12)) expect(line.length).toBeLessThanOrEqual(12);
});

test('line breaks of others are spaces', () => {
  expect(fold('no such\nhost', 80)).toEqual(['no such host']);
});
