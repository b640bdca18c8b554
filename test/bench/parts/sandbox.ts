import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bench } from '../bench.js';
import { Api, type ObjectEvent } from '../cluster/api.js';
import { type EmbeddedCluster, onEmbedded } from '../cluster/embedded-cluster.js';
import { isReady } from '../cluster/watched.js';
import { BenchFailure } from '../failure.js';
import type { Part } from '../part.js';
import { PRODUCT } from '../processes.js';
import { brief, type Case, type Row, rowOf, type Sample, usual } from '../row.js';

const PODS = 5_000;
const WATCHERS = 5;
const CLIENTS = 20;
const CORE = '/api/v1/namespaces/default/pods';

const CASES = {
  start: { says: 'sandbox -- true', unit: 'ms', runs: 5, isQuick: true },
  create: { says: `${PODS} pods, until ${WATCHERS} watchers saw all of them ready`, unit: 'ms/pod' },
  list: { says: `a list of ${PODS} pods`, unit: 'ms' },
  delete: { says: `${PODS} pods, until ${WATCHERS} watchers saw all of them go`, unit: 'ms/pod' },
} as const;
type Name = keyof typeof CASES;

const caseOf = (name: Name): Case => ({ name: `sandbox/${name}`, runs: 1, isQuick: false, ...CASES[name] });

export const sandbox: Part = {
  name: 'sandbox',
  says: `the embedded cluster in a process of its own: ${CLIENTS} clients, ${WATCHERS} watchers`,
  cases: (Object.keys(CASES) as Name[]).map(caseOf),
  measure: async (wanted, bench) => {
    const names = (Object.keys(CASES) as Name[]).filter((name) => wanted.some((one) => one.name === caseOf(name).name));
    const samples: Record<Name, Sample[]> = { start: [], create: [], list: [], delete: [] };
    if (names.includes('start')) samples.start = await starts(bench);
    const rest = names.filter((name) => name !== 'start');
    for (let run = 0; rest.length > 0 && run < Math.max(...rest.map((name) => bench.runsOf(caseOf(name)))); run++) {
      bench.tell(`sandbox: ${PODS} pods, run ${run + 1}`);
      const load = await onEmbedded(bench, (cluster) => bear(cluster, bench));
      for (const name of rest) samples[name].push(load[name]);
    }
    return names.map((name) => row(name, samples[name]));
  },
};

function row(name: Name, samples: readonly Sample[]): Row {
  const { time } = usual(samples);
  const isRate = CASES[name].unit === 'ms/pod' && time !== undefined;
  return rowOf(caseOf(name), samples, isRate ? `${brief(1000 / time)} pods/s, CPU of the cluster` : '');
}

/** A cluster that comes and goes. */
async function starts(bench: Bench): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let run = 0; run < bench.runsOf(caseOf('start')); run++) {
    const startedAt = performance.now();
    await promisify(execFile)(process.execPath, [PRODUCT, 'sandbox', '--', 'true'], { signal: bench.signal });
    samples.push({ time: performance.now() - startedAt });
  }
  return samples;
}

type Load = Readonly<Record<Exclude<Name, 'start'>, Sample>>;

/** Throws a `BenchFailure` where a watcher misses an event, sees one twice or sees them in another order than they happened. */
async function bear(cluster: EmbeddedCluster, { signal }: Bench): Promise<Load> {
  const api = await Api.of(cluster.kubeconfig);
  const { metadata } = await api.list(CORE);
  const watchers = await Promise.all(Array.from({ length: WATCHERS }, () => Watcher.on(api, metadata.resourceVersion)));
  const measured = async (work: () => Promise<unknown>, of: number): Promise<Sample> => {
    signal.throwIfAborted();
    const [startedAt, before] = [performance.now(), await cluster.usage()];
    await work();
    const time = performance.now() - startedAt;
    const { cpu, memory } = await cluster.usage();
    return { time: time / of, cpu: (cpu - before.cpu) / of, memory };
  };
  const allSee = (isEnough: (watcher: Watcher) => boolean): Promise<unknown> =>
    Promise.all(watchers.map((watcher) => watcher.until(() => isEnough(watcher))));
  const load = {
    create: await measured(
      () => Promise.all([byAll((index) => api.send('POST', CORE, pod(index))), allSee(({ ready }) => ready === PODS)]),
      PODS,
    ),
    list: await measured(() => api.send('GET', CORE), 1),
    delete: await measured(
      () =>
        Promise.all([
          byAll((index) => api.send('DELETE', `${CORE}/${podName(index)}`)),
          allSee(({ gone }) => gone === PODS),
        ]),
      PODS,
    ),
  };
  const problems = faults(watchers);
  if (problems.length > 0) throw new BenchFailure(problems.join('\n'));
  for (const watcher of watchers) watcher.end();
  api.close();
  return load;
}

interface Seen {
  readonly type: ObjectEvent['type'];
  readonly name: string;
  readonly revision: number;
}

/** One watch, and all that it saw. */
class Watcher {
  readonly seen: Seen[] = [];
  readonly #ready = new Set<string>();
  #gone = 0;
  #end: () => void = () => undefined;
  #onEvent: () => void = () => undefined;

  static async on(api: Api, resourceVersion: string): Promise<Watcher> {
    const watcher = new Watcher();
    watcher.#end = await api.watch(`${CORE}?watch=1&resourceVersion=${resourceVersion}`, (event) =>
      watcher.#take(event),
    );
    return watcher;
  }

  get ready(): number {
    return this.#ready.size;
  }

  get gone(): number {
    return this.#gone;
  }

  async until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve) => {
      this.#onEvent = () => {
        if (isSo()) resolve();
      };
    });
  }

  end(): void {
    this.#end();
  }

  #take({ type, object }: ObjectEvent): void {
    const { name, resourceVersion } = object.metadata;
    this.seen.push({ type, name, revision: Number(resourceVersion) });
    if (isReady(object)) this.#ready.add(name);
    if (type === 'DELETED') this.#gone += 1;
    this.#onEvent();
  }
}

const podName = (index: number): string => `pod-${String(index).padStart(4, '0')}`;

const pod = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: podName(index), labels: { app: 'load' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
});

/** As many clients as there are do all of it, each one request after the other. */
async function byAll(act: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < PODS) await act(next++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** What is wrong with what the watchers saw; nothing, as it should be. */
function faults(watchers: readonly Watcher[]): readonly string[] {
  const [first] = watchers;
  const told = watchers.flatMap(({ seen }, index) => [
    ...(seen.some(({ revision }, at) => revision <= (seen[at - 1]?.revision ?? 0))
      ? [`watcher ${index}: out of order`]
      : []),
    ...(seen.length === first?.seen.length && seen.every(({ revision }, at) => revision === first.seen[at]?.revision)
      ? []
      : [`watcher ${index}: saw ${seen.length} events, other ones than the first`]),
  ]);
  return [...told, ...lifeFaults(first?.seen ?? [])];
}

/** Each pod is added once, first of all, and deleted once, last of all. */
function lifeFaults(seen: readonly Seen[]): readonly string[] {
  const lives = new Map<string, string>();
  for (const { type, name } of seen) lives.set(name, (lives.get(name) ?? '') + type.charAt(0));
  return [...lives].filter(([, life]) => !/^AM*D$/.test(life)).map(([name, life]) => `${name}: its events are ${life}`);
}
