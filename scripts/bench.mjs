// Bundles the benchmarks, which are TypeScript, and runs them: `npm run bench -- --help`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleScript } from './bundle-script.mjs';

/** What is measured with is in processes of its own. */
const PROGRAMS = ['main', 'processes/cluster', 'processes/floor', 'processes/many-pets', 'processes/probe'];

const home = mkdtempSync(join(import.meta.dirname, '../node_modules/.bench-'));
try {
  await Promise.all(PROGRAMS.map((name) => bundleScript(`test/bench/${name}.ts`, join(home, `${basename(name)}.mjs`))));
  // It puts away what it made, whoever is interrupted.
  process.on('SIGINT', () => undefined);
  const bench = spawn(process.execPath, [join(home, 'main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => bench.on('exit', (code) => resolve(code ?? 1)));
} finally {
  rmSync(home, { recursive: true });
}
