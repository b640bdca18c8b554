// Bundles src/main.ts and all it uses into one file that needs nothing but Node.
import { chmod, readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const outfile = 'dist/kubectl-petset.js';

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

await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  plugins: [leaveOut],
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
