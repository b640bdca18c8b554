import { describeApiError, orFail, is } from '../../cluster/api-error.js';
import { holderOf } from '../../controller/holder.js';
import { remember } from '../../controller/timeline.js';
import { Failure } from '../../petset/failure.js';
import { petName } from '../../petset/identity.js';
import type { SetRef } from '../../petset/petset.js';
import type { PetSetRecord } from '../../petset/record.js';
import { hasChanged, type Row, spansIn, type Timeline, within } from '../../petset/timeline/timeline.js';
import { lastStir } from '../../petset/timeline/window.js';
import { counted } from '../../render/counted.js';
import { spanTable } from '../../render/timeline/spans.js';
import { fullTimelineLines } from '../../render/timeline/text.js';
import { durationArg, listArg, nameArg, outputArg } from '../arguments.js';
import type { Args, Command, World } from '../command.js';
import { FLAGS } from '../flags.js';
import { ordinalWritten } from '../pet-argument.js';
import { type Look, lookOf } from '../look-of-output.js';
import { type Session, withSession } from '../session.js';
import { factsOf } from './at-end.js';
import { pictureOf, PICTURES } from './file.js';

const FORMATS = ['wide', ...PICTURES] as const;

interface TimelineCommandOptions {
  readonly name: string;
  /** Names of pets; none for all. */
  readonly pets: readonly string[];
  /** Milliseconds before now; nothing for the last time that anything happened. */
  readonly since: number | undefined;
  readonly format: (typeof FORMATS)[number] | undefined;
}

const MANUAL = `What a cluster remembers: pods say when they were scheduled, started and
ready, in whole seconds and of the last time only; events, which are kept for
an hour, say the rest, also of pets that are gone. What nobody remembers is
shown as not known. Without --since it is the last time that anything became
of the pets, and all that happened no more than 10 minutes before it.
A command that changes a set takes down more, to the millisecond: --timeline
and --timeline-file of scale, upgrade and the others.`;

export const timeline: Command = {
  usage: 'timeline <NAME> [PET..]',
  group: 'Troubleshooting',
  describe: 'Show what the pets of a set did, as bars against time',
  examples: [
    ['kubectl petset timeline web', 'the last thing that happened to its pets'],
    ['kubectl petset timeline web web-3 -o wide', 'of one pet, with every phase and what was said of it'],
    ['kubectl petset timeline web --since 1h', 'the last hour'],
    ['kubectl petset timeline web -o svg > web.svg', 'a picture'],
    ['kubectl petset timeline web -o html > web.html', 'a document for an incident report'],
  ],
  options: {
    since: { type: 'string', describe: 'from so long ago until now, such as 10m or 1h' },
    output: { ...FLAGS.output, values: FORMATS, describe: 'output format: wide, svg, html or json' },
  },
  manual: MANUAL,
  run: async (args, world) => {
    const options = readOptions(args);
    return withSession(args, world, (session) => run(options, { look: lookOf(args, world), world, session }));
  },
};

function readOptions(args: Args): TimelineCommandOptions {
  const name = nameArg(args);
  const pets = listArg(args, 'PET').map((written) => petName(name, ordinalWritten(written, name)));
  return { name, pets, since: durationArg(args, 'since'), format: outputArg(args, FORMATS) };
}

async function run(
  options: TimelineCommandOptions,
  { look, world, session }: { readonly look: Look; readonly world: World; readonly session: Session },
): Promise<number> {
  const { name, pets, format } = options;
  const { stdout, stderr, version } = world;
  const ref = { namespace: session.namespace, name };
  const now = world.clock.now();
  const record = await recordOf(ref, session);
  const { rows, withoutEvents } = orFail(await remember(ref, record, { client: session.client, now }));
  if (record === undefined && rows.length === 0) throw notFound(name);
  if (withoutEvents !== undefined) session.warn(`without events: ${describeApiError(withoutEvents)}`);
  const chosen = rowsNamed(rows, pets, name);
  if (chosen.length === 0) {
    stderr.write(`petset/${name} has no pets, and the cluster remembers none\n`);
    return 0;
  }
  const whole: Timeline = { set: ref, from: 0, until: now, rows: chosen };
  const window = options.since === undefined ? lastStir(chosen, now) : { from: now - options.since, until: now };
  const shown = within(whole, window);
  if (format === undefined || format === 'wide') {
    stdout.write(textOf(shown, pets.length > 0 ? shown.rows : changed(shown), format === 'wide', look));
    if (spansOf(shown).some(({ phase }) => phase === 'unknown')) {
      stderr.write(
        'not known is what no event tells of: whether a pet that is gone was ready, and what was more than about an hour ago\n',
      );
    }
    return 0;
  }
  const facts = record === undefined ? [] : await allFacts(record, session, now);
  stdout.write(pictureOf([{ timeline: shown, facts }], format, version));
  return 0;
}

/** Nothing where the set is gone: its pets may be remembered all the same. */
async function recordOf(ref: SetRef, { records }: Session): Promise<PetSetRecord | undefined> {
  const answer = await records.get(ref);
  return !answer.ok && is(answer.error, 'NotFound') ? undefined : orFail(answer);
}

function notFound(name: string): Failure {
  return new Failure(`Error from server (NotFound): petsets "${name}" not found`);
}

/** The rows of the pets that are named, or all. Throws a `Failure` where one of them is not known. */
function rowsNamed(rows: readonly Row[], pets: readonly string[], setName: string): readonly Row[] {
  const unknown = pets.find((name) => !rows.some(({ pet }) => pet === name));
  if (unknown !== undefined) {
    throw new Failure(`error: nothing is known of pod/${unknown}: it is not there, and no event tells of it`, {
      next: [`petset/${setName} has ${counted(rows.length, 'pet')} of which anything is known`],
    });
  }
  return pets.length === 0 ? rows : rows.filter(({ pet }) => pets.includes(pet));
}

function changed(timeline: Timeline): readonly Row[] {
  return timeline.rows.filter((row) => hasChanged(row, timeline));
}

function spansOf({ rows }: Timeline): ReturnType<typeof spansIn> {
  return rows.flatMap(spansIn);
}

/** The pets of which anything is to be told have a line; the others are counted. */
function textOf(timeline: Timeline, telling: readonly Row[], isWide: boolean, look: Look): string {
  const rows = telling.length > 0 ? telling : timeline.rows;
  const others = timeline.rows.length - rows.length;
  const lines = [
    ...fullTimelineLines({ ...timeline, rows }, look),
    ...(others > 0 ? [`${counted(others, 'other pet')} stayed as they were`] : []),
    ...(isWide ? ['', ...spanTable(rows)] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

async function allFacts(record: PetSetRecord, { client }: Session, now: number): Promise<ReturnType<typeof factsOf>> {
  const holder = await holderOf(record.ref, { client, now });
  const held = holder.ok && holder.value ? [['Reconciled by', holder.value.identity] as const] : [];
  return [...factsOf(record), ...held];
}
