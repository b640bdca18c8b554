import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HERE, nodeIn } from '../../scripts/executable-node.mjs';
import { EmptyRoot } from './empty-root.js';
import { webManifest } from './manifest.js';

const SCRIPT = new URL('../../scripts/executable.mjs', import.meta.url).pathname;
const COMPLETION = new URL('../../plugin/kubectl_complete-petset', import.meta.url).pathname;

/** Why no executable can be made of the Node that runs this, if that is so. */
function whyNot(): string | undefined {
  if (!HERE.startsWith('linux-')) return `this is ${HERE}`;
  try {
    nodeIn(readFileSync(process.execPath), { name: process.execPath, target: HERE });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const NOTHING = { code: 0, stdout: '', stderr: 'No resources found in default namespace.\n' };

/** Where there is a place for it; the second run takes it. */
async function expectToKeepWhatIsCompiled(root: EmptyRoot, kubeconfig: string): Promise<void> {
  for (const run of ['first', 'second']) {
    const ran = await root.run(['get', '--kubeconfig', kubeconfig], { XDG_CACHE_HOME: '/cache' });
    expect(ran, run).toEqual(NOTHING);
    expect(root.names()).toContain('cache');
  }
}

/** Where a kubeconfig names nobody whom it trusts, beside those of the system or without. */
async function expectToHeedExtraAuthorities(root: EmptyRoot, kubeconfig: string): Promise<void> {
  const named = /certificate-authority-data: (\S+)/;
  const config = root.read(kubeconfig);
  const [, data = ''] = named.exec(config) ?? [];
  root.write('authority', Buffer.from(data, 'base64').toString());
  root.write('nameless', config.replace(named, ''));
  const get = (env: NodeJS.ProcessEnv): ReturnType<EmptyRoot['run']> =>
    root.run(['get', '--kubeconfig=/nameless'], env);

  expect(await get({ NODE_EXTRA_CA_CERTS: '/authority' })).toEqual(NOTHING);
  // Node says what it misses of the system.
  const withSystem = await get({ NODE_EXTRA_CA_CERTS: '/authority', NODE_USE_SYSTEM_CA: '1' });
  expect(withSystem).toMatchObject({ code: 0, stderr: expect.stringContaining(NOTHING.stderr) as unknown });
  const { code, stderr } = await get({});
  expect(stderr).toMatch(/^Unable to connect to the server: .*certificate/);
  expect(code).toBe(1);
}

const reason = whyNot();
if (reason !== undefined) process.stderr.write(`${reason}: the tests of the single executable are skipped\n`);

describe.skipIf(reason !== undefined)('the single executable', () => {
  /** With a blank in its name. */
  let folder: string;
  let executable: string;
  let root: EmptyRoot | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'petset executable '));
    executable = join(folder, 'kubectl-petset');
    execFileSync(process.execPath, [SCRIPT, '--outfile', executable]);
    root = EmptyRoot.of(executable);
  });
  afterAll(() => {
    root?.remove();
    rmSync(folder, { recursive: true });
  });

  test('makes a set and takes it down again, on its own cluster, where there is nothing but the C libraries', async ({
    skip,
  }) => {
    if (root === undefined) return skip('neither chroot nor unshare may be used here');
    const before = root.names();
    const cluster = root.start(['sandbox'], { TMPDIR: '/' });
    const [, kubeconfig = ''] = (await cluster.line(/export KUBECONFIG=/)).split('=');
    const petset = (...args: readonly string[]): ReturnType<EmptyRoot['run']> =>
      root!.run([...args, '--kubeconfig', kubeconfig]);

    root.write('web.yaml', webManifest());
    const created = await petset('create', '-f', 'web.yaml');
    expect(created.stderr).toMatch(/^(web\.yaml:\d+: .*\n)+$/);
    expect(created.stdout).toMatch(/^pod\/web-1 ready\npetset\/web ready \(2\/2\)\n$/m);
    expect((await petset('get')).stdout).toMatch(/^web +2 +2 +2 /m);
    expect((await petset('scale', 'web', '--replicas=1')).stdout).toMatch(/^pod\/web-1 deleted\n/m);
    expect(await petset('clean', 'web', '--yes')).toMatchObject({ code: 0, stderr: '' });
    expect(await petset('get')).toMatchObject({ code: 0, stdout: '' });
    await expectToKeepWhatIsCompiled(root, kubeconfig);
    await expectToHeedExtraAuthorities(root, kubeconfig);
    // What Node has to say of the executable, it says here, where most of the program is loaded.
    expect(cluster.lines.filter((line) => /warn/i.test(line))).toEqual([]);

    cluster.child.kill('SIGINT');
    expect(await cluster.end()).toBe(0);
    expect(root.names()).toEqual([...before, 'authority', 'cache', 'nameless', 'web.yaml'].sort());
  });

  test.for<[string, readonly string[], RegExp]>([
    ['temporary folder', ['sandbox'], /^error: cannot make a folder in \/tmp, .*: no such file or directory\n$/],
    ['kubeconfig', ['get', '--kubeconfig=/web'], /^error: stat \/web: no such file or directory\n$/],
    ['manifest', ['create', '-f', 'no.yaml'], /^error: the path "no.yaml" does not exist\n$/],
    ['server', ['get', '--server=http://127.0.0.1:1'], /^The connection to the server 127.0.0.1:1 was refused - .*\n$/],
  ])('says that there is no %s, and no more than that', async ([, args, words], { skip }) => {
    if (root === undefined) return skip('neither chroot nor unshare may be used here');
    expect(await root.run(args)).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(words) as unknown });
  });

  describe.skipIf(!inject('kubectl'))('beside the script for completion, as in the archive', () => {
    const kubectl = async (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> => {
      const env = { ...process.env, PATH: `${folder}:/usr/bin:/bin`, KUBECONFIG: '' };
      const kubectl = execFileSync('sh', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).trim();
      return promisify(execFile)(kubectl, args, { env });
    };
    beforeAll(() => {
      mkdirSync(folder, { recursive: true });
      copyFileSync(COMPLETION, join(folder, 'kubectl_complete-petset'));
    });

    test('is found by kubectl, without a warning', async () => {
      const { stdout, stderr } = await kubectl('plugin', 'list');
      expect({ stdout, stderr }).toEqual({
        stdout: expect.stringContaining(`\n${executable}\n`) as unknown,
        stderr: '',
      });
      expect(await kubectl('petset', '--version')).toEqual({
        stdout: expect.stringMatching(/^\d/) as unknown,
        stderr: '',
      });
    });

    test('completes words', async () => {
      const { stdout } = await kubectl('__complete', 'petset', 'up');
      expect(stdout).toMatch(/^upgrade\t.+\n:4\n$/);
    });
  });
});
