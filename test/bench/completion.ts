// Measures how long TAB takes behind `kubectl petset`, from the start of kubectl to its end: `npm run bench completion`.
import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { orFail } from '../../src/cluster/api-error.js';
import { tableLines } from '../../src/render/table.js';
import { type Embedded, startEmbedded } from '../fixtures/embedded.js';
import { webSet } from '../fixtures/sets.js';

const RUNS = 15;
const LINES = ['', 'scale web --', 'get --context ', 'scale ', 'rollback web --to-revision '];

/** Milliseconds, and how many choices there were. */
async function press(
  line: string,
  { kubeconfig }: Embedded,
): Promise<{ readonly ms: number; readonly choices: number }> {
  const path = [join(process.cwd(), 'plugin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, KUBECONFIG: kubeconfig };
  const begun = performance.now();
  const { stdout } = await promisify(execFile)('kubectl', ['__complete', 'petset', ...line.split(' ')], { env });
  return { ms: performance.now() - begun, choices: stdout.trim().split('\n').length - 1 };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const cluster = await startEmbedded();
try {
  await cluster.reconcile(orFail(await cluster.records.create(webSet(), 'default')));
  const rows: string[][] = [];
  for (const line of LINES) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await press(line, cluster));
    const times = runs.map(({ ms }) => ms);
    const choices = Math.min(...runs.map((run) => run.choices));
    rows.push([
      `kubectl petset ${line}`,
      `${choices}`,
      `${Math.round(median(times))} ms`,
      `${Math.round(Math.max(...times))} ms`,
    ]);
  }
  process.stdout.write(`${tableLines(['LINE', 'CHOICES', 'MEDIAN', 'WORST'], rows).join('\n')}\n`);
} finally {
  await cluster.stop();
}
