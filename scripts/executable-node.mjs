// What a file that should be Node is: for which platform, of which version.
import { arch, platform } from 'node:process';

/** Node's words, and those of Go, by which krew and everybody around Kubernetes call platforms. */
const SYSTEMS = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const PROCESSORS = { x64: 'amd64', arm64: 'arm64' };

/** How executables of a platform begin: their format, and the number of the processor at its place in it. */
const BEGINNINGS = {
  'linux-amd64': (file) => isElf(file) && file.readUInt16LE(18) === 0x3e,
  'linux-arm64': (file) => isElf(file) && file.readUInt16LE(18) === 0xb7,
  'darwin-amd64': (file) => isMachO(file) && file.readUInt32LE(4) === 0x0100_0007,
  'darwin-arm64': (file) => isMachO(file) && file.readUInt32LE(4) === 0x0100_000c,
  'windows-amd64': (file) => isWindows(file) && file.readUInt16LE(file.readUInt32LE(0x3c) + 4) === 0x8664,
};
const isElf = (file) => file.readUInt32BE(0) === 0x7f45_4c46;
const isMachO = (file) => file.readUInt32LE(0) === 0xfeed_facf;
const isWindows = (file) => file.toString('latin1', 0, 2) === 'MZ';

const TARGETS = Object.keys(BEGINNINGS);
export const HERE = `${SYSTEMS[platform] ?? platform}-${PROCESSORS[arch] ?? arch}`;
export const isForWindows = (target) => target.startsWith('windows-');
export const isForMac = (target) => target.startsWith('darwin-');
export const isForLinux = (target) => target.startsWith('linux-');

/** Less than any Node, more than any header. */
const SMALLEST = 2 ** 20;

/** By what follows it (0 or 1) Node knows whether a program was put into it. */
export const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:';

/** The version of the Node in a file, `24.21.0`. Throws where a program cannot be put into it. */
export function nodeIn(file, { name, target }) {
  const begins = BEGINNINGS[target];
  if (begins === undefined) throw new Error(`${target} is none of ${TARGETS.join(', ')}`);
  if (file.length < SMALLEST || !begins(file))
    throw new Error(`${name} is no executable for ${target}; --node names one`);
  const version = versionOf(file);
  if (version === undefined) throw new Error(`${name} is no official build of Node`);
  if (!file.includes(`${FUSE}0`)) throw new Error(`${name} has a program in it already, or can have none`);
  return version;
}

/** Since 25.5 Node makes such executables itself, for all platforms. */
export function makesExecutables(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 25 || (major === 25 && minor >= 5);
}

/** Every official build knows where its source is. */
function versionOf(file) {
  const source = 'https://nodejs.org/download/release/v';
  const at = file.indexOf(source);
  const [version] = /^\d+\.\d+\.\d+/.exec(file.toString('latin1', at + source.length, at + source.length + 20)) ?? [];
  return at === -1 ? undefined : version;
}
