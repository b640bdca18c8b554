import { Writable } from 'node:stream';
import { orFail } from '../../../src/cluster/api-error.js';
import { after, type Clock, systemClock } from '../../../src/cluster/clock.js';
import type { Emit } from '../../../src/controller/progress.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import { withSet } from '../../../src/petset/record.js';
import { USUAL_ROLLOUT } from '../../../src/petset/rollout.js';
import { liveRenderer } from '../../../src/render/live.js';
import type { Renderer } from '../../../src/render/renderer.js';
import { FakeClock } from '../../fixtures/clock.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { observed, pet, revision, upgrading, webSet } from '../../fixtures/sets.js';
import { standing } from '../../fixtures/standing.js';
import type { Part } from '../part.js';
import { type Case, type Row, rowOf, type Sample, usual } from '../row.js';

const PETS = 1_000;
/** So many of them are replaced in a measurement. */
const REPLACED = 100;
/** As fast as it goes: fewer, since they have to be made first. */
const FAST = { pets: 200, replaced: 50 };
/** Milliseconds that a pet takes with a real kubelet and an image that is there. */
const PACE = 2_000;
const ref = { namespace: 'default', name: 'web' };

const usually = { unit: 'ms/pet', runs: 3, isQuick: false };
const PACED: Case = {
  ...usually,
  name: 'live/paced',
  says: `a roll-out of ${PETS} pets, one every ${PACE / 1000} s`,
  runs: 1,
};
const WITHOUT: Case = { ...usually, name: 'live/none', says: `${FAST.pets} pets as fast as it goes, nothing is shown` };
const DRAWN: Case = { ...usually, name: 'live/drawn', says: 'the same, with the live view' };

export const live: Part = {
  name: 'live',
  says: 'what the live view costs on a terminal of 120x40; with a cluster in our process',
  cases: [PACED, WITHOUT, DRAWN],
  measure: async (wanted, bench) => {
    const rows: Row[] = [];
    if (wanted.includes(PACED)) {
      bench.tell(PACED.name);
      rows.push(await paced(bench.runsOf(PACED)));
    }
    const rest = wanted.filter((one) => one !== PACED);
    if (rest.length === 0) return rows;
    const runs = Math.max(...rest.map((one) => bench.runsOf(one)));
    const rolls: Rolls[] = [];
    for (let run = 0; run < runs; run++) {
      bench.tell(`live: run ${run + 1} of ${runs}`);
      bench.signal.throwIfAborted();
      rolls.push(await atOnce(run % 2 === 1));
    }
    const shares = usual(rolls.map(({ share }) => ({ cpu: share })));
    const share = `${((shares.cpu ?? 0) * 100).toFixed(1)} % of a core draws`;
    return [
      ...rows,
      ...rest.map((one) =>
        one === WITHOUT
          ? rowOf(
              one,
              rolls.map(({ without }) => without),
            )
          : rowOf(
              one,
              rolls.map(({ drawn }) => drawn),
              share,
            ),
      ),
    ];
  },
};

/** CPU time that is spent in what is measured, in milliseconds. */
class Meter {
  spent = 0;

  measured<T>(work: () => T): T {
    const before = process.cpuUsage();
    try {
      return work();
    } finally {
      const { user, system } = process.cpuUsage(before);
      this.spent += (user + system) / 1000;
    }
  }
}

/** A live view on a terminal that takes everything at once, measured. */
function view(
  clock: Clock,
  meter: Meter,
): { readonly renderer: Renderer; readonly emit: Emit; readonly written: () => number } {
  let bytes = 0;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done();
    },
  });
  const stdout = Object.assign(sink, { isTTY: true, columns: 120, rows: 40 });
  const renderer = liveRenderer(
    { stdout, stderr: stdout, spell: ({ words }) => ['kubectl', ...words].join(' ') },
    {
      now: () => clock.now(),
      after: (ms, act) => after(clock, ms, () => meter.measured(act)),
      color: true,
      keeps: false,
      isRehearsal: false,
      goOn: () => 'kubectl petset reconcile web',
    },
  );
  return { renderer, emit: (event) => meter.measured(() => renderer.event(event)), written: () => bytes };
}

/** What a pet that is replaced looks like from its deletion on. */
function life(ordinal: number, now: number): readonly (ObservedPet | undefined)[] {
  const coming = (status: string, ready = '0/1'): ObservedPet =>
    pet(ordinal, {
      uid: `new-${ordinal}`,
      state: 'starting',
      revision: 'rev2',
      createdAt: now,
      cells: { ready, status, restarts: 0 },
    });
  const going = pet(ordinal, {
    state: 'terminating',
    killedAt: now + 30_000,
    cells: { ready: '1/1', status: 'Terminating', restarts: 0 },
  });
  const done = pet(ordinal, { uid: `new-${ordinal}`, revision: 'rev2', createdAt: now });
  return [
    going,
    { ...going, cells: { ...going.cells, ready: '0/1' } },
    undefined,
    coming('Pending'),
    coming('ContainerCreating'),
    coming('Running'),
    done,
  ];
}

/** At the rate of real kubelets, in time that only passes here. */
async function paced(runs: number): Promise<Row> {
  const samples: Sample[] = [];
  let written = 0;
  for (let run = 0; run < runs; run++) {
    const paced = await atPace();
    samples.push({ cpu: paced.spent / REPLACED });
    written = paced.written;
  }
  const seconds = (REPLACED * PACE) / 1000;
  const share = ((usual(samples).cpu ?? 0) * 100) / PACE;
  return rowOf(PACED, samples, `${share.toFixed(2)} % of a core, ${(written / seconds / 1024).toFixed(1)} KiB/s`);
}

async function atPace(): Promise<{ readonly spent: number; readonly written: number }> {
  const clock = new FakeClock();
  const meter = new Meter();
  const { renderer, emit, written } = view(clock, meter);
  const set = upgrading({}, { replicas: PETS });
  const pods = new Map(Array.from({ length: PETS }, (_, ordinal) => [ordinal, pet(ordinal)]));
  const revisions = [revision('rev1'), revision('rev2')];
  const everything = observed([...pods.values()], { revisions });
  for (let ordinal = PETS - 1; ordinal >= PETS - REPLACED; ordinal--) {
    const moments = life(ordinal, clock.now());
    for (const moment of moments) {
      if (moment === undefined) pods.delete(ordinal);
      else pods.set(ordinal, moment);
      emit({ type: 'standing', standing: standing(set, { ...everything, pods: new Map(pods) }), set: ref });
      for (let passed = 0; passed < PACE / moments.length; passed += 50) await clock.advance(50);
    }
  }
  meter.measured(() => renderer.close());
  return { spent: meter.spent, written: written() };
}

/** What it took for each pet: on the wall, and of the processor, cluster and all. */
async function roll(cluster: Embedded, image: string, more: { readonly emit?: Emit } = {}): Promise<Sample> {
  const record = orFail(
    await cluster.records.change(ref, (present) => {
      const { spec } = present.set;
      const containers = spec.template.spec.containers.map((container) => ({ ...container, image }));
      const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
      const wish = { ...USUAL_ROLLOUT, partition: FAST.pets - FAST.replaced };
      return withSet(present, { ...present.set, spec: { ...spec, template } }, wish);
    }),
  );
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  const { outcome } = await cluster.reconcile(record, more);
  if (outcome.kind !== 'settled') throw new Error(`it ended ${outcome.kind}`);
  const { user, system } = process.cpuUsage(before);
  const time = (performance.now() - startedAt) / FAST.replaced;
  return { time, cpu: (user + system) / 1000 / FAST.replaced };
}

interface Rolls {
  readonly without: Sample;
  readonly drawn: Sample;
  /** The part of a core that draws. */
  readonly share: number;
}

/** As fast as it goes, on an embedded cluster whose pods are ready at once, all of it in one process; one first, or the other. */
async function atOnce(isDrawnFirst: boolean): Promise<Rolls> {
  const cluster = await startEmbedded();
  const drawing = async (): Promise<Omit<Rolls, 'without'>> => {
    const meter = new Meter();
    const { renderer, emit } = view(systemClock, meter);
    const startedAt = performance.now();
    const drawn = await roll(cluster, 'with', { emit });
    renderer.close();
    return { drawn, share: meter.spent / (performance.now() - startedAt) };
  };
  try {
    await cluster.reconcile(orFail(await cluster.records.create(webSet({ replicas: FAST.pets }), ref.namespace)));
    await roll(cluster, 'warm-up');
    if (isDrawnFirst) return { ...(await drawing()), without: await roll(cluster, 'without') };
    return { without: await roll(cluster, 'without'), ...(await drawing()) };
  } finally {
    await cluster.stop();
  }
}
