import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const LAUNCHER = join(ROOT, 'plugin/kubectl-petset');
const BUNDLE = join(ROOT, 'dist/kubectl-petset.js');

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface KubeConfig {
  readonly clusters: readonly [{ readonly name: string; readonly cluster: Record<string, string> }];
}

/** With the same Node as this test, and no wishes as to how it starts. */
function run(program: string, args: readonly string[], more: NodeJS.ProcessEnv): Promise<Ran> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  const env = { ...process.env, PATH: path, NODE_OPTIONS: '', NODE_USE_SYSTEM_CA: '', ...more };
  return new Promise((resolve) => {
    execFile(program, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

describe.skipIf(!inject('kubectl'))('the launcher', () => {
  let home: string;
  let kubeconfig: string;
  let server: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'petset-launcher-'));
    const view = ['config', 'view', '--raw', '--flatten', '--minify', '-o', 'json'];
    const config = JSON.parse((await run('kubectl', view, { KUBECONFIG: inject('kubeconfig') })).stdout) as KubeConfig;
    const { 'certificate-authority-data': data = '', ...cluster } = config.clusters[0].cluster;
    server = cluster.server ?? '';
    const authority = Buffer.from(data, 'base64').toString();
    kubeconfig = file('config', JSON.stringify({ ...config, clusters: [{ name: config.clusters[0].name, cluster }] }));
    file('authority', authority);
    file('nobody', 'nothing that looks like a certificate\n');
    file('broken', `${authority.slice(0, authority.length / 2)}\n${authority}`);
    file('trusted', authority.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE'));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const file = (name: string, text: string): string => {
    writeFileSync(join(home, name), text);
    return join(home, name);
  };

  /** Runs a command of ours with authorities of a file of `home`, by the launcher and by Node alone: it has to be the same. */
  async function runBoth(authorities: string, ...args: readonly string[]): Promise<Ran> {
    const NODE_EXTRA_CA_CERTS = authorities === '' ? '' : join(home, authorities);
    const env = { KUBECONFIG: kubeconfig, NODE_EXTRA_CA_CERTS };
    const [launched, plain] = await Promise.all([
      run(LAUNCHER, args, env),
      run(process.execPath, [BUNDLE, ...args], env),
    ]);
    expect(launched).toEqual(plain);
    return launched;
  }

  const SETS = ['get', '-n', 'petset-e2e-nowhere'];

  test('the authorities of NODE_EXTRA_CA_CERTS count where a kubeconfig names none', async () => {
    expect(await runBoth('authority', ...SETS)).toMatchObject({ code: 0, stdout: '' });
  });

  test.each([
    ['', /^Unable to connect to the server: .*certificate/],
    ['nobody', /^Unable to connect to the server: .*certificate/],
    ['trusted', /^Unable to connect to the server: .*certificate/],
    [
      'broken',
      /^Warning: Ignoring extra certs from `.+broken`, load failed: error:0.+\nUnable to connect to the server: .*certificate/,
    ],
    [
      'missing',
      /^Warning: Ignoring extra certs from `.+missing`, load failed: error:80000002:.+\nUnable to connect to the server: .*certificate/,
    ],
  ])('those of the file %j do not', async (authorities, said) => {
    const { code, stderr } = await runBoth(authorities, ...SETS);
    expect(stderr).toMatch(said);
    expect(code).toBe(1);
  });

  test('they count for manifests of a URL too', async () => {
    const url = `${server}/version`;
    expect((await runBoth('authority', 'convert', '-f', url)).stderr).not.toMatch(/unable to read URL.+certificate/);
    expect((await runBoth('', 'convert', '-f', url)).stderr).toMatch(/unable to read URL.+certificate/);
  });

  test('what is started finds the environment as it was', async () => {
    const program = ['sandbox', '--', 'sh', '-c', 'env | grep -E "^(NODE|SSL|PETSET)_" | sort'];
    const { stdout } = await runBoth('authority', ...program);
    expect(stdout).toContain(`NODE_EXTRA_CA_CERTS=${join(home, 'authority')}\n`);
    expect(stdout).not.toContain('PETSET_');
  });
});
