// Bundles the program: src/main.ts and all it uses, which then needs nothing but Node.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
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

/** What every bundle of the program has in common. */
function program(format, words) {
  const { define, ...usual } = forNode(format);
  return {
    ...usual,
    plugins: [leaveOut],
    // Names stay, for stack traces: to minify them and keep them all the same takes time at every start.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    metafile: true,
    define: {
      ...define,
      ...WITHOUT_ADDONS,
      PETSET_VERSION: JSON.stringify(version),
      PETSET_ENGINES: JSON.stringify(engines.node),
      PETSET_VOCABULARY: JSON.stringify(JSON.stringify(words)),
    },
  };
}

/** All of it in one file of CommonJS, as single executables want it. Answers with what esbuild says of it (its metafile). */
export async function bundle({ outfile }) {
  const usual = program('cjs', await vocabulary());
  const { metafile } = await build({
    ...usual,
    banner: { js: SHEBANG + usual.banner.js },
    entryPoints: ['src/main.ts'],
    outfile,
  });
  return metafile;
}

/** What is loaded later has files of its own, in `outdir`; nothing is written yet. `words` is the vocabulary. */
export async function split({ outdir, words }) {
  return build({
    ...program('esm', words),
    // The chunks have a require() that is given to them.
    banner: {},
    entryPoints: ['src/main.ts'],
    outdir,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    write: false,
  });
}

/**
 * The folder `outdir`, as src/start.ts wants it. Its chunks are CommonJS, since of that V8's code can be kept on every Node;
 * esbuild splits ECMAScript modules only, so each becomes CommonJS by itself. Answers with what esbuild says of it (its metafile).
 */
export async function bundleInChunks({ outdir }) {
  const chunks = join(outdir, 'chunks');
  const { metafile, outputFiles } = await split({ outdir: chunks, words: await vocabulary() });
  await mkdir(chunks, { recursive: true });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => writeFile(path, path.endsWith('.js') ? await asFunction(text) : text)),
  );
  const [main] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'src/main.ts') ?? [''];
  await build({
    ...forNode('cjs'),
    banner: { js: SHEBANG },
    minifySyntax: true,
    entryPoints: ['src/start.ts'],
    outfile: join(outdir, 'kubectl-petset.js'),
    define: { PETSET_MAIN: JSON.stringify(`./${basename(main)}`) },
  });
  await writeFile(join(outdir, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
  return metafile;
}

const SHEBANG = '#!/usr/bin/env node\n';

/** An ECMAScript module as the function of a CommonJS module, in ASCII, which is read without being decoded. */
export async function asFunction(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    minifySyntax: true,
    minifyWhitespace: true,
  });
  // esbuild leaves regular expressions as they are.
  const ascii = code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `(function(exports,require,module){${ascii}\n})`;
}
