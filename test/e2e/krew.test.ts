import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type KrewManifest, manifestProblems } from '../../scripts/release/krew-rules.mjs';
import { archiveOf, executableOf, PLATFORMS, targetOf } from '../../scripts/release/platforms.mjs';
import { krewInstall } from './krew/install.js';

const ROOT = new URL('../..', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
const run = promisify(execFile);

describe('a release', () => {
  let home: string;
  let out: string;
  let manifest: KrewManifest;

  const release = (...args: readonly string[]): Promise<unknown> =>
    run(process.execPath, [
      join(ROOT, 'scripts/release.mjs'),
      ...['--executables', join(home, 'executables'), '--node-license', join(home, 'LICENSE'), ...args],
    ]);

  // What stands in for the executables runs the bundle, where it can be run at all.
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'petset release '));
    out = join(home, 'out');
    writeFileSync(join(home, 'LICENSE'), 'Node.js is free.\n');
    for (const platform of PLATFORMS) {
      const folder = join(home, 'executables', targetOf(platform));
      mkdirSync(folder, { recursive: true });
      const script = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/kubectl-petset.js')}' "$@"\n`;
      writeFileSync(join(folder, executableOf(platform)), script);
    }
    await release('--out', out);
    manifest = load(readFileSync(join(out, 'petset.yaml'), 'utf8')) as KrewManifest;
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const sumOf = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex');

  test('is an archive for each platform, the npm package, what krew wants, and the sums of them all', () => {
    const files = [
      `kubectl-petset-${version}.tgz`,
      ...PLATFORMS.map((platform) => archiveOf(platform, version)),
      'petset.yaml',
    ].sort();
    expect(readdirSync(out).sort()).toEqual(['SHA256SUMS', ...files]);
    expect(readFileSync(join(out, 'SHA256SUMS'), 'utf8')).toBe(
      files.map((name) => `${sumOf(name)}  ${name}\n`).join(''),
    );
    expect(manifestProblems(manifest)).toEqual([]);
  });

  test.each(PLATFORMS)('krew installs it on $os $arch', async (platform) => {
    const archive = join(out, archiveOf(platform, version));
    const { store, link } = await krewInstall(manifest, archive, { ...platform, root: join(home, targetOf(platform)) });
    const completion = platform.os === 'windows' ? [] : ['kubectl_complete-petset'];
    expect(readdirSync(store).sort()).toEqual(
      [
        ...['LICENSE', 'LICENSE.nodejs.txt', 'README.md', 'THIRD-PARTY-LICENSES.txt'],
        ...[executableOf(platform), ...completion],
      ].sort(),
    );
    expect(statSync(link).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(store, 'LICENSE.nodejs.txt'), 'utf8')).toBe('Node.js is free.\n');
  });

  test('an archive of another platform is not what the manifest says', async () => {
    const archive = join(out, archiveOf({ os: 'windows', arch: 'amd64' }, version));
    const env = { os: 'linux', arch: 'amd64', root: join(home, 'mistaken') };
    await expect(krewInstall(manifest, archive, env)).rejects.toThrow('checksum does not match');
  });

  test.skipIf(!inject('kubectl'))('kubectl finds and runs what krew has installed, and its completion', async () => {
    const platform = { os: 'linux', arch: 'amd64' } as const;
    const archive = join(out, archiveOf(platform, version));
    const { store, link } = await krewInstall(manifest, archive, { ...platform, root: join(home, 'krew') });
    const env = { ...process.env, PATH: `${join(link, '..')}:/usr/bin:/bin`, KUBECONFIG: inject('kubeconfig') };
    const { stdout, stderr } = await run('kubectl', ['plugin', 'list'], { env });
    expect(stdout).toContain(`${link}\n`);
    expect(stdout + stderr).not.toMatch(/warning/i);
    expect((await run('kubectl', ['petset', '--version'], { env })).stdout).toBe(`${version}\n`);
    const words = await run(join(store, 'kubectl_complete-petset'), ['up'], { env });
    expect(words.stdout).toMatch(/^upgrade\t/);
  });

  test('nothing is written over, and nothing is released under another version', async () => {
    await expect(release('--out', out)).rejects.toThrow('is not empty');
    await expect(release('--out', join(home, 'other'), '--tag', 'v99.0.0')).rejects.toThrow(
      `the tag is v99.0.0, and the version of package.json ${version}`,
    );
    expect(readdirSync(home)).not.toContain('other');
  });
});
