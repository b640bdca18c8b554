import { orFail } from '../cluster/api-error.js';
import { inspect, reclaimPolicies } from '../controller/inspect.js';
import { obstacleOf } from '../controller/plan-obstacle.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import type { ConfigMap } from '../petset/kubernetes.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, withTeardown } from '../petset/record.js';
import { nameArg, switchArg } from './arguments.js';
import { ask, isYes } from './ask.js';
import type { Args, Command, World } from './command.js';
import { commandFor, commandLine } from './command-line.js';
import { FLAGS } from './flags.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { PRE_DELETE_FLAGS } from './gate-flags.js';
import { refuseVainGates } from './gate-guard.js';

interface CleanOptions extends WorkOptions {
  readonly name: string;
  /** The user need not be asked. */
  readonly yes: boolean;
}

export const clean: Command = {
  usage: 'clean <NAME>',
  describe: 'Take a set down in reverse order, and delete its claims with their data, and its record',
  examples: [
    ['kubectl petset clean web', 'shows what will be lost, and asks'],
    ['kubectl petset clean web --yes', 'does not ask'],
    ['kubectl petset clean web --dry-run=client', 'only shows it'],
  ],
  options: {
    yes: { alias: 'y', type: 'boolean', describe: 'do not ask' },
    'dry-run': FLAGS['dry-run'],
    output: { ...FLAGS.output, describe: 'output format: name or json (one object an event)' },
    timeout: FLAGS.timeout,
    wait: FLAGS.wait,
    ...PRE_DELETE_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

function readOptions(args: Args): CleanOptions {
  return { ...readWorkOptions(args), name: nameArg(args), yes: switchArg(args, 'yes') };
}

/** What is there of a set, and what becomes of it. */
interface Inventory {
  readonly pets: readonly ObservedPet[];
  /** The claims of the set, and those that only have the names of such claims and stay. */
  readonly claims: readonly ObservedClaim[];
  readonly others: readonly ObservedClaim[];
  /** By volume: its reclaim policy, where it may be known. */
  readonly policies: ReadonlyMap<string, string | undefined>;
}

async function run({ name, dryRun, yes, wait }: CleanOptions, work: Work): Promise<Job | number> {
  const { args, world, session, renderer, leaving } = work;
  const ref = { namespace: session.namespace, name };
  const record = orFail(await session.records.get(ref));
  const view = await inspect(record, { ...session.deps, onTrouble: session.onTrouble });
  if (view !== undefined) refuseHalfDone(view, work);
  const inventory = await takeInventory(record, view, work);
  const mark = (present: PetSetRecord): ConfigMap => markForCleanUp(present, record);
  if (dryRun !== 'none') {
    if (dryRun === 'server') orFail(await session.records.change(ref, mark, { dryRun: true }));
    const verb = dryRun === 'server' ? 'deleted (server dry run)' : 'deleted (dry run)';
    for (const object of objectsOf(inventory, ref)) renderer.result(object, verb);
    return 0;
  }
  await refuseVainGates(ref, work);
  if (!yes && !(await confirmed(ref, inventory, world))) {
    world.stdout.write('deletion is cancelled\n');
    return 0;
  }
  leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
  const marked = orFail(await session.records.change(ref, mark));
  if (!wait) {
    world.stderr.write(`petset/${name} is marked; to have it done: ${commandFor('reconcile', ref, args)}\n`);
    return 0;
  }
  return { records: [marked], goal: { end: 'gone' }, remarks: leftovers(inventory) };
}

/** Throws a `Failure` where a clean-up would stop half-way: then it had better not begin. */
function refuseHalfDone({ desired, observed, record: { ref } }: View, { args }: Work): void {
  const obstacle = obstacleOf({ ...desired, teardown: 'clean' }, observed);
  if (obstacle === undefined) return;
  const { object, problem } = obstacle;
  const look = commandLine({ words: ['get', object, '-o', 'yaml'], namespace: ref.namespace }, args);
  throw new Failure(`error: petset/${ref.name} cannot be cleaned up: ${object} ${problem}`, {
    next: [`look at it: ${look}`, 'nothing was deleted'],
  });
}

/** Throws a `Failure` where the set is another one by now than was shown. */
function markForCleanUp(present: PetSetRecord, shown: PetSetRecord): ConfigMap {
  if (present.owner.uid === shown.owner.uid) return withTeardown(present, 'clean');
  throw new Failure(`error: petset/${shown.ref.name} was deleted and made anew by somebody else meanwhile`, {
    next: ['nothing was deleted'],
  });
}

async function takeInventory(record: PetSetRecord, view: View | undefined, { session }: Work): Promise<Inventory> {
  const claims = [...(view?.observed.claims.values() ?? [])].sort((a, b) => b.ordinal - a.ordinal);
  const own = claims.filter(({ labelledFor }) => labelledFor === record.ref.name);
  return {
    pets: [...(view?.observed.pods.values() ?? [])]
      .filter(({ ownership }) => ownership === 'ours')
      .sort((a, b) => b.ordinal - a.ordinal),
    claims: own,
    others: claims.filter(({ labelledFor }) => labelledFor === undefined),
    policies: await reclaimPolicies(
      session.client,
      own.flatMap(({ volume }) => volume ?? []),
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

/** Shows what will be lost, and asks, in kubectl's words. Throws a `Failure` where there is nobody to ask. */
async function confirmed(ref: SetRef, inventory: Inventory, world: World): Promise<boolean> {
  const objects = objectsOf(inventory, ref);
  const fates = new Map(
    inventory.claims.map((claim) => [`persistentvolumeclaim/${claim.name}`, fate(claim, inventory)]),
  );
  const lines = objects.map((object) => `${object}${fates.get(object) ?? ''}`);
  const claims = inventory.claims.length;
  if (world.stdin.isTTY !== true) {
    throw new Failure(
      `error: this deletes ${claims} claims of petset/${ref.name} and their data, and there is no terminal to ask`,
      {
        next: ['add --yes to do it without being asked, or --dry-run=client to see what would go'],
      },
    );
  }
  world.stdout.write(`You are about to delete the following ${objects.length} resource(s):\n${lines.join('\n')}\n`);
  return isYes(await ask('Do you want to continue? (y/N): ', world));
}

/** What becomes of a claim's data, to be read after its name. */
function fate({ size = '', volume }: ObservedClaim, { policies }: Inventory): string {
  if (volume === undefined) return '  (no volume yet)';
  const policy = policies.get(volume);
  if (policy === undefined) return `  (${size}, lost unless volume ${volume} is kept: its policy is not ours to see)`;
  return policy === 'Retain' ? `  (${size}, volume ${volume} is kept)` : `  (${size}, its data will be lost)`;
}

/** What is still there after a clean-up. */
function leftovers({ claims, others, policies }: Inventory): readonly string[] {
  const kept = claims.flatMap(({ volume }) =>
    volume !== undefined && policies.get(volume) === 'Retain' ? [volume] : [],
  );
  return [
    ...kept.map((volume) => `persistentvolume/${volume} kept, its reclaim policy is Retain`),
    ...others.map(({ name }) => `persistentvolumeclaim/${name} left alone, it does not carry the label of the set`),
  ];
}
