// What a release is made for, in the words that krew's selectors match, which are Go's.

/** @typedef {{ os: 'linux' | 'darwin' | 'windows', arch: 'amd64' | 'arm64' }} Platform */

/** @type {readonly Platform[]} */
export const PLATFORMS = [
  { os: 'linux', arch: 'amd64' },
  { os: 'linux', arch: 'arm64' },
  { os: 'darwin', arch: 'amd64' },
  { os: 'darwin', arch: 'arm64' },
  { os: 'windows', arch: 'amd64' },
];

/** @param {Platform} platform */
export const targetOf = ({ os, arch }) => `${os}-${arch}`;

/** @param {Platform} platform */
export const executableOf = ({ os }) => (os === 'windows' ? 'kubectl-petset.exe' : 'kubectl-petset');

/** @param {Platform} platform @param {string} version */
export const archiveOf = ({ os, arch }, version) =>
  `kubectl-petset_v${version}_${os}_${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
