// What every bundle of this project has in common, and the bundling of a single file for a script or a test.
import { build } from 'esbuild';

/** CommonJS dependencies call require() for Node's own modules, ECMAScript modules ask where they are; neither has both. */
const BOTH = {
  esm: { banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' } },
  cjs: {
    banner: { js: 'const IMPORT_META_URL=require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': 'IMPORT_META_URL' },
  },
};

/** How anything of ours becomes what Node runs. */
export function forNode(format) {
  return { bundle: true, platform: 'node', format, target: 'node20', ...BOTH[format] };
}

/** Bundles one file of TypeScript and all it uses into one ECMAScript module. */
export async function bundleScript(entry, outfile) {
  await build({ ...forNode('esm'), entryPoints: [entry], outfile });
}
