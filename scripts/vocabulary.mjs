// The words of every command and topic, as plain data: bundled from the table of commands, and read from there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleScript } from './bundle-script.mjs';

/** What `entry` exports, a file of TypeScript. */
export async function imported(entry) {
  const home = await mkdtemp(join(tmpdir(), 'petset-vocabulary-'));
  const outfile = join(home, 'bundle.mjs');
  try {
    await bundleScript(entry, outfile);
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(home, { recursive: true });
  }
}

export async function vocabulary() {
  return (await imported('src/cli/vocabulary.ts')).VOCABULARY;
}
