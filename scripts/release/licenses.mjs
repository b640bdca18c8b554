// The licences of everything that is in the bundle, found out by what esbuild says it has put there.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What may be passed on in a program under the Apache licence by keeping the text with it. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const RULE = `\n${'-'.repeat(100)}\n\n`;

/** @typedef {{ name: string, version: string, license: string, text: string }} Package */
/** @typedef {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} Metafile */

/**
 * The text of THIRD-PARTY-LICENSES.txt for a bundle, of which esbuild has said what is in it.
 *
 * @param {Metafile} metafile
 */
export async function thirdPartyLicenses(metafile) {
  return licensesOf(await Promise.all(bundledFolders(metafile).map(packageAt)));
}

/**
 * Fails where a licence is not allowed, or has no text.
 *
 * @param {readonly Package[]} found
 */
export function licensesOf(found) {
  // The same version may lie in several folders.
  const named = new Map(found.map((one) => [`${one.name} ${one.version}`, one]));
  const packages = [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const problems = packages.filter(({ license, text }) => !ALLOWED.includes(license) || text === '');
  if (problems.length > 0) {
    const told = problems.map(
      ({ name, license, text }) => `${name}: ${license}${text === '' ? ', without a text' : ''}`,
    );
    throw new Error(`these may not be bundled:\n${told.join('\n')}`);
  }
  const list = packages.map(({ name, version, license }) => `${name} ${version} (${license})\n`).join('');
  const texts = packages.map(({ name, version, text }) => `${name} ${version}\n\n${text}`);
  const head = `What is bundled into kubectl-petset, and under which licences. Made by npm run licenses.\n\n${list}`;
  return [head, ...texts].join(RULE);
}

/**
 * The folders of the packages of which something is in the bundle.
 *
 * @param {Metafile} metafile
 */
export function bundledFolders({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => {
    const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    return folder === undefined || bytesInOutput === 0 ? [] : [folder];
  });
  return [...new Set(folders)];
}

/** @param {string} folder @returns {Promise<Package>} */
async function packageAt(folder) {
  const { name, version, license = 'none' } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return { name, version, license, text: texts.map((text) => `${text.trim()}\n`).join('\n') };
}
