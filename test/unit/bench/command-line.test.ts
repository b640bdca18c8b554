import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../bench/command-line.js';

describe('the command line of the benchmarks', () => {
  test('names what is measured, and how often', () => {
    expect(readCommandLine(['create/100', 'start', '--runs', '5'])).toMatchObject({
      names: ['create/100', 'start'],
      runs: 5,
      baseline: 'test/bench/baseline.json',
    });
  });

  test.each([
    [['--runs', '0'], '--runs 0: it must be a whole number from 1 to 999'],
    [['--runs', '1.5'], '--runs 1.5: it must be a whole number from 1 to 999'],
    [['--fast'], "Unknown option '--fast'"],
    [['--statefulset'], '--statefulset wants --kubeconfig FILE: it is about that cluster'],
    [['--fake-node'], '--fake-node wants --kubeconfig FILE: the embedded cluster has nothing else'],
    [['--quick', '--write-baseline'], '--write-baseline wants more than --quick measures'],
    [['--quick', '--write-docs'], '--write-docs wants more than --quick measures'],
    [['create', '--write-docs'], '--write-docs wants the whole table: name no part of it'],
    [
      ['--kubeconfig', 'F', '--write-baseline'],
      '--write-baseline is for embedded clusters, not for that of --kubeconfig',
    ],
  ])('refuses %j', (words, why) => {
    expect(() => readCommandLine(words)).toThrow(why);
  });
});
