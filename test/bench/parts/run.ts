import { orFail } from '../../../src/cluster/api-error.js';
import { Client } from '../../../src/cluster/client.js';
import type { RequestNote } from '../../../src/cluster/client-options.js';
import { systemClock } from '../../../src/cluster/clock.js';
import { connect } from '../../../src/cluster/connection.js';
import { Discovery } from '../../../src/cluster/discovery.js';
import { Records } from '../../../src/cluster/records.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import { keepAll } from '../../../src/controller/roster.js';
import { webSet } from '../../fixtures/sets.js';
import { onEmbedded } from '../cluster/embedded-cluster.js';
import type { Part } from '../part.js';
import { type Case, rowOf, type Sample } from '../row.js';

const SETS = 100;
const REPLICAS = 10;
const DISTURBED = 50;

const usual = { unit: 'ms/pet', runs: 3, isQuick: false };
const CREATE: Case = { name: 'run/create', says: `${SETS} sets of ${REPLICAS} pets with claims, at once`, ...usual };
const HEAL: Case = { name: 'run/heal', says: `${DISTURBED} of their pets are deleted, and come back`, ...usual };

export const run: Part = {
  name: 'run',
  says: 'run --all: many sets kept by one process',
  cases: [CREATE, HEAL],
  measure: async (wanted, bench) => {
    const samples: Kept[] = [];
    const runs = Math.max(...wanted.map((one) => bench.runsOf(one)));
    for (let time = 0; time < runs; time++) {
      bench.tell(`run: ${SETS} sets, run ${time + 1} of ${runs}`);
      bench.signal.throwIfAborted();
      samples.push(await onEmbedded(bench, ({ kubeconfig }) => keepSets(kubeconfig)));
    }
    return wanted.map((one) =>
      rowOf(
        one,
        samples.map(({ create, heal }) => (one === CREATE ? create : heal)),
      ),
    );
  },
};

interface Kept {
  readonly create: Sample;
  readonly heal: Sample;
}

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

async function keepSets(kubeconfig: string): Promise<Kept> {
  const connection = connect({ kubeconfig }, { env: {}, clock: systemClock });
  const requests: RequestNote[] = [];
  const nothing = (): void => undefined;
  const onRequest = (note: RequestNote): void => void requests.push(note);
  const client = new Client(connection, { clock: systemClock, onWarning: nothing, onRequest });
  const records = new Records(client, new Discovery(client), (words) => words.join(' '));
  for (let index = 0; index < SETS; index++) {
    const set = { ...webSet({ replicas: REPLICAS }), metadata: { name: `set${index}` } };
    orFail(await records.create(set, 'default'));
  }
  const stop = new AbortController();
  const ready = new ReadySets();
  let kept: Promise<unknown> = Promise.resolve();
  const create = await measured(requests, SETS * REPLICAS, async () => {
    const created = ready.more(SETS);
    const chosen = { namespace: 'default', names: undefined, forms: ['config-map'] as const };
    const deps = { client, clock: systemClock, random: Math.random, identity: 'bench', signal: stop.signal };
    const hearing = { onTrouble: nothing, onHeldUp: nothing, onUnreadable: nothing, onUnlabelled: nothing };
    kept = keepAll(chosen, { ...deps, ...hearing, emit: ready.emit });
    await created;
  });
  const heal = await measured(requests, DISTURBED, async () => {
    const healed = ready.more(DISTURBED);
    await Promise.all(
      Array.from({ length: DISTURBED }, async (_, index) => {
        orFail(await client.delete(RESOURCES.pods, { namespace: 'default', name: `set${index}-${REPLICAS - 1}` }));
      }),
    );
    await healed;
  });
  stop.abort();
  await kept;
  connection.close();
  return { create, heal };
}

async function measured(requests: RequestNote[], pets: number, work: () => Promise<void>): Promise<Sample> {
  requests.length = 0;
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await work();
  const time = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  const writes = requests.filter(({ method }) => method !== 'GET');
  const ofPets = writes.filter(({ path }) => /\/(pods|persistentvolumeclaims)(\/|\?|$)/.test(path));
  const reads = requests.filter(({ method, path }) => method === 'GET' && !path.includes('watch=true'));
  return {
    time: time / pets,
    cpu: (user + system) / 1000 / pets,
    writes: ofPets.length / pets,
    others: writes.length - ofPets.length,
    reads: reads.length,
  };
}
