import { describeApiError, is, orFail } from '../cluster/api-error.js';
import { applyDocument, type Effect, type Trial } from '../controller/apply-document.js';
import { Failure } from '../petset/failure.js';
import type { PetSet, SetRef } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { type ApplyPlan, planApply, type SetPlan } from './apply-plan.js';
import { whatWaits } from './changed-set.js';
import type { Command } from './command.js';
import { commandFor } from './command-line.js';
import {
  type FileCommand,
  type FileOptions,
  objectName,
  pretend,
  type Pretended,
  readFileOptions,
  readFileWishes,
} from './files.js';
import { FILE_FLAGS } from './flags.js';
import { type Job, withWork, type Work } from './foreground.js';
import { foretellFiles } from './foretell.js';
import { warnOfServices } from './service-warnings.js';

export const apply: Command = {
  usage: 'apply',
  synopsis: '-f FILENAME [options]',
  group: 'Basic',
  describe: 'Create the sets of a file, or change them to what it says',
  examples: [
    ['kubectl petset apply -f petset.yaml', 'what is there already as the file has it stays untouched'],
    ['kubectl petset apply -f petset.yaml --dry-run=server', 'have everything checked, change nothing'],
    ['kubectl petset upgrade web', 'roll out a template that apply has written down'],
  ],
  manual: `So are all other objects of the file. A new template waits for upgrade.`,
  options: {
    ...FILE_FLAGS,
  },
  run: (args, world) => {
    const options = readFileOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

const APPLY: FileCommand = { verb: 'apply', nothing: 'nothing was changed' };

async function run(options: FileOptions, work: Work): Promise<Job | number> {
  const wishes = await readFileWishes(APPLY, options, work);
  const plan = await planApply(wishes, APPLY.nothing, work);
  await warnOfServices(wishes, work);
  if (options.dryRun === 'none') return applyAll(plan, work);
  pretend(planned(plan), options, work);
  const wanted = plan.sets.map(({ wish, set, change }) => ({ set, namespace: wish.namespace, change }));
  if (options.objects === undefined) await foretellFiles(wanted, work);
  return 0;
}

function planned({ documents, sets }: ApplyPlan): readonly Pretended[] {
  return [
    ...documents.map(({ placed: { document }, effect }) => ({
      object: document,
      name: objectName(document),
      verb: effect,
    })),
    ...sets.map(({ set, effect }) => ({ object: set, name: `petset/${set.metadata.name}`, verb: effect })),
  ];
}

/** The other objects first, since pods may need them; then the records; then the pets. */
async function applyAll({ documents, sets }: ApplyPlan, work: Work): Promise<Job | number> {
  const { args, options, world, leaving } = work;
  leaving(SAME_AGAIN);
  for (const each of documents) await writeDocument(each, work);
  const records: PetSetRecord[] = [];
  for (const plan of sets) {
    const refs = [...records.map(({ ref }) => ref), refOf(plan)];
    leaving(refs.map((ref) => `to go on: ${commandFor('reconcile', ref, args)}`));
    records.push(await writeSet(plan, work));
  }
  if (options.wait) return { records, goal: { end: 'settled' } };
  for (const { ref } of records) world.stderr.write(`to have it done: ${commandFor('reconcile', ref, args)}\n`);
  return 0;
}

const SAME_AGAIN = ['what was changed before it stays; the same command goes on from there'];

function refOf({ wish: { set, namespace } }: SetPlan): SetRef {
  return { namespace, name: set.metadata.name };
}

async function writeDocument(trial: Trial, { session, renderer }: Work): Promise<void> {
  const name = objectName(trial.placed.document);
  const answer = await applyDocument(trial, session.client);
  if (!answer.ok) {
    throw new Failure(describeApiError(answer.error), { next: [`${name} was not changed`, ...SAME_AGAIN] });
  }
  renderer.result(name, answer.value);
}

async function writeSet(plan: SetPlan, work: Work): Promise<PetSetRecord> {
  const { args, world, renderer } = work;
  const { record, before, effect } = await recordSet(plan, work);
  renderer.result(`petset/${record.ref.name}`, effect);
  const waiting = whatWaits(before, record);
  if (waiting !== undefined) {
    world.stderr.write(`petset/${record.ref.name}: ${waiting}: ${commandFor('upgrade', record.ref, args)}\n`);
  }
  return record;
}

interface Recorded {
  readonly record: PetSetRecord;
  readonly before: PetSet;
  readonly effect: Effect;
}

/** One that somebody else has created since we looked is changed. */
async function recordSet(plan: SetPlan, { session: { records } }: Work): Promise<Recorded> {
  const { wish, set, effect: planned, change } = plan;
  if (planned === 'created') {
    const created = await records.create(set, wish.namespace);
    if (created.ok || !is(created.error, 'AlreadyExists')) {
      return { record: orFail(created, SAME_AGAIN), before: set, effect: 'created' };
    }
  }
  let before = set;
  let effect: Effect = 'unchanged';
  const changed = await records.change(refOf(plan), (present) => {
    const wanted = change(present);
    before = present.set;
    effect = wanted === undefined ? 'unchanged' : 'configured';
    return wanted;
  });
  return { record: orFail(changed, SAME_AGAIN), before, effect };
}
