// Bundles benchmarks, which are TypeScript, and runs them: all of them, or those that are named.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleScript } from './bundle-script.mjs';

const named = process.argv.slice(2);
const home = mkdtempSync(join(import.meta.dirname, '../node_modules/.bench-'));
try {
  for (const name of named.length > 0 ? named : ['reconcile', 'run', 'live', 'plan', 'load']) {
    const outfile = join(home, `${name}.mjs`);
    await bundleScript(`test/bench/${name}.ts`, outfile);
    process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1;
    if (process.exitCode !== 0) break;
  }
} finally {
  rmSync(home, { recursive: true });
}
