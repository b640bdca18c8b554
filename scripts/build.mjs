// Bundles src/main.ts and all it uses into dist, which needs nothing but Node. What is loaded later is in chunks of its own.
import { chmod, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { vocabulary } from './vocabulary.mjs';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const outdir = 'dist';

/**
 * What is not needed of client-node, of which only the reading of kubeconfigs is used: its models of every kind and a fetch
 * of its own would be a quarter of what every command has to load.
 */
const LEFT_OUT = {
  '@kubernetes/client-node/dist/gen/index.js': 'export const createConfiguration = null, ServerConfiguration = null;',
  'node-fetch/lib/index.js': 'export const { Headers } = globalThis;',
};

const leaveOut = {
  name: 'leave-out',
  setup({ onLoad }) {
    for (const [file, contents] of Object.entries(LEFT_OUT)) {
      onLoad({ filter: new RegExp(`/node_modules/${file.replaceAll('.', '[.]')}$`) }, () => ({ contents }));
    }
  },
};

// Chunks are named after what is in them; those of the build before would stay.
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { 'kubectl-petset': 'src/main.ts' },
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  plugins: [leaveOut],
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'external',
  define: { PETSET_VERSION: JSON.stringify(version), PETSET_VOCABULARY: JSON.stringify(await vocabulary()) },
  // CommonJS dependencies call require() for Node's own modules; ECMAScript modules have none.
  banner: {
    js: '#!/usr/bin/env node\nimport{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
});
await chmod(`${outdir}/kubectl-petset.js`, 0o755);
