import { describe, expect, test } from 'vitest';
import { chosen } from '../../bench/chosen.js';
import { readCommandLine } from '../../bench/command-line.js';
import type { Part } from '../../bench/part.js';
import type { Case } from '../../bench/row.js';

const one = (name: string, more: Partial<Case> = {}): Case => ({
  name,
  says: '',
  unit: 'ms',
  runs: 1,
  isQuick: false,
  ...more,
});
const part = (name: string, cases: readonly Case[], isForAnyCluster = false): Part => ({
  name,
  says: '',
  cases,
  isForAnyCluster,
  measure: () => Promise.resolve([]),
});
const PARTS = [
  part('start', [one('start/get', { isQuick: true })]),
  part('pets', [one('create/10', { isQuick: true }), one('create/100'), one('create/1000', { isLong: true })], true),
];

const names = (...words: readonly string[]): readonly string[] =>
  chosen(PARTS, readCommandLine(words)).flatMap(([, cases]) => cases.map(({ name }) => name));

describe('what is measured', () => {
  test('is everything where nothing is named', () => {
    expect(names()).toEqual(['start/get', 'create/10', 'create/100', 'create/1000']);
  });

  test.each([
    ['a part', 'pets', ['create/10', 'create/100', 'create/1000']],
    ['a case', 'create/10', ['create/10']],
    ['what cases begin with', 'create', ['create/10', 'create/100', 'create/1000']],
  ])('may be %s', (_, name, expected) => {
    expect(names(name)).toEqual(expected);
  });

  test('is little where it is to be quick', () => {
    expect(names('--quick')).toEqual(['start/get', 'create/10']);
  });

  test('on a given cluster is what can be measured there, and takes long only where it is named', () => {
    expect(names('--kubeconfig', 'F')).toEqual(['create/10', 'create/100']);
    expect(names('--kubeconfig', 'F', 'create/1000')).toEqual(['create/1000']);
  });

  test('cannot be what there is not', () => {
    expect(() => names('crate')).toThrow('there is nothing called crate to measure, but in these parts: start, pets');
    expect(() => names('start', '--kubeconfig', 'F')).toThrow('there is nothing called start to measure on a given');
    expect(() => names('create/100', '--quick')).toThrow('nothing of create/100 is quick: leave out --quick');
  });
});
