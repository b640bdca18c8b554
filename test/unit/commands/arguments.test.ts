import { describe, expect, test } from 'vitest';
import {
  clusterDomainArg,
  countArg,
  dryRunArg,
  durationArg,
  nameArg,
  ordinalsArg,
  outputArg,
} from '../../../src/commands/arguments.js';
import { readStorage } from '../../../src/commands/storage.js';
import { commandFor, commandLine } from '../../../src/commands/command-line.js';

describe('durations', () => {
  test.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['250ms', 250],
    ['1.5s', 1_500],
    ['45', 45_000],
    ['0', undefined],
    ['0s', undefined],
  ])('%s is %s ms', (timeout, ms) => {
    expect(durationArg({ timeout }, 'timeout')).toBe(ms);
  });

  test.each(['', 'soon', '5 minutes', '-1s', '1d'])('"%s" is none', (timeout) => {
    expect(() => durationArg({ timeout }, 'timeout')).toThrow(/invalid argument ".*" for "--timeout" flag/);
  });
});

describe('the name of a set', () => {
  test.each(['web', 'petset/web', 'petsets/web', 'PetSet/web', 'petset.petset.dev/web', 'ps/web'])('%s', (NAME) => {
    expect(nameArg({ NAME })).toBe('web');
  });

  test.each(['sts/web', 'pod/web-0', 'petset/', '/web', 'petset/web/0', ''])('"%s" is none', (NAME) => {
    expect(() => nameArg({ NAME })).toThrow(`error: "${NAME}" is no name of a set: it may be NAME or petset/NAME`);
  });
});

describe('numbers of pets', () => {
  test.each([
    ['0', 0],
    ['12', 12],
  ])('%s', (replicas, number) => {
    expect(countArg({ replicas }, 'replicas')).toBe(number);
  });

  test.each(['-1', '1.5', 'two', '', '1e3', '9999999999'])('"%s" is none', (replicas) => {
    expect(() => countArg({ replicas }, 'replicas')).toThrow(/invalid argument/);
  });
});

describe('lists of ordinals', () => {
  test.each([
    ['1', [1]],
    ['3,1', [3, 1]],
    ['', []],
    [undefined, undefined],
  ])('%s', (reserve, ordinals) => {
    expect(ordinalsArg({ reserve }, 'reserve')).toEqual(ordinals);
  });

  test.each(['-1', '1,', '1, 3', 'web-1', '1..3'])('"%s" is none', (reserve) => {
    expect(() => ordinalsArg({ reserve }, 'reserve')).toThrow(/invalid argument ".*" for "--reserve" flag/);
  });
});

test('what there is to choose from is told', () => {
  expect(() => dryRunArg({ 'dry-run': 'maybe' })).toThrow(
    'Invalid dry-run value (maybe). Must be "none", "server", or "client".',
  );
  expect(() => outputArg({ output: 'xml' }, ['json', 'yaml'])).toThrow(/allowed formats are: json,yaml/);
});

test('a command to go on with leads to the same cluster', () => {
  const ref = { namespace: 'db', name: 'web' };
  expect(commandFor('reconcile', ref, { context: 'prod', kubeconfig: '/k', output: 'json' })).toBe(
    'kubectl petset reconcile web -n db --kubeconfig=/k --context=prod',
  );
  const more = {
    'insecure-skip-tls-verify': true,
    'as-group': ['a', 'b c'],
    as: "o'neil",
    'client-key': '/home/me/my keys/k',
    token: 'secret',
  };
  expect(commandLine({ words: ['logs', 'web-0', '--previous'], namespace: 'db' }, more)).toBe(
    "kubectl logs web-0 --previous -n db --as='o'\\''neil' --as-group=a --as-group='b c' --client-key='/home/me/my keys/k' --insecure-skip-tls-verify",
  );
});

describe('sizes of claim templates', () => {
  test('one by one, by name', () => {
    expect([...readStorage({ storage: ['www=2Gi', 'log=500M'] })]).toEqual([
      ['www', '2Gi'],
      ['log', '500M'],
    ]);
    expect([...readStorage({})]).toEqual([]);
  });

  test.each([['www'], ['=2Gi'], ['www=']])('"%s" is none', (storage) => {
    expect(() => readStorage({ storage })).toThrow(
      /invalid argument ".*" for "--storage" flag: must be CLAIM_TEMPLATE=SIZE/,
    );
  });

  test('a template has one size', () => {
    expect(() => readStorage({ storage: ['www=2Gi', 'www=3Gi'] })).toThrow(/www has a size already/);
  });
});

describe('the domain of a cluster', () => {
  test.each([
    [undefined, 'cluster.local'],
    ['', 'cluster.local'],
    ['example.org', 'example.org'],
    ['.example.org.', 'example.org'],
  ])('"%s" is %s', (written, domain) => {
    expect(clusterDomainArg({ 'cluster-domain': written })).toBe(domain);
  });

  test.each(['ex ample', '-x.org', 'a..b', 'Example.org'])('"%s" is none', (written) => {
    expect(() => clusterDomainArg({ 'cluster-domain': written })).toThrow(
      `invalid argument "${written}" for "--cluster-domain" flag: a lowercase RFC 1123 subdomain must consist of`,
    );
  });
});
