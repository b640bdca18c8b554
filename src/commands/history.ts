import { orFail } from '../cluster/api-error.js';
import { petsByRevision, readHistory } from '../controller/history.js';
import { Failure } from '../petset/failure.js';
import type { Revision } from '../petset/history.js';
import type { PetSetRecord } from '../petset/record.js';
import { historyTable, revisionObject } from '../render/history.js';
import { printNext } from '../render/objects.js';
import { podTemplateLines } from '../render/pod-template.js';
import { templateDiff } from '../render/template-diff.js';
import { nameArg, outputArg, textArg, UsageFailure } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { FLAGS } from './flags.js';
import { findRevision, revisionArg } from './revision-arg.js';
import { type Session, withSession } from './session.js';

const FORMATS = ['wide', 'json', 'yaml', 'name'] as const;

/** Two revisions to compare; what is left out is the newest one, and the one before the other. */
interface Range {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

interface HistoryOptions {
  readonly name: string;
  /** Nothing for all of them. */
  readonly revision: number | undefined;
  readonly diff: Range | undefined;
  readonly format: (typeof FORMATS)[number] | undefined;
}

export const history: Command = {
  usage: 'history <NAME>',
  group: 'Rollout',
  describe: 'Show the revisions of a set, and why they were changed',
  examples: [
    ['kubectl petset history web', 'the revisions, and what caused them'],
    ['kubectl petset history web -o wide', 'also which pets are of which revision'],
    ['kubectl petset history web --revision=2', 'the template of one revision'],
    ['kubectl petset history web --diff 1..2', 'what changed from one to the other'],
    ['kubectl petset history web --diff 1..', 'what changed from one to the newest'],
  ],
  options: {
    revision: { type: 'string', values: 'revisions', describe: 'show the template of this revision' },
    diff: { type: 'string', describe: 'compare two revisions, A..B; A.. is to the newest' },
    output: { ...FLAGS.output, values: FORMATS, describe: 'output format: wide, json, yaml or name' },
  },
  run: async (args, world) => {
    const options = readOptions(args);
    return withSession(args, world, (session) => run(options, world, session));
  },
};

function readOptions(args: Args): HistoryOptions {
  const options = {
    name: nameArg(args),
    revision: revisionArg(args, 'revision'),
    diff: rangeArg(args, 'diff'),
    format: outputArg(args, FORMATS),
  };
  const { diff, revision, format } = options;
  if (diff !== undefined && (revision !== undefined || format !== undefined)) {
    throw new UsageFailure(`--diff cannot be used with --${revision === undefined ? 'output' : 'revision'}`);
  }
  return options;
}

function rangeArg(args: Args, flag: string): Range | undefined {
  const value = textArg(args, flag);
  if (value === undefined) return undefined;
  const [, from, to] = /^([1-9]\d{0,8})?\.\.([1-9]\d{0,8})?$/.exec(value) ?? [];
  if (!value.includes('..') || (value !== '..' && from === undefined && to === undefined)) {
    throw new UsageFailure(`invalid argument "${value}" for "--${flag}" flag: must be two revisions such as 1..2`);
  }
  const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  return { from: numberOf(from), to: numberOf(to) };
}

async function run(options: HistoryOptions, { clock, stdout }: World, session: Session): Promise<number> {
  const record = orFail(await session.records.get({ namespace: session.namespace, name: options.name }));
  const revisions = orFail(await readHistory(record, session.client));
  switch (options.format) {
    case 'name':
      stdout.write(`petset/${options.name}\n`);
      return 0;
    case 'json':
    case 'yaml': {
      const { format } = options;
      const chosen = options.revision === undefined ? revisions : [findRevision(revisions, options.revision)];
      chosen.forEach((each, index) => printNext(revisionObject(record, each), format, index === 0, stdout));
      return 0;
    }
    case 'wide':
    case undefined:
      stdout.write(await textOf(record, revisions, options, session, clock.now()));
      return 0;
  }
}

async function textOf(
  record: PetSetRecord,
  revisions: readonly Revision[],
  { name, revision, diff, format }: HistoryOptions,
  { client }: Session,
  now: number,
): Promise<string> {
  const object = `petset.petset.dev/${name}`;
  if (diff !== undefined) return diffOf(object, revisions, diff);
  // kubectl says so with exit code 0, as it does where there are some.
  if (revisions.length === 0) return `${object} \nNo rollout history found.\n`;
  if (revision !== undefined) {
    const { template } = findRevision(revisions, revision);
    return `${object} with revision #${revision}\n${podTemplateLines(template).join('\n')}\n\n`;
  }
  const pets = format === 'wide' ? await petsByRevision(record, client) : undefined;
  return `${object} \n${historyTable(revisions, pets, now).join('\n')}\n\n`;
}

function diffOf(object: string, revisions: readonly Revision[], { from, to }: Range): string {
  const newest = revisions.at(-1);
  if (newest === undefined) throw new Failure(`error: no rollout history found for ${object}`);
  const after = to === undefined ? newest : findRevision(revisions, to);
  const before = from === undefined ? revisions[revisions.indexOf(after) - 1] : findRevision(revisions, from);
  if (before === undefined) throw new Failure(`error: there is no revision before revision ${after.number}`);
  return templateDiff(object, before, after);
}
