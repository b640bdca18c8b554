// Bundles the benchmarks, which are TypeScript, and runs them: `npm run bench -- --help`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundleScript } from './bundle-script.mjs';

/** What is measured, or measured with, is in processes of its own. */
const PROGRAMS = ['main', 'processes/cluster', 'processes/floor', 'processes/many-pets', 'processes/probe'];

const home = mkdtempSync(join(tmpdir(), 'petset-bench-programs-'));
let bench;
// What was made is put away, whoever is interrupted. A terminal tells everybody of Ctrl-C itself.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => bench?.kill(signal));
try {
  await Promise.all(PROGRAMS.map((name) => bundleScript(`test/bench/${name}.ts`, join(home, `${basename(name)}.mjs`))));
  bench = spawn(process.execPath, [join(home, 'main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => bench.on('exit', (code) => resolve(code ?? 1)));
} finally {
  rmSync(home, { recursive: true });
}
