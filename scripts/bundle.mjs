// Bundles the program: src/main.ts and all it uses, which then needs nothing but Node.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { forNode } from './bundle-script.mjs';
import { vocabulary } from './vocabulary.mjs';

const { version, engines } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

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
      // Windows writes its paths with backslashes.
      const path = `/node_modules/${file}`.replaceAll('.', '[.]').replaceAll('/', '[\\\\/]');
      onLoad({ filter: new RegExp(`${path}$`) }, () => ({ contents }));
    }
  },
};

/** ws would look for addons in C++ that nobody has; a single executable says that it cannot. */
const WITHOUT_ADDONS = { 'process.env.WS_NO_BUFFER_UTIL': '"true"', 'process.env.WS_NO_UTF_8_VALIDATE': '"true"' };

/**
 * Either into one file, `outfile`, or into the folder `outdir`, where what is loaded later has files of its own (for which
 * the format must be `esm`). Answers with what esbuild says of it (its metafile).
 */
export async function bundle({ format = 'esm', outfile, outdir }) {
  const into =
    outdir === undefined
      ? { entryPoints: ['src/main.ts'], outfile }
      : {
          entryPoints: { 'kubectl-petset': 'src/main.ts' },
          outdir,
          chunkNames: 'chunks/[name]-[hash]',
          splitting: true,
        };
  const { banner, define, ...usual } = forNode(format);
  const { metafile } = await build({
    ...usual,
    ...into,
    banner: { js: `#!/usr/bin/env node\n${banner.js}` },
    plugins: [leaveOut],
    minify: true,
    keepNames: true,
    legalComments: 'external',
    metafile: true,
    define: {
      ...define,
      ...WITHOUT_ADDONS,
      PETSET_VERSION: JSON.stringify(version),
      PETSET_ENGINES: JSON.stringify(engines.node),
      PETSET_VOCABULARY: JSON.stringify(JSON.stringify(await vocabulary())),
    },
  });
  return metafile;
}
