// Bundles benchmarks, which are TypeScript, and runs them: all of them, or those that are named.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const named = process.argv.slice(2);
const home = mkdtempSync(join(import.meta.dirname, '../node_modules/.bench-'));
try {
  for (const name of named.length > 0 ? named : ['reconcile', 'run', 'live', 'plan', 'load']) {
    const outfile = join(home, `${name}.mjs`);
    await build({
      entryPoints: [`test/bench/${name}.ts`],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
    process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1;
    if (process.exitCode !== 0) break;
  }
} finally {
  rmSync(home, { recursive: true });
}
