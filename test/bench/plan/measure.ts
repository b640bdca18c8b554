import { Agent } from 'node:http';
import { Writable } from 'node:stream';
import { Client } from '../../../src/cluster/client.js';
import { systemClock } from '../../../src/cluster/clock.js';
import type { Connection } from '../../../src/cluster/connection.js';
import { RECORD_RESOURCES } from '../../../src/cluster/resource.js';
import { orFail } from '../../../src/cluster/api-error.js';
import { Hub } from '../../../src/controller/hub.js';
import { keep } from '../../../src/controller/keep.js';
import { plan } from '../../../src/controller/plan.js';
import type { Emit, ProgressEvent } from '../../../src/controller/progress.js';
import { SetWatch, type View } from '../../../src/controller/set-watch.js';
import { TimelineRecorder } from '../../../src/controller/timeline-recorder.js';
import { type PetSetRecord, readRecord, withSet } from '../../../src/petset/record.js';
import { liveRenderer } from '../../../src/render/live.js';
import { lineRenderer } from '../../../src/render/renderer.js';
import type { Order } from './server.js';

/** What was measured for one size. Milliseconds of the processor, and MiB. */
export interface Figures {
  readonly pets: number;
  /** One plan of all of it, where nothing is to be done. */
  readonly plan: number;
  /** One event, from the line of the watch to what is printed, and to what is drawn. */
  readonly lines: number;
  readonly live: number;
  /** One more pet with its claim, from its creation until it is ready. */
  readonly birth: number;
  /** To list all, and to look at it for the first time. */
  readonly start: number;
  readonly heap: number;
  readonly resident: number;
  readonly peak: number;
}

const REF = { namespace: 'default', name: 'web' };
const EVENTS = 100;
const WARM_UP = 40;
const PLANS = 50;
const BIRTHS = 20;
const MIB = 1024 * 1024;

function connectionTo(port: number): Connection {
  const agent = new Agent({ keepAlive: true });
  return {
    server: new URL(`http://127.0.0.1:${port}`),
    namespace: 'default',
    isReadOnly: false,
    credentials: () => Promise.resolve({ headers: {}, agent }),
    forgetCredentials: () => undefined,
    hasAnswered: true,
    answered: () => undefined,
    close: () => agent.destroy(),
  };
}

/** Tells when a thing is told of a set. */
class Ear {
  private listener: ((event: ProgressEvent) => void) | undefined;

  readonly hear: Emit = (event) => this.listener?.(event);

  until(isMeant: (event: ProgressEvent) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.listener = (event) => {
        if (isMeant(event)) resolve();
      };
    });
  }
}

/** Milliseconds of the processor that something takes, each of so many times. */
async function cpu(times: number, work: (time: number) => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) await work(time);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

const NOWHERE = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
  isTTY: true,
  columns: 120,
  rows: 40,
});
const STREAMS = { stdout: NOWHERE, stderr: NOWHERE, spell: () => 'kubectl' };

/** Keeps the set of a server of so many pets, and measures what that takes. `order` tells the server what is to happen there. */
export async function measure(pets: number, port: number, order: (order: Order) => void): Promise<Figures> {
  const stop = new AbortController();
  const client = new Client(connectionTo(port), { clock: systemClock, onWarning: () => undefined });
  const world = { client, clock: systemClock, random: Math.random, signal: stop.signal, onTrouble: () => undefined };
  const stored = orFail(await client.get(RECORD_RESOURCES['config-map'], REF.namespace, 'petset-web'));
  const record = readRecord(stored);
  const ear = new Ear();
  let show: Emit = () => undefined;
  const timelines = new TimelineRecorder(REF, () => systemClock.now());
  const emit = timelines.over((event) => {
    show(event);
    ear.hear(event);
  });

  const began = process.cpuUsage();
  const hub = new Hub({ namespace: 'default', names: ['web'], forms: ['config-map'] }, world);
  const ready = ear.until(({ type }) => type === 'set-ready');
  const kept = keep(record, hub, {
    ...world,
    emit,
    identity: 'bench',
    eventClient: client,
    onHeldUp: (why) => process.stderr.write(`${JSON.stringify(why)}\n`),
  });
  await ready;
  const spent = process.cpuUsage(began);
  const peak = process.resourceUsage().maxRSS / 1024;
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();

  const view = look(record, hub);
  const event = async (time: number): Promise<void> => {
    const isReady = time % 2 === 1;
    const ordinal = (time >> 1) % pets;
    const seen = ear.until(({ type }) => type === (isReady ? 'set-ready' : 'waiting') || type === 'pet-changed');
    order({ order: 'pet', ordinal, isReady });
    await seen;
    await new Promise((resolve) => setImmediate(resolve));
  };
  for (let time = 0; time < WARM_UP; time++) plan(view.desired, view.observed);
  const planned = await cpu(PLANS, () => plan(view.desired, view.observed));

  show = (told) => lines.event(told);
  const lines = lineRenderer(STREAMS);
  await cpu(WARM_UP, event);
  const inLines = await cpu(EVENTS, event);

  let now = 0;
  const live = liveRenderer(STREAMS, {
    now: () => now,
    after: () => () => undefined,
    color: true,
    keeps: true,
    isRehearsal: false,
    goOn: () => 'kubectl',
  });
  show = (told) => live.event(told);
  const drawn = (time: number): Promise<void> => {
    // Long enough after the last drawing for another one.
    now += 100;
    return event(time);
  };
  await cpu(WARM_UP, drawn);
  const inView = await cpu(EVENTS, drawn);

  show = (told) => lines.event(told);
  const grown = withSet(record, { ...record.set, spec: { ...record.set.spec, replicas: pets + BIRTHS } });
  const birth = await cpu(1, async () => {
    const all = ear.until((told) => told.type === 'set-ready' && told.replicas > pets);
    order({ order: 'record', record: grown });
    await all;
  });
  stop.abort();
  await kept;
  return {
    pets,
    plan: planned,
    lines: inLines,
    live: inView,
    birth: birth / BIRTHS,
    start: (spent.user + spent.system) / 1000,
    heap: heapUsed / MIB,
    resident: rss / MIB,
    peak,
  };
}

function look(record: PetSetRecord, hub: Hub): View {
  const watch = new SetWatch(record, hub, () => undefined);
  const view = watch.look(systemClock.now());
  watch.close();
  if (view === undefined) throw new Error('there is no set');
  return view;
}
