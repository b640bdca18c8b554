// Measures what a reconciliation costs on an embedded cluster whose pods are ready at once: `npm run bench`.
import { orFail } from '../../src/cluster/api-error.js';
import { withSet, withTeardown } from '../../src/petset/record.js';
import { tableLines } from '../../src/render/table.js';
import { startEmbedded, type Embedded } from '../fixtures/embedded.js';
import { webSet } from '../fixtures/sets.js';

const PETS = 100;
/** Without them one sees what they cost: `EVENTS=0 npm run bench`. */
const WITH_EVENTS = process.env.EVENTS !== '0';
const RUNS = 3;
const ref = { namespace: 'default', name: 'web' };

interface Measurement {
  readonly what: string;
  readonly milliseconds: number;
  /** Milliseconds of the processor, which do not depend on who else is at work. */
  readonly cpu: number;
  /** Requests that write pets and claims. */
  readonly writes: number;
  /** All other writes: record, revision, lease. */
  readonly otherWrites: number;
  /** Writes of events, beside the steps. */
  readonly events: number;
  /** Reads that are no watch. */
  readonly reads: number;
}

const isWrite = ({ method }: { method: string }): boolean => method !== 'GET';
const isOfPets = ({ path }: { path: string }): boolean => /\/(pods|persistentvolumeclaims)(\/|\?|$)/.test(path);
const isOfEvents = ({ path }: { path: string }): boolean => /\/events(\/|\?|$)/.test(path);

async function measure(cluster: Embedded, what: string, work: () => Promise<void>): Promise<Measurement> {
  cluster.requests.length = 0;
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = performance.now() - startedAt;
  const writes = cluster.requests.filter(isWrite);
  return {
    what,
    milliseconds,
    cpu: (user + system) / 1000,
    writes: writes.filter(isOfPets).length,
    otherWrites: writes.filter((request) => !isOfPets(request) && !isOfEvents(request)).length,
    events: writes.filter(isOfEvents).length,
    reads: cluster.requests.filter((request) => !isWrite(request) && !request.path.includes('watch=true')).length,
  };
}

async function run(): Promise<readonly Measurement[]> {
  const cluster = await startEmbedded();
  const { records } = cluster;
  const settle = async (record: Parameters<Embedded['reconcile']>[0]): Promise<void> => {
    const { outcome } = await cluster.reconcile(record, WITH_EVENTS ? { eventClient: cluster.client } : {});
    if (outcome.kind !== 'settled' && outcome.kind !== 'gone') throw new Error(`it ended ${outcome.kind}`);
  };
  const scaleTo = async (replicas: number): Promise<void> =>
    settle(orFail(await records.change(ref, (record) => withSet(record, webSet({ replicas })))));
  try {
    return [
      await measure(cluster, 'create', async () =>
        settle(orFail(await records.create(webSet({ replicas: PETS }), 'default'))),
      ),
      await measure(cluster, 'scale down', () => scaleTo(0)),
      await measure(cluster, 'scale up, claims there', () => scaleTo(PETS)),
      await measure(cluster, 'clean', async () =>
        settle(orFail(await records.change(ref, (record) => withTeardown(record, 'clean')))),
      ),
    ];
  } finally {
    await cluster.stop();
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const runs: (readonly Measurement[])[] = [];
for (let i = 0; i < RUNS; i++) runs.push(await run());
const rows = (runs[0] ?? []).map(({ what, writes, otherWrites, events, reads }, index) => {
  const usual = (of: (measurement: Measurement) => number): number =>
    median(runs.flatMap((each) => each[index] ?? []).map(of));
  return [
    what,
    (usual(({ milliseconds }) => milliseconds) / PETS).toFixed(2),
    (usual(({ cpu }) => cpu) / PETS).toFixed(2),
    (writes / PETS).toFixed(2),
    String(otherWrites),
    String(events),
    String(reads),
  ];
});
const header = ['OPERATION', 'MS PER PET', 'CPU MS PER PET', 'WRITES PER PET', 'OTHER WRITES', 'EVENTS', 'READS'];
process.stdout.write(
  `${PETS} pets that are ready at once, median of ${RUNS} runs, cluster and client in one process\n`,
);
process.stdout.write(`${tableLines(header, rows).join('\n')}\n`);
