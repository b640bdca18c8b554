// The words of every command and topic, as plain data: bundled from the table of commands, and read from there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What `entry` exports, a file of TypeScript. */
export async function imported(entry) {
  const home = await mkdtemp(join(tmpdir(), 'petset-vocabulary-'));
  const outfile = join(home, 'bundle.mjs');
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(home, { recursive: true });
  }
}

export async function vocabulary() {
  return (await imported('src/cli/vocabulary.ts')).VOCABULARY;
}
