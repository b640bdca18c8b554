// Measures what it costs to keep many sets at once on an embedded cluster whose pods are ready at once: `npm run bench`.
import { orFail } from '../../src/cluster/api-error.js';
import { systemClock } from '../../src/cluster/clock.js';
import { RESOURCES } from '../../src/cluster/resource.js';
import type { ProgressEvent } from '../../src/controller/progress.js';
import { keepAll } from '../../src/controller/roster.js';
import { tableLines } from '../../src/render/table.js';
import { type Embedded, startEmbedded } from '../fixtures/embedded.js';
import { webSet } from '../fixtures/sets.js';

const SETS = 100;
const REPLICAS = 10;
const DISTURBED = 50;

/** Counts how often sets have become ready. */
class ReadySets {
  private count = 0;
  private wanted = 0;
  private enough: () => void = () => undefined;

  readonly emit = ({ type }: ProgressEvent): void => {
    if (type === 'set-ready' && ++this.count === this.wanted) this.enough();
  };

  /** Resolves when so many more have. */
  more(sets: number): Promise<void> {
    this.wanted = this.count + sets;
    return new Promise((resolve) => {
      this.enough = resolve;
    });
  }
}

async function measure(cluster: Embedded, what: string, pets: number, work: () => Promise<void>): Promise<string[]> {
  cluster.requests.length = 0;
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await work();
  const milliseconds = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  const { requests } = cluster;
  const writes = requests.filter(({ method }) => method !== 'GET');
  const ofPets = writes.filter(({ path }) => /\/(pods|persistentvolumeclaims)(\/|\?|$)/.test(path));
  const ofLeases = writes.filter(({ path }) => path.includes('/leases'));
  const watches = requests.filter(({ path }) => path.includes('watch=true'));
  return [
    what,
    (milliseconds / pets).toFixed(2),
    ((user + system) / 1000 / pets).toFixed(2),
    (ofPets.length / pets).toFixed(2),
    String(ofLeases.length),
    String(requests.length - writes.length - watches.length),
    String(watches.length),
  ];
}

async function disturb({ client }: Embedded): Promise<void> {
  await Promise.all(
    Array.from({ length: DISTURBED }, async (_, index) => {
      orFail(await client.delete(RESOURCES.pods, { namespace: 'default', name: `set${index}-${REPLICAS - 1}` }));
    }),
  );
}

const cluster = await startEmbedded();
const { client, records } = cluster;
const stop = new AbortController();
const ready = new ReadySets();
for (let index = 0; index < SETS; index++) {
  const set = { ...webSet({ replicas: REPLICAS }), metadata: { name: `set${index}` } };
  orFail(await records.create(set, 'default'));
}
const deps = { client, clock: systemClock, random: Math.random, identity: 'bench', signal: stop.signal };
const nothing = (): void => undefined;
let kept: Promise<unknown> = Promise.resolve();
const rows = [
  await measure(cluster, 'create', SETS * REPLICAS, async () => {
    const created = ready.more(SETS);
    kept = keepAll(
      { namespace: 'default', names: undefined, forms: ['config-map'] as const },
      {
        ...deps,
        emit: ready.emit,
        onTrouble: nothing,
        onHeldUp: nothing,
        onUnreadable: nothing,
        onUnlabelled: nothing,
      },
    );
    await created;
  }),
  await measure(cluster, `${DISTURBED} pets deleted`, DISTURBED, async () => {
    const healed = ready.more(DISTURBED);
    await disturb(cluster);
    await healed;
  }),
];
stop.abort();
await kept;
await cluster.stop();
const header = ['OPERATION', 'MS PER PET', 'CPU MS PER PET', 'WRITES PER PET', 'WRITES OF LEASES', 'READS', 'WATCHES'];
process.stdout.write(
  `${SETS} sets of ${REPLICAS} pets that are ready at once, kept by one process with its cluster in it\n`,
);
process.stdout.write(`${tableLines(header, rows).join('\n')}\n`);
