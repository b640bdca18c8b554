import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../../src/cluster/connection.js';
import type { ClusterFlags } from '../../../src/cluster/kubeconfig.js';
import { FakeClock } from '../../fixtures/clock.js';

let dir: string;
let one: string;
let two: string;

function config(name: string, server: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name: 'shared', cluster: { server } }],
    users: [{ name: 'me', user: { token } }],
    contexts: [{ name, context: { cluster: 'shared', user: 'me', namespace: `ns-${name}` } }],
  });
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'petset-kubeconfig-'));
  one = join(dir, 'one');
  two = join(dir, 'two');
  writeFileSync(one, config('one', 'https://one:6443', 't1'));
  writeFileSync(two, config('two', 'https://two:6443', 't2'));
  mkdirSync(join(dir, '.kube'));
  writeFileSync(join(dir, '.kube', 'config'), config('home', 'http://home:8080', 't3'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function reached(flags: ClusterFlags & { as?: string }, env: Record<string, string>): Promise<object> {
  const connection = connect(flags, { env, clock: new FakeClock() });
  const { headers } = await connection.credentials();
  connection.close();
  return { server: connection.server.origin, namespace: connection.namespace, ...headers };
}

describe('the cluster is the one that kubectl would choose', () => {
  test('a file on the command line before the environment, the environment before home', async () => {
    const env = { KUBECONFIG: two, HOME: dir };
    expect(await reached({ kubeconfig: one }, env)).toEqual({
      server: 'https://one:6443',
      namespace: 'ns-one',
      Authorization: 'Bearer t1',
    });
    expect(await reached({}, env)).toMatchObject({ server: 'https://two:6443' });
    expect(await reached({}, { HOME: dir })).toMatchObject({ server: 'http://home:8080', Authorization: 'Bearer t3' });
  });

  test('of several files the first to name something wins, and files that are not there do not matter', async () => {
    const env = { KUBECONFIG: [join(dir, 'gone'), one, two].join(delimiter) };
    expect(await reached({}, env)).toMatchObject({ server: 'https://one:6443', namespace: 'ns-one' });
    expect(await reached({ context: 'two' }, env)).toMatchObject({ server: 'https://one:6443', namespace: 'ns-two' });
  });

  test('flags win over everything', async () => {
    const flags = { kubeconfig: one, namespace: 'x', server: 'https://other', token: 't9', as: 'jane' };
    expect(await reached(flags, {})).toEqual({
      server: 'https://other',
      namespace: 'x',
      Authorization: 'Bearer t9',
      'impersonate-user': 'jane',
    });
  });

  test('nothing at all means where kubectl looks then', async () => {
    expect(await reached({}, { HOME: join(dir, 'empty') })).toEqual({
      server: 'http://localhost:8080',
      namespace: 'default',
    });
  });
});

describe('what does not add up', () => {
  test.each<[ClusterFlags, RegExp]>([
    [{ kubeconfig: '/nope' }, /^error: stat \/nope: no such file or directory$/],
    [{ context: 'nope' }, /^error: context "nope" does not exist$/],
    [{ cluster: 'nope' }, /^error: cluster "nope" does not exist$/],
    [{ user: 'nope' }, /^error: auth info "nope" does not exist$/],
    [{ server: 'http://[' }, /is no URL$/],
  ])('%j', (flags, problem) => {
    expect(() => connect(flags, { env: { KUBECONFIG: one }, clock: new FakeClock() })).toThrow(problem);
  });
});
