// Makes everything a release has, in a directory: node scripts/release.mjs --executables DIR --out DIR [--tag vX.Y.Z]
// [--platform OS-ARCH]... [--node-license FILE]. DIR/OS-ARCH/kubectl-petset are the executables, dist is built.
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tarGz, zip } from './release/archive.mjs';
import { checksums, sha256 } from './release/checksums.mjs';
import { contentsOf } from './release/contents.mjs';
import { filledManifest } from './release/krew-manifest.mjs';
import { notesOf } from './release/notes.mjs';
import { archiveOf, PLATFORMS, targetOf } from './release/platforms.mjs';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    executables: { type: 'string', default: 'build' },
    out: { type: 'string', default: 'release' },
    tag: { type: 'string' },
    platform: { type: 'string', multiple: true, default: PLATFORMS.map(targetOf) },
    // Where the archives of nodejs.org have it, beside bin.
    'node-license': { type: 'string', default: join(dirname(process.execPath), '../LICENSE') },
  },
});
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
if (values.tag !== undefined && values.tag !== `v${version}`) {
  throw new Error(`the tag is ${values.tag}, and the version of package.json ${version}`);
}
const notes =
  values.tag === undefined ? undefined : notesOf(await readFile(join(root, 'CHANGELOG.md'), 'utf8'), version);
await mkdir(values.out, { recursive: true });
if ((await readdir(values.out)).length > 0) throw new Error(`${values.out} is not empty`);

/** @type {Map<string, Uint8Array>} */
const files = new Map();
const archives = [];
for (const platform of PLATFORMS.filter((it) => values.platform.includes(targetOf(it)))) {
  const archive = archiveOf(platform, version);
  const entries = await contentsOf(platform, {
    root,
    executables: values.executables,
    nodeLicense: values['node-license'],
  });
  const packed = archive.endsWith('.zip') ? zip(entries) : await tarGz(entries);
  files.set(archive, packed);
  archives.push({ platform, archive, sha256: sha256(packed) });
}
const manifest = filledManifest(await readFile(join(root, 'krew-manifest.yaml'), 'utf8'), version, archives);
// krew and its index want the file named after the plugin.
files.set('petset.yaml', Buffer.from(manifest));
for (const [name, contents] of files) await writeFile(join(values.out, name), contents);

execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', resolve(values.out)], { cwd: root });
for (const name of await readdir(values.out)) files.set(name, await readFile(join(values.out, name)));
await writeFile(join(values.out, 'SHA256SUMS'), checksums(files));
if (notes !== undefined) await writeFile(`${values.out}-notes.md`, notes);
console.log((await readdir(values.out)).join('\n'));
