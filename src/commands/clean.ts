import { orFail } from '../cluster/api-error.js';
import { reclaimPolicies } from '../controller/inspect.js';
import type { View } from '../controller/set-watch.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import { counted } from '../render/counted.js';
import { nameArg, switchArg } from './arguments.js';
import { fate, keptVolumes, type Policies } from './claim-fates.js';
import type { Args, Command } from './command.js';
import { commandFor } from './command-line.js';
import { confirmed, type Question } from './confirm.js';
import { WORK_FLAGS } from './flags.js';
import { DRY_RUN } from './dry-run.js';
import { foretell } from './foretell.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { PRE_DELETE_FLAGS } from './gate-flags.js';
import { markGoing, refuseHalfDone } from './going.js';
import { claimsOf, lookAt, petsOf } from './look.js';
import { rehearsable } from './rehearse/rehearse.js';

interface CleanOptions extends WorkOptions {
  readonly name: string;
  /** The user need not be asked. */
  readonly yes: boolean;
}

export const clean: Command = rehearsable({
  usage: 'clean <NAME>',
  group: 'Basic',
  describe: 'Take a set down in reverse order, with claims and data',
  examples: [
    ['kubectl petset clean web', 'shows what will be lost, and asks'],
    ['kubectl petset clean web --yes', 'does not ask'],
    ['kubectl petset clean web --dry-run=client', 'only shows it'],
    ['kubectl petset clean web --rehearse', 'does it to a copy, in fast motion'],
  ],
  manual: `The pets go one by one, the highest first. When each is really gone, its claims
are deleted, and the record at the end.`,
  options: {
    yes: { alias: 'y', type: 'boolean', describe: 'do not ask' },
    ...WORK_FLAGS,
    ...PRE_DELETE_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
});

function readOptions(args: Args): CleanOptions {
  return { ...readWorkOptions(args), name: nameArg(args), yes: switchArg(args, 'yes') };
}

/** What is there of a set, and what becomes of it: highest ordinal first, as it goes. */
interface Inventory {
  readonly pets: readonly ObservedPet[];
  /** The claims of the set, and those that only have the names of such claims and stay. */
  readonly claims: readonly ObservedClaim[];
  readonly others: readonly ObservedClaim[];
  readonly policies: Policies;
}

async function run({ name, dryRun, yes, wait }: CleanOptions, work: Work): Promise<Job | number> {
  const { args, world, session, renderer, turns, leaving } = work;
  const ref = { namespace: session.namespace, name };
  const view = await lookAt(ref, session);
  refuseHalfDone(view, 'clean', args);
  const inventory = await takeInventory(view, work);
  const mark = (present: PetSetRecord): RecordObject => markGoing(present, view.record, 'clean');
  if (dryRun !== 'none') {
    if (dryRun === 'server') orFail(await session.records.change(ref, mark, { dryRun: true }));
    for (const object of objectsOf(inventory, ref)) renderer.result(object, `deleted${DRY_RUN[dryRun]}`);
    await foretell(view.record, mark(view.record), work);
    return 0;
  }
  await turns.refuseInVain(ref);
  if (!yes && !(await confirmed(questionOf(ref, inventory), work))) return 0;
  await turns.claim(ref, view.record);
  leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
  const marked = orFail(await session.records.change(ref, mark));
  if (!wait) {
    world.stderr.write(`petset/${name} is marked; to have it done: ${commandFor('reconcile', ref, args)}\n`);
    return 0;
  }
  return { records: [marked], goal: { end: 'gone' }, remarks: leftovers(inventory) };
}

async function takeInventory(view: View, { session }: Work): Promise<Inventory> {
  const claims = claimsOf(view).toReversed();
  return {
    pets: petsOf(view).toReversed(),
    claims,
    others: [...view.observed.claims.values()].filter(({ labelledFor }) => labelledFor === undefined),
    policies: await reclaimPolicies(
      session.client,
      claims.flatMap(({ volume }) => volume ?? []),
    ),
  };
}

function objectsOf({ pets, claims }: Inventory, { name }: SetRef): readonly string[] {
  return [
    ...pets.map((pet) => `pod/${pet.name}`),
    ...claims.map((claim) => `persistentvolumeclaim/${claim.name}`),
    `petset/${name}`,
  ];
}

function questionOf(ref: SetRef, inventory: Inventory): Question {
  const { claims, policies } = inventory;
  const fates = new Map(claims.map((claim) => [`persistentvolumeclaim/${claim.name}`, fate(claim, policies)]));
  return {
    lines: objectsOf(inventory, ref).map((object) => `${object}${fates.get(object) ?? ''}`),
    unasked: `this deletes ${counted(claims.length, 'claim')} of petset/${ref.name} and ${claims.length === 1 ? 'its' : 'their'} data`,
  };
}

/** What is still there after a clean-up. */
function leftovers({ claims, others, policies }: Inventory): readonly string[] {
  return [
    ...keptVolumes(claims, policies),
    ...others.map(({ name }) => `persistentvolumeclaim/${name} left alone, it does not carry the label of the set`),
  ];
}
