// Measures, and prints one table: `npm run bench -- --help`.
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './cluster/api.js';
import { readBaseline, writeBaseline, writeFigures } from './baseline.js';
import type { Bench } from './bench.js';
import { type Choices, readCommandLine, usage } from './command-line.js';
import { BenchFailure, INTERRUPTED } from './failure.js';
import { writeTable } from './page.js';
import type { Part } from './part.js';
import { PARTS } from './parts.js';
import type { Case, Row } from './row.js';
import { tableOf } from './table.js';

/** The cases that are wanted, by their parts. Throws a `BenchFailure` for a name of nothing. */
function chosen(choices: Choices): readonly (readonly [Part, readonly Case[]])[] {
  const { names, kubeconfig, quick } = choices;
  const parts = PARTS.filter(({ isForAnyCluster }) => kubeconfig === undefined || isForAnyCluster === true);
  const isOf = (name: string, part: Part, { name: own }: Case): boolean =>
    part.name === name || own === name || own.startsWith(`${name}/`);
  for (const name of names) {
    if (parts.some((part) => part.cases.some((one) => isOf(name, part, one)))) continue;
    const where = kubeconfig === undefined ? '' : ' on a given cluster';
    const known = parts.map((part) => part.name).join(', ');
    throw new BenchFailure(`there is nothing called ${name} to measure${where}, but in these parts: ${known}`);
  }
  const isWanted = (part: Part, one: Case): boolean =>
    (!quick || one.isQuick) &&
    (names.length === 0
      ? kubeconfig === undefined || one.isLong !== true
      : names.some((name) => isOf(name, part, one)));
  return parts.map((part) => [part, part.cases.filter((one) => isWanted(part, one))] as const);
}

async function measure(choices: Choices): Promise<readonly Row[]> {
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
  const rows: Row[] = [];
  try {
    for (const [part, cases] of chosen(choices)) {
      bench.signal.throwIfAborted();
      if (cases.length > 0) rows.push(...(await part.measure(cases, bench)));
    }
  } catch (error) {
    // Whatever broke, broke because of that.
    throw bench.signal.aborted ? new BenchFailure('interrupted', INTERRUPTED) : error;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return rows;
}

async function run(choices: Choices): Promise<void> {
  const { json, kubeconfig } = choices;
  const baseline = kubeconfig === undefined ? readBaseline(choices.baseline) : undefined;
  const about = kubeconfig === undefined ? [] : await describeGiven(choices, kubeconfig);
  const rows = await measure(choices);
  const lines = tableOf(rows, {
    baseline,
    about,
    command: `npm run bench --${kubeconfig === undefined ? '' : ' ...'}`,
  });
  process.stdout.write(`${lines.join('\n')}\n`);
  if (json !== undefined) writeFigures(json, rows);
  if (choices.writeBaseline) writeBaseline(choices.baseline, rows);
  if (choices.writeDocs) writeTable(kubeconfig === undefined ? 'embedded' : 'given', lines);
}

/** Which cluster it was, and what `...` stands for. Throws a `BenchFailure` where it cannot be reached. */
async function describeGiven({ statefulSet, fakeNode }: Choices, kubeconfig: string): Promise<readonly string[]> {
  const api = await Api.of(kubeconfig).catch((error: unknown) => {
    throw new BenchFailure(`${kubeconfig}: ${String(error)}`);
  });
  const answer = await api.send('GET', '/version').catch((error: unknown) => {
    throw new BenchFailure(`the cluster of ${kubeconfig} does not answer: ${String(error)}`);
  });
  api.close();
  const { gitVersion } = JSON.parse(answer) as { readonly gitVersion: string };
  const flags = ['--kubeconfig FILE', statefulSet ? '--statefulset' : [], fakeNode ? '--fake-node' : []].flat();
  return [
    `on Kubernetes ${gitVersion}, pods on ${fakeNode ? 'a node of ours' : 'its nodes'}; ... is ${flags.join(' ')}`,
  ];
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
