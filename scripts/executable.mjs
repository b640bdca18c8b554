// Makes one executable of the program and of Node, for machines that have no Node: a single executable application.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleForExecutable } from './bundle.mjs';
import { withNote } from './executable-elf.mjs';
import { FUSE, HERE, isForLinux, isForMac, isForWindows, makesExecutables, nodeIn } from './executable-node.mjs';

const USAGE = 'usage: npm run executable -- [--target OS-ARCH] [--node FILE] [--outfile FILE]';

/** From where releases take them. */
const FOLDER = 'build';
const COMPILER = fileURLToPath(new URL('executable-code.mjs', import.meta.url));

/** Makes the executable for a platform of the Node in a file; answers with the version of that. */
async function makeExecutable({ target, node, outfile }) {
  const file = readFileSync(node);
  const version = nodeIn(file, { name: node, target });
  const home = mkdtempSync(join(tmpdir(), 'petset-executable-'));
  const make = {
    target,
    node,
    file,
    outfile,
    home,
    main: join(home, 'kubectl-petset.cjs'),
    chunks: join(home, 'chunks'),
    // What V8 makes of the source is of use to the same V8 on the same processor only.
    isCompiled: target === HERE,
    maker: makerOf(target, node, version),
  };
  try {
    await bundleForExecutable({ chunks: make.chunks, outfile: make.main, isCompiled: make.isCompiled });
    if (make.isCompiled) execFileSync(make.maker, [COMPILER, make.chunks], { stdio: 'pipe' });
    mkdirSync(dirname(outfile), { recursive: true });
    if (makesExecutables(version)) ask('--build-sea', make, { output: outfile, executable: node });
    else writeFileSync(outfile, withProgram(make), { mode: 0o755 });
    return version;
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Who writes the program down in the form that it is read in: only the same version of Node knows it. */
function makerOf(target, node, version) {
  if (target === HERE) return node;
  if (version === process.versions.node) return process.execPath;
  throw new Error(`${node} is Node ${version}: run this with the same, not with ${process.versions.node}`);
}

/** Has Node do its part: of an executable or of what goes into it. */
function ask(option, { maker, main, chunks, isCompiled, home }, more) {
  const config = {
    main,
    disableExperimentalSEAWarning: true,
    useCodeCache: isCompiled,
    assets: assetsIn(chunks),
    // NODE_OPTIONS is meant for programs of one's own.
    execArgvExtension: 'none',
    ...more,
  };
  const file = join(home, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  execFileSync(maker, [option, file], { stdio: 'pipe' });
}

/** The chunks by the names that they call each other by, and what V8 made of them. */
function assetsIn(chunks) {
  const names = readdirSync(chunks).filter((name) => /\.js(?:\.code)?$/.test(name));
  return Object.fromEntries(names.map((name) => [`./${name}`, join(chunks, name)]));
}

/** What Node cannot do itself before 25.5. The name of the note is where it looks for it. */
function withProgram(make) {
  if (!isForLinux(make.target)) throw new Error(`for ${make.target} it takes Node 25.5 or newer`);
  const output = join(make.home, 'program');
  ask('--experimental-sea-config', make, { output });
  const executable = withNote(make.file, 'NODE_SEA_BLOB', readFileSync(output));
  executable.write('1', executable.indexOf(`${FUSE}0`) + FUSE.length);
  return executable;
}

/** Macs with Apple's own processors run nothing that is not signed, be it by nobody. */
function sign(outfile) {
  if (process.platform === 'darwin')
    execFileSync('codesign', ['--force', '--sign', '-', outfile], { stdio: 'inherit' });
  else console.log(`to be signed on a Mac: codesign --force --sign - ${outfile}`);
}

/** Node's licence wants to be beside it. It lies above `bin`, and on Windows beside node.exe, in what nodejs.org has. */
function bringLicense(node, folder) {
  const license = ['LICENSE', '../LICENSE'].map((path) => join(dirname(node), path)).find((path) => existsSync(path));
  if (license !== undefined) copyFileSync(license, join(folder, 'LICENSE.nodejs.txt'));
}

function readArguments() {
  try {
    const options = { target: { type: 'string' }, node: { type: 'string' }, outfile: { type: 'string' } };
    const { target = HERE, node = process.execPath, outfile } = parseArgs({ options }).values;
    const name = isForWindows(target) ? 'kubectl-petset.exe' : 'kubectl-petset';
    return { target, node, outfile: outfile ?? join(FOLDER, target, name), isForArchive: outfile === undefined };
  } catch (error) {
    throw new Error(`${error.message}\n${USAGE}`, { cause: error });
  }
}

try {
  const make = readArguments();
  const version = await makeExecutable(make);
  if (make.isForArchive) bringLicense(make.node, dirname(make.outfile));
  if (isForMac(make.target)) sign(make.outfile);
  console.log(`${make.outfile}: ${make.target}, with Node ${version}`);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
