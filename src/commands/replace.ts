import { orFail } from '../cluster/api-error.js';
import { reclaimPolicies } from '../controller/inspect.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { isWanted, petName } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, withReplacements } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import { type Replacement, withReplacement } from '../petset/replacement.js';
import { counted } from '../render/counted.js';
import { nameArg, requiredArg, switchArg } from './arguments.js';
import { fate, keptVolumes, type Policies } from './claim-fates.js';
import type { Args, Command } from './command.js';
import { commandFor } from './command-line.js';
import { confirmed, type Question } from './confirm.js';
import { WORK_FLAGS } from './flags.js';
import { DRY_RUN } from './dry-run.js';
import { foretell } from './foretell.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { refuseGoing } from './going.js';
import { claimsOf, lookAt } from './look.js';
import { petArg } from './pet-argument.js';

/** In kubectl's words. */
const FORCE_WARNING =
  'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.';

interface ReplaceOptions extends WorkOptions {
  readonly name: string;
  readonly ordinal: number;
  readonly newClaims: boolean;
  readonly force: boolean;
  /** The user need not be asked. */
  readonly yes: boolean;
}

export const replace: Command = {
  usage: 'replace <NAME> <PET>',
  group: 'Troubleshooting',
  describe: 'Delete one pet on purpose, and see it come back',
  examples: [
    ['kubectl petset replace web web-2', 'on the claims that it has; also: pod/web-2, or 2'],
    ['kubectl petset replace web 2 --new-claims', 'on new claims: the data of the old ones is lost'],
    ['kubectl petset replace web 2 --force', 'its node is gone for good, and cannot say that it has ended'],
  ],
  manual: `Without --force the new pet is made only when the node of the old one has said
that it has ended: never do two pods of one name run. Use --force only where you
know that the node is off, or cut off from the volumes.`,
  options: {
    'new-claims': { type: 'boolean', describe: 'delete its claims too, with their data, and make new ones' },
    force: { type: 'boolean', describe: 'do not wait until its node says that it has ended' },
    yes: { alias: 'y', type: 'boolean', describe: 'do not ask' },
    ...WORK_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

function readOptions(args: Args): ReplaceOptions {
  const name = nameArg(args);
  return {
    ...readWorkOptions(args),
    name,
    ordinal: requiredArg(petArg(args, name), 'PET'),
    newClaims: switchArg(args, 'new-claims'),
    force: switchArg(args, 'force'),
    yes: switchArg(args, 'yes'),
  };
}

/** What goes, and what becomes of it. */
interface Loss {
  readonly pet: ObservedPet | undefined;
  readonly claims: readonly ObservedClaim[];
  readonly policies: Policies;
}

async function run(options: ReplaceOptions, work: Work): Promise<Job | number> {
  const { name, dryRun, force, yes, wait } = options;
  const { args, world, session, renderer, leaving } = work;
  const ref = { namespace: session.namespace, name };
  const view = await lookAt(ref, session);
  const loss = await lossOf(view, options, work);
  const wish = wishOf(loss, options);
  const change = (present: PetSetRecord): RecordObject => wished(present, view.record, wish, args);
  if (force) session.warn(FORCE_WARNING);
  if (dryRun !== 'none') {
    if (dryRun === 'server') orFail(await session.records.change(ref, change, { dryRun: true }));
    for (const object of objectsOf(loss)) renderer.result(object, `deleted${DRY_RUN[dryRun]}`);
    await foretell(view.record, change(view.record), work);
    return 0;
  }
  if (!yes && !(await confirmed(questionOf(ref, loss, options), work))) return 0;
  const goOn = commandFor('reconcile', ref, args);
  leaving([`to go on: ${goOn}`]);
  const record = orFail(await session.records.change(ref, change));
  if (wait) return { records: [record], goal: { end: 'settled' }, remarks: keptVolumes(loss.claims, loss.policies) };
  world.stderr.write(`pod/${petName(name, options.ordinal)} is marked; to have it done: ${goOn}\n`);
  return 0;
}

/** Throws a `Failure` where there is nothing to replace, or what there is is not the set's. */
async function lossOf(view: View, { ordinal, newClaims }: ReplaceOptions, { args, session }: Work): Promise<Loss> {
  const { record, observed } = view;
  const { name } = record.ref;
  refuseGoing(record, 'changed', args);
  const pet = observed.pods.get(ordinal);
  const claims = newClaims ? claimsOf(view).filter((claim) => claim.ordinal === ordinal) : [];
  if (pet === undefined && claims.length === 0) {
    throw new Failure(`Error from server (NotFound): pods "${petName(name, ordinal)}" not found`);
  }
  refuse(pet, ordinal, record);
  const volumes = claims.flatMap(({ volume }) => volume ?? []);
  return { pet, claims, policies: await reclaimPolicies(session.client, volumes) };
}

function refuse(pet: ObservedPet | undefined, ordinal: number, record: PetSetRecord): void {
  const { name } = record.ref;
  if (pet !== undefined && pet.ownership !== 'ours') {
    const why = pet.foreign === undefined ? '' : `: it ${pet.foreign}`;
    throw new Failure(`error: pod/${pet.name} is no pet of petset/${name}${why}`, { next: ['nothing was deleted'] });
  }
  if (isWanted(record.set.spec, ordinal)) return;
  throw new Failure(
    `error: petset/${name} does not want pod/${petName(name, ordinal)} any more: it would not come back`,
    {
      next: ['nothing was deleted'],
    },
  );
}

function wishOf({ pet, claims }: Loss, { ordinal, force }: ReplaceOptions): Replacement {
  return { ordinal, ...(pet && { podUid: pet.uid }), claimUids: claims.map(({ uid }) => uid), force };
}

/** The record with the wish in it. Throws a `Failure` where it is another set by now than was shown, or one that is to go. */
function wished(present: PetSetRecord, shown: PetSetRecord, wish: Replacement, args: Args): RecordObject {
  refuseGoing(present, 'changed', args);
  if (present.owner.uid === shown.owner.uid) {
    return withReplacements(present, withReplacement(present.replacements, wish));
  }
  throw new Failure(`error: petset/${shown.ref.name} was deleted and made anew by somebody else meanwhile`, {
    next: ['nothing was deleted'],
  });
}

function objectsOf({ pet, claims }: Loss): readonly string[] {
  return [...(pet ? [`pod/${pet.name}`] : []), ...claims.map(({ name }) => `persistentvolumeclaim/${name}`)];
}

function questionOf(ref: SetRef, { pet, claims, policies }: Loss, { ordinal, force }: ReplaceOptions): Question {
  const confirmation = force ? 'it may go on running there' : 'waits until the node says that it has ended';
  const where = pet?.node === undefined ? '' : `  (on node ${pet.node}; ${confirmation})`;
  const what = `pod/${petName(ref.name, ordinal)}${claims.length > 0 ? ` and ${counted(claims.length, 'claim')} with ${claims.length === 1 ? 'its' : 'their'} data` : ''}`;
  return {
    lines: [
      ...(pet ? [`pod/${pet.name}${where}`] : []),
      ...claims.map((claim) => `persistentvolumeclaim/${claim.name}${fate(claim, policies)}`),
    ],
    unasked: `this deletes ${what}`,
  };
}
