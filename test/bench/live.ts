// Measures what the live view of a roll-out of 1,000 pets costs on a terminal of 120x40: `npm run bench live`.
// Fails when it takes 10 % of a core at the rate of real kubelets.
import { Writable } from 'node:stream';
import { orFail } from '../../src/cluster/api-error.js';
import { after, type Clock, systemClock } from '../../src/cluster/clock.js';
import type { Emit } from '../../src/controller/progress.js';
import type { ObservedPet } from '../../src/petset/observed-pet.js';
import { withSet } from '../../src/petset/record.js';
import { USUAL_ROLLOUT } from '../../src/petset/rollout.js';
import { liveRenderer } from '../../src/render/live.js';
import type { Renderer } from '../../src/render/renderer.js';
import { tableLines } from '../../src/render/table.js';
import { FakeClock } from '../fixtures/clock.js';
import { startEmbedded, type Embedded } from '../fixtures/embedded.js';
import { observed, pet, revision, upgrading, webSet } from '../fixtures/sets.js';
import { standing } from '../fixtures/standing.js';

const PETS = 1_000;
/** So many of them are replaced in a measurement. */
const REPLACED = 100;
/** As fast as it goes: fewer, since they have to be made first. */
const FAST = { pets: 200, replaced: 50 };
/** Milliseconds that a pet takes with a real kubelet and an image that is there. */
const PACE = 2_000;
const LIMIT = 10;
const ref = { namespace: 'default', name: 'web' };

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
async function atPace(): Promise<readonly string[]> {
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
  const seconds = (REPLACED * PACE) / 1000;
  const share = meter.spent / (seconds * 10);
  if (share >= LIMIT) process.exitCode = 1;
  return [
    `a pet every ${PACE / 1000} s`,
    `${share.toFixed(2)} % of a core`,
    `${(meter.spent / REPLACED).toFixed(1)} ms of CPU a pet`,
    `${(written() / seconds / 1024).toFixed(1)} KiB/s`,
  ];
}

/** Answers with what it took for each pet: on the wall, and of the processor, cluster and all. */
async function roll(cluster: Embedded, image: string, more: { readonly emit?: Emit } = {}): Promise<string> {
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
  const each = (milliseconds: number): string => (milliseconds / FAST.replaced).toFixed(1);
  return `${each(performance.now() - startedAt)} ms a pet, ${each((user + system) / 1000)} ms of CPU`;
}

/** As fast as it goes, on an embedded cluster whose pods are ready at once, all of it in one process. */
async function atOnce(): Promise<readonly (readonly string[])[]> {
  const cluster = await startEmbedded();
  try {
    await cluster.reconcile(orFail(await cluster.records.create(webSet({ replicas: FAST.pets }), ref.namespace)));
    await roll(cluster, 'warm-up');
    const without = await roll(cluster, 'without');
    const meter = new Meter();
    const { renderer, emit, written } = view(systemClock, meter);
    const [startedAt, before] = [performance.now(), process.cpuUsage()];
    const withView = await roll(cluster, 'with', { emit });
    renderer.close();
    const { user, system } = process.cpuUsage(before);
    const milliseconds = performance.now() - startedAt;
    const share = (spent: number): string => `${((100 * spent) / milliseconds).toFixed(1)} % of a core`;
    return [
      ['at once, no view', '', without, ''],
      ['at once, view', share(meter.spent), withView, `${((written() * 1000) / 1024 / milliseconds).toFixed(1)} KiB/s`],
      ['the process with it', share((user + system) / 1000), '', ''],
    ];
  } finally {
    await cluster.stop();
  }
}

function show(what: string, header: readonly string[], rows: readonly (readonly string[])[]): void {
  process.stdout.write(`${what}, on a terminal of 120x40\n${tableLines(header, rows).join('\n')}\n`);
}

const header = ['ROLL-OUT', 'VIEW', 'TIME', 'WRITTEN'];
show(`a roll-out of ${PETS} pets, ${REPLACED} of them measured`, header, [await atPace()]);
show(`a roll-out of ${FAST.pets} pets, ${FAST.replaced} of them measured`, header, await atOnce());
