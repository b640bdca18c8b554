import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Impersonation } from '../../../src/cluster/connection.js';
import { type ClusterFlags, loadKubeConfig } from '../../../src/cluster/kubeconfig.js';
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
  writeFileSync(join(dir, 'lost'), config('one', 'https://one:6443', 't1').replace('"one"', '"lost"'));
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
      'Impersonate-User': 'jane',
    });
  });

  test('an empty namespace is none', async () => {
    const empty = join(dir, 'empty-namespace');
    writeFileSync(empty, config('one', 'https://one:6443', 't1').replace('ns-one', ''));
    expect(await reached({}, { KUBECONFIG: empty })).toMatchObject({ namespace: 'default' });
  });

  test('nothing at all means where kubectl looks then', async () => {
    expect(await reached({}, { HOME: join(dir, 'empty') })).toEqual({
      server: 'http://localhost:8080',
      namespace: 'default',
    });
  });
});

test.each<[proxyUrl: string, env: Record<string, string>, proxy: string | undefined]>([
  ['http://own:3128', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://own:3128'],
  ['', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
  ['', {}, undefined],
])('proxy-url "%s" with %j: %s', (proxyUrl, env, proxy) => {
  const file = join(dir, 'proxied');
  const cluster = { server: 'https://one:6443', 'proxy-url': proxyUrl };
  const text = JSON.stringify({ clusters: [{ name: 'shared', cluster }], contexts: [] });
  writeFileSync(file, text);
  expect(loadKubeConfig({ kubeconfig: file, cluster: 'shared' }, env).cluster.proxyUrl).toEqual(proxy);
});

describe('what does not add up', () => {
  test.each<[ClusterFlags & Impersonation, RegExp]>([
    [{ kubeconfig: '/nope' }, /^error: stat \/nope: no such file or directory$/],
    [{ context: 'nope' }, /^error: context "nope" does not exist$/],
    [{ cluster: 'nope' }, /^error: cluster "nope" does not exist$/],
    [{ user: 'nope' }, /^error: auth info "nope" does not exist$/],
    [{ server: 'http://[' }, /is no URL$/],
    [{ kubeconfig: 'lost' }, /^Error in configuration: context was not found for specified context: lost$/],
    [{ asGroup: ['g'] }, /^error: requesting uid, groups or user-extra without impersonating a user$/],
    [{ asUid: 'u' }, /^error: requesting uid, groups or user-extra without impersonating a user$/],
  ])('%j', (flags, problem) => {
    const kubeconfig = flags.kubeconfig === 'lost' ? { kubeconfig: join(dir, 'lost') } : {};
    expect(() => connect({ ...flags, ...kubeconfig }, { env: { KUBECONFIG: one }, clock: new FakeClock() })).toThrow(
      problem,
    );
  });
});

test.each([
  [{ as: 'x\ny' }, /^invalid header field value for "Impersonate-User"$/],
  [{ as: 'x', asGroup: ['fine', 'x\ny'] }, /^invalid header field value for "Impersonate-Group"$/],
  [{ token: 'x\ny' }, /^invalid header field value for "Authorization"$/],
])('what no header can hold: %j', async (flags, problem) => {
  const connection = connect({ kubeconfig: one, ...flags }, { env: {}, clock: new FakeClock() });
  await expect(connection.credentials()).rejects.toThrow(problem);
});
