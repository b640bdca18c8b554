// Bundles src/main.ts and all it uses into one file that needs nothing but Node.
import { chmod, readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const outfile = 'dist/kubectl-petset.js';

await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'external',
  define: { PETSET_VERSION: JSON.stringify(version) },
  // CommonJS dependencies call require() for Node's own modules; ECMAScript modules have none.
  banner: {
    js: '#!/usr/bin/env node\nimport{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
});
await chmod(outfile, 0o755);
