// Bundles the benchmarks, which are TypeScript, and runs them: `npm run bench -- --help`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What is measured with is in processes of its own. */
const PROGRAMS = ['main', 'processes/cluster', 'processes/floor', 'processes/probe'];

const home = mkdtempSync(join(import.meta.dirname, '../node_modules/.bench-'));
try {
  await build({
    entryPoints: PROGRAMS.map((name) => `test/bench/${name}.ts`),
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    outdir: home,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  // It puts away what it made, whoever is interrupted.
  process.on('SIGINT', () => undefined);
  const bench = spawn(process.execPath, [join(home, 'main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => bench.on('exit', (code) => resolve(code ?? 1)));
} finally {
  rmSync(home, { recursive: true });
}
