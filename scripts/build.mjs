// Builds dist, which is all that an installed package needs. `--licenses` writes down what is bundled; else it has to be so.
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { bundleInChunks } from './bundle.mjs';
import { thirdPartyLicenses } from './release/licenses.mjs';

const outdir = 'dist';
const LICENSES = 'THIRD-PARTY-LICENSES.txt';

// Chunks are named after what is in them; those of the build before would stay.
await rm(outdir, { recursive: true, force: true });
const licenses = await thirdPartyLicenses(await bundleInChunks({ outdir }));
await chmod(`${outdir}/kubectl-petset.js`, 0o755);
if (process.argv.includes('--licenses')) await writeFile(LICENSES, licenses);
if ((await readFile(LICENSES, 'utf8')) !== licenses) {
  throw new Error(`${LICENSES} does not say what is bundled: npm run licenses`);
}
