// Measures, and prints one table: `npm run bench -- --help`.
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBaseline, writeBaseline, writeFigures } from './baseline.js';
import type { Bench } from './bench.js';
import { chosen } from './chosen.js';
import { describeGiven } from './cluster/given.js';
import { type Choices, readCommandLine, usage } from './command-line.js';
import { BenchFailure, INTERRUPTED } from './failure.js';
import { writeTable } from './page.js';
import { PARTS } from './parts.js';
import type { Row } from './row.js';
import { tableOf } from './table.js';

/** Appends to `rows` what is measured, part by part. */
async function measure(choices: Choices, rows: Row[]): Promise<void> {
  const wanted = chosen(PARTS, choices);
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
  // As many processes listen to it as are started; that is no leak.
  setMaxListeners(0, interruption.signal);
  const home = mkdtempSync(join(tmpdir(), 'petset-bench-'));
  const bench: Bench = {
    choices,
    home,
    signal: interruption.signal,
    tell: (text) => void process.stderr.write(`${text}\n`),
    runsOf: ({ runs }) => choices.runs ?? (choices.quick ? Math.min(runs, 3) : runs),
  };
  try {
    for (const [part, cases] of wanted) {
      bench.signal.throwIfAborted();
      rows.push(...(await part.measure(cases, bench)));
    }
  } catch (error) {
    // Whatever broke, broke because of that.
    throw bench.signal.aborted ? new BenchFailure('interrupted', INTERRUPTED) : error;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function run(choices: Choices): Promise<void> {
  const { json, kubeconfig } = choices;
  const isGiven = kubeconfig !== undefined;
  const setting = {
    baseline: isGiven ? undefined : readBaseline(choices.baseline),
    about: isGiven ? [await describeGiven(kubeconfig, choices)] : [],
    command: isGiven ? 'npm run bench -- ...' : 'npm run bench --',
  };
  const rows: Row[] = [];
  try {
    await measure(choices, rows);
  } finally {
    // Also what was measured before something broke: it took its time.
    if (rows.length > 0) process.stdout.write(`${tableOf(rows, setting).join('\n')}\n`);
  }
  if (json !== undefined) writeFigures(json, rows);
  if (choices.writeBaseline) writeBaseline(choices.baseline, rows);
  if (choices.writeDocs) writeTable(isGiven ? 'given' : 'embedded', tableOf(rows, setting));
}

try {
  const choices = readCommandLine(process.argv.slice(2));
  if (choices.help) process.stdout.write(`${usage(PARTS)}\n`);
  else await run(choices);
} catch (error) {
  if (!(error instanceof BenchFailure)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
