import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Authentication } from '../../../src/cluster/authentication.js';
import { inCluster } from '../../../src/cluster/in-cluster.js';
import { type ClusterFlags, loadKubeConfig } from '../../../src/cluster/kubeconfig.js';

let dir: string;
let file: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'petset-authentication-'));
  file = join(dir, 'config');
  for (const name of ['ca.crt', 'me.crt', 'me.key', 'other.crt']) writeFileSync(join(dir, name), `is ${name}`);
  writeFileSync(join(dir, 'token'), 'of a file\n');
});
afterAll(() => rmSync(dir, { recursive: true }));

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What is sent with a request by the user, and to the cluster, that are written so. */
async function sent(user: object, cluster: object, flags: ClusterFlags = {}): Promise<unknown> {
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'it',
      contexts: [{ name: 'it', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: 'https://there:6443/', ...cluster } }],
      users: [{ name: 'u', user }],
    }),
  );
  const { headers, agent, ...rest } = await new Authentication(
    loadKubeConfig({ kubeconfig: file, ...flags }, {}),
  ).options();
  const shown = Object.entries(rest).map(([name, value]) => [name, Buffer.isBuffer(value) ? String(value) : value]);
  return { ...(Object.fromEntries(shown) as object), ...headers, ...(agent && { hasAgent: true }) };
}

describe('who we are, as a kubeconfig says it', () => {
  test.each<[string, object, object]>([
    ['a token', { token: 't' }, { Authorization: 'Bearer t' }],
    ['a token that YAML takes for a number', { token: 12345 }, { Authorization: 'Bearer 12345' }],
    [
      'a token of a file, which is from where the kubeconfig is',
      { tokenFile: 'token' },
      { Authorization: 'Bearer of a file' },
    ],
    [
      'a file before what is written down, for it may be newer',
      { tokenFile: 'token', token: 't' },
      { Authorization: 'Bearer of a file' },
    ],
    ['a name and a password', { username: 'me', password: 'p:q' }, { auth: 'me:p:q' }],
    [
      'a certificate',
      { 'client-certificate': 'me.crt', 'client-key': 'me.key' },
      { cert: 'is me.crt', key: 'is me.key' },
    ],
    [
      'a certificate that is there itself, before a file',
      { 'client-certificate': 'me.crt', 'client-certificate-data': base64('data') },
      { cert: 'data' },
    ],
    ['somebody else', { token: 't', as: 'jane' }, { Authorization: 'Bearer t', 'Impersonate-User': 'jane' }],
    ['nobody', {}, {}],
  ])('%s', async (_, user, expected) => {
    expect(await sent(user, {})).toEqual(expected);
  });

  const plugin = (credential: object): object => ({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-p', `JSON.stringify({ status: ${JSON.stringify(credential)} })`],
      interactiveMode: 'Never',
    },
  });

  test('whom a plugin says', async () => {
    expect(await sent(plugin({ token: 'p' }), {})).toMatchObject({ Authorization: 'Bearer p' });
    const certificate = { clientCertificateData: 'cert', clientKeyData: 'key' };
    expect(await sent(plugin(certificate), {})).toMatchObject({ cert: 'cert', key: 'key' });
  });

  test('a plugin that fails says why', async () => {
    const failing = {
      exec: { command: process.execPath, args: ['-e', 'console.error("log in first");process.exit(1)'] },
    };
    await expect(sent(failing, {})).rejects.toThrow('log in first');
  });

  test('a token is worth more than a plugin, and one of the command line needs none', async () => {
    expect(await sent({ ...plugin({ token: 'p' }), token: 't' }, {})).toMatchObject({ Authorization: 'Bearer t' });
    const broken = { exec: { command: '/nope' } };
    expect(await sent(broken, {}, { token: 't' })).toEqual({ Authorization: 'Bearer t' });
  });

  test('flags before the file', async () => {
    const user = { 'client-certificate-data': base64('data'), 'client-key-data': base64('data'), tokenFile: 'token' };
    const flags = { clientCertificate: join(dir, 'other.crt'), clientKey: join(dir, 'me.key'), token: 't' };
    expect(await sent(user, {}, flags)).toEqual({ cert: 'is other.crt', key: 'is me.key', Authorization: 'Bearer t' });
  });
});

describe('how a server is known', () => {
  test.each<[string, object, ClusterFlags, object]>([
    ['by a certificate of a file', { 'certificate-authority': 'ca.crt' }, {}, { ca: 'is ca.crt' }],
    [
      'or one that is there itself',
      { 'certificate-authority': 'ca.crt', 'certificate-authority-data': base64('data') },
      {},
      { ca: 'data' },
    ],
    [
      'or one of the command line',
      { 'certificate-authority-data': base64('data') },
      { certificateAuthority: 'CA' },
      { ca: 'is other.crt' },
    ],
    ['by another name', { 'tls-server-name': 'x' }, {}, { servername: 'x' }],
    ['not at all', { 'insecure-skip-tls-verify': true }, {}, { rejectUnauthorized: false }],
    ['not at all, as a flag says', {}, { insecureSkipTlsVerify: true }, { rejectUnauthorized: false }],
    [
      'in spite of the file, as a flag says',
      { 'insecure-skip-tls-verify': true },
      { insecureSkipTlsVerify: false },
      {},
    ],
    ['through a proxy', { 'proxy-url': 'http://proxy:3128' }, {}, { hasAgent: true }],
    [
      'through a proxy, without TLS',
      { server: 'http://there', 'proxy-url': 'http://proxy:3128' },
      {},
      { hasAgent: true, rejectUnauthorized: false },
    ],
  ])('%s', async (_, cluster, { certificateAuthority, ...flags }, expected) => {
    const given = certificateAuthority && { certificateAuthority: join(dir, 'other.crt') };
    expect(await sent({}, cluster, { ...flags, ...given })).toEqual(expected);
  });
});

test('in a pod it is the account of the pod, and its token is read anew', async () => {
  const home = join(dir, 'serviceaccount');
  expect(inCluster({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, home)).toBeUndefined();
  mkdirSync(home);
  writeFileSync(join(home, 'token'), 'first');
  writeFileSync(join(home, 'ca.crt'), 'ca');
  writeFileSync(join(home, 'namespace'), 'there\n');
  expect(inCluster({}, home)).toBeUndefined();
  const config = inCluster({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }, home);
  expect(config?.contexts).toMatchObject([{ name: config?.currentContext, namespace: 'there' }]);
  const [cluster, user] = [config!.clusters[0]!, config!.users[0]!];
  expect(cluster.server).toBe('https://[fd00::1]:6443');
  const authentication = new Authentication({ cluster: { ...cluster, server: 'https://x' }, user, namespace: 'there' });
  expect(await authentication.options()).toEqual({ ca: Buffer.from('ca'), headers: { Authorization: 'Bearer first' } });
  writeFileSync(join(home, 'token'), 'second');
  expect(await authentication.options()).toMatchObject({ headers: { Authorization: 'Bearer second' } });
});

describe('a kubeconfig that is none', () => {
  test.each([
    ['just words', /^error: error loading config file ".*config": an object is missing where it says "just words"$/],
    ['clusters: {}', /: clusters is no list$/],
    ['users: [{}]', /: users\[0\].name is missing$/],
    ['a: [', /^error: error loading config file ".*config": .+$/],
  ])('%s', (written, problem) => {
    writeFileSync(file, written);
    expect(() => loadKubeConfig({ kubeconfig: file }, {})).toThrow(problem);
  });

  test('an empty one says nothing, and so does one with entries that nobody uses', () => {
    writeFileSync(file, '\n');
    expect(loadKubeConfig({ kubeconfig: file }, {}).cluster.server).toBe('http://localhost:8080');
    writeFileSync(file, 'clusters: [{name: unfinished}]\nusers: null\n');
    expect(loadKubeConfig({ kubeconfig: file }, {}).cluster.server).toBe('http://localhost:8080');
  });
});
