import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HERE } from '../../../scripts/executable-node.mjs';
import type { Bench } from '../bench.js';
import { onEmbedded } from '../cluster/embedded-cluster.js';
import { BenchFailure } from '../failure.js';
import type { Part } from '../part.js';
import type { Life } from '../pets/life.js';
import { petSet } from '../pets/manifests.js';
import { PRODUCT } from '../processes.js';
import { type Case, ratios, type Row, rowOf, type Sample, usual } from '../row.js';

/** The words of a command, by what it is called here. */
type Commands = Readonly<Record<string, readonly string[]>>;

/** What is measured beside every command. */
const REFERENCES: Commands = {
  kubectl: ['kubectl', 'get', 'pods'],
  node: ['node', '-e', '0'],
};

/** What `npm run executable` makes, where somebody has run it. */
const EXECUTABLE = `build/${HERE}/kubectl-petset`;

const START: Commands = {
  ...REFERENCES,
  'kubectl-petset': ['kubectl', 'petset', 'get'],
  get: ['kubectl-petset', 'get'],
  npm: ['petset-of-npm', 'get'],
  executable: [EXECUTABLE, 'get'],
  help: ['kubectl-petset', '--help'],
  complete: ['kubectl_complete-petset', 'scale', ''],
};

/** What comes behind `kubectl petset` when TAB is pressed. */
const TABS: Readonly<Record<string, string>> = {
  commands: '',
  flags: 'scale web --',
  contexts: 'get --context ',
  sets: 'scale ',
  rollback: 'rollback web --to-revision ',
};

const COMPLETION: Commands = Object.fromEntries(
  Object.entries(TABS).map(([name, line]) => [name, ['kubectl', '__complete', 'petset', ...line.split(' ')]]),
);

export const start = commandsPart('start', 'how long commands take, from start to end', START, 21);
export const completion = commandsPart('completion', 'how long TAB takes behind kubectl petset', COMPLETION, 9);

/** Peak memory hardly varies. */
const MEMORY_RUNS = 3;
const SET: Life = { pets: 3, withClaims: false, isParallel: false, operations: [], runs: 1, isQuick: true };

function commandsPart(name: string, says: string, commands: Commands, runs: number): Part {
  return {
    name,
    says,
    cases: Object.entries(commands).map(([own, words]): Case => ({
      name: `${name}/${own}`,
      says: words.map((word) => (word === '' ? "''" : word)).join(' '),
      unit: 'ms',
      runs,
      isQuick: true,
    })),
    measure: (wanted, bench) =>
      onEmbedded(bench, ({ kubeconfig }) => {
        const env = { ...process.env, PATH: pathOf(bench), KUBECONFIG: kubeconfig };
        const manifest = join(bench.home, 'three.json');
        writeFileSync(manifest, JSON.stringify(petSet(SET, { kubeconfig, namespace: 'default', node: undefined })));
        execFileSync('kubectl-petset', ['create', '-f', manifest], { env, stdio: 'ignore' });
        const asked = new Map(wanted.map((one) => [one, commands[one.name.slice(name.length + 1)] ?? []] as const));
        return Promise.resolve(measureAll(asked, env, bench));
      }),
  };
}

/** As the README puts a clone on the PATH, before everything else; and under another name what npm installs, which no launcher starts. */
function pathOf({ home }: Bench): string {
  const bin = join(home, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(bin);
    symlinkSync(PRODUCT, join(bin, 'petset-of-npm'));
  }
  return [bin, join(process.cwd(), 'plugin'), process.env.PATH].join(delimiter);
}

/** By turns, so that a moment in which the machine does something else hits all of them alike. */
function measureAll(
  wanted: ReadonlyMap<Case, readonly string[]>,
  env: NodeJS.ProcessEnv,
  bench: Bench,
): readonly Row[] {
  const missing = missingPrograms(env);
  const lines = new Map([...Object.values(REFERENCES), ...wanted.values()].map((words) => [words.join(' '), words]));
  const samples = new Map<string, Sample[]>();
  const runs = Math.max(...[...wanted.keys()].map((one) => bench.runsOf(one)));
  bench.tell(`${lines.size} commands, ${runs} times by turns`);
  for (let run = 0; run < runs; run++) {
    for (const [line, words] of lines) {
      bench.signal.throwIfAborted();
      if (missing.has(words[0] ?? '')) continue;
      const memory = run < MEMORY_RUNS ? peakMemory(words, env) : {};
      samples.set(line, [...(samples.get(line) ?? []), { ...timed(words, env), ...memory }]);
    }
  }
  return [...wanted].map(([one, words]) => {
    const own = samples.get(words.join(' ')) ?? [];
    if (own.length === 0) return rowOf(one, [], missing.get(words[0] ?? ''));
    const beside = Object.entries(REFERENCES).flatMap(([name, reference]) => {
      const others = samples.get(reference.join(' ')) ?? [];
      return reference === words || others.length === 0 ? [] : [`${ratios(usual(own), usual(others))} ${name}`];
    });
    return rowOf(one, own, beside.join(', '));
  });
}

/** Programs that not everybody has, and what is said in their place. */
function missingPrograms(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  if (spawnSync('kubectl', ['version', '--client'], { env }).status !== 0)
    missing.set('kubectl', 'there is no kubectl');
  if (!existsSync(EXECUTABLE)) missing.set(EXECUTABLE, 'there is none: npm run executable');
  return missing;
}

/** What bash says of a command and all that it starts, in milliseconds. */
function timed(words: readonly string[], env: NodeJS.ProcessEnv): Sample {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" > /dev/null 2> /dev/null';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { env, encoding: 'utf8' });
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  if (status !== 0 || Number.isNaN(system)) throw new BenchFailure(`${words.join(' ')} ended with ${String(status)}`);
  return { time: wall * 1000, cpu: (user + system) * 1000 };
}

/** In MB, where GNU time can tell it. */
function peakMemory(words: readonly string[], env: NodeJS.ProcessEnv): Sample {
  const { error, stderr } = spawnSync('time', ['-q', '-f', 'KB %M', ...words], { env, encoding: 'utf8' });
  const [, kilobytes] = (error === undefined ? /^KB (\d+)$/m.exec(stderr) : null) ?? [];
  return kilobytes === undefined ? {} : { memory: Number(kilobytes) / 1024 };
}
