import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { extract } from 'tar-stream';
import { type KrewManifest, type KrewPlatform, platformFor } from '../../../scripts/release/krew-rules.mjs';

interface Installed {
  /** Where krew puts it all. */
  readonly store: string;
  /** What krew puts on the PATH. */
  readonly link: string;
}

interface Unpacked {
  readonly name: string;
  readonly mode: number;
  readonly contents: Uint8Array;
}

/**
 * Does what `kubectl krew install --manifest FILE --archive FILE` does (https://github.com/kubernetes-sigs/krew,
 * internal/installation/install.go), below `root`, and throws where krew would refuse.
 */
export async function krewInstall(
  manifest: KrewManifest,
  archive: string,
  env: { readonly os: string; readonly arch: string; readonly root: string },
): Promise<Installed> {
  const { metadata: { name = '' } = {}, spec: { version = '' } = {} } = manifest;
  const platform = chosen(manifest, env);
  const bytes = readFileSync(archive);
  if (createHash('sha256').update(bytes).digest('hex') !== platform.sha256) throw new Error('checksum does not match');

  const staging = join(env.root, 'staging');
  for (const file of await unpacked(bytes)) {
    refuseSuspicious(file.name);
    const path = join(staging, file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.contents);
    chmodSync(path, file.mode);
  }
  const store = join(env.root, 'store', name, version);
  mkdirSync(dirname(store), { recursive: true });
  renameSync(staging, store);

  const binary = join(store, platform.bin ?? '');
  if (relative(store, binary).startsWith('..')) throw new Error(`${binary} is not below ${store}`);
  if (!existsSync(binary)) throw new Error(`source binary (${binary}) cannot be found in extracted archive`);
  // pluginNameToBin
  const link = join(env.root, 'bin', `kubectl-${name.replaceAll('-', '_')}${env.os === 'windows' ? '.exe' : ''}`);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(binary, link);
  return { store, link };
}

function chosen(manifest: KrewManifest, env: { readonly os: string; readonly arch: string }): KrewPlatform {
  const platform = platformFor(manifest, env);
  if (platform === undefined) throw new Error('the plugin does not offer installation for this platform');
  // applyDefaults: everything at the top of the archive is installed. Our manifests do not say otherwise.
  if (platform.files !== undefined) throw new Error('files is not looked at here');
  return platform;
}

/** internal/download/downloader.go: it goes by the first bytes, and knows files and folders only. */
async function unpacked(bytes: Buffer): Promise<readonly Unpacked[]> {
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    return Object.entries(unzipSync(bytes)).map(([name, contents]) => ({ name, mode: 0o755, contents }));
  }
  const files: Unpacked[] = [];
  const tar = extract();
  tar.end(gunzipSync(bytes));
  for await (const entry of tar) {
    const { name, type, mode } = entry.header;
    if (type !== 'file') throw new Error(`unable to handle file type ${type} for ${name} in tar`);
    files.push({ name, mode, contents: await buffer(entry) });
  }
  return files;
}

/** downloader.go, suspiciousPath */
function refuseSuspicious(path: string): void {
  if (path.includes('..') || /^[/\\]/.test(path)) throw new Error(`refusing to unpack suspicious entry ${path}`);
}
