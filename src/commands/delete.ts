import { orFail } from '../cluster/api-error.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { fateOnDeletion } from '../petset/observed-claim.js';
import type { PetSetRecord } from '../petset/record.js';
import type { RecordObject, Teardown } from '../petset/record-form.js';
import { nameArg, textArg } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { commandFor } from './command-line.js';
import { WORK_FLAGS } from './flags.js';
import { DRY_RUN } from './dry-run.js';
import { foretell } from './foretell.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { markGoing, refuseHalfDone } from './going.js';
import { claimsOf, lookAt, petsOf } from './look.js';

interface DeleteOptions extends WorkOptions {
  readonly name: string;
  readonly cascade: Cascade;
}

/** What kubectl calls the ways in which what an object owns goes with it, and how it goes here: the pets always go first. */
const TEARDOWN_OF = { background: 'delete', foreground: 'delete', orphan: 'orphan' } as const satisfies Record<
  string,
  Teardown
>;
type Cascade = keyof typeof TEARDOWN_OF;

/** What kubectl took before it had those words. Source: kubectl pkg/cmd/delete, parseCascadingFlag. */
const FORMERLY: Readonly<Record<string, Cascade>> = { true: 'background', false: 'orphan' };

export const deletion: Command = {
  usage: 'delete <NAME>',
  group: 'Basic',
  describe: 'Take a set down in reverse order; its claims stay',
  examples: [
    ['kubectl petset delete web', 'the pets one by one, the highest first, then the record'],
    ['kubectl petset delete web --cascade=orphan', 'only the record: the pets go on running as nobody’s'],
    [
      'kubectl petset delete web --wait=false',
      'only write down that it is to go: kubectl petset reconcile web does it',
    ],
  ],
  manual: `The pets go one by one, then the record. A set that is created again takes up
its claims, and the pets that were orphaned, without restarting them.
To be rid of the claims too: kubectl petset clean NAME.`,
  options: {
    cascade: {
      type: 'string',
      default: 'background',
      values: Object.keys(TEARDOWN_OF),
      describe: 'background, foreground (both: pets first) or orphan (they stay)',
    },
    ...WORK_FLAGS,
  },
  run: (args, world) => {
    const options = { ...readWorkOptions(args), name: nameArg(args), cascade: cascadeArg(args, world) };
    return withWork(options, args, world, (work) => run(options, work));
  },
};

function cascadeArg(args: Args, { stderr }: World): Cascade {
  const written = textArg(args, 'cascade') ?? 'background';
  const present = FORMERLY[written];
  if (present !== undefined) {
    stderr.write(
      `warning: --cascade=${written} is deprecated (boolean value) and can be replaced with --cascade=${present}.\n`,
    );
    return present;
  }
  if (written === 'background' || written === 'foreground' || written === 'orphan') return written;
  throw new Failure(`error: invalid cascade value (${written}). Must be "background", "foreground", or "orphan"`);
}

async function run({ name, cascade, dryRun, wait }: DeleteOptions, work: Work): Promise<Job | number> {
  const { args, world, session, renderer, leaving } = work;
  const ref = { namespace: session.namespace, name };
  const teardown = TEARDOWN_OF[cascade];
  const view = await lookAt(ref, session);
  refuseHalfDone(view, teardown, args);
  const mark = (present: PetSetRecord): RecordObject => markGoing(present, view.record, teardown);
  if (dryRun !== 'none') {
    if (dryRun === 'server') orFail(await session.records.change(ref, mark, { dryRun: true }));
    for (const object of objectsOf(view, teardown)) renderer.result(object, `deleted${DRY_RUN[dryRun]}`);
    for (const remark of leftovers(view, teardown)) world.stderr.write(`${remark}\n`);
    await foretell(view.record, mark(view.record), work);
    return 0;
  }
  leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
  const marked = orFail(await session.records.change(ref, mark));
  if (!wait) {
    world.stderr.write(`petset/${name} is marked; to have it done: ${commandFor('reconcile', ref, args)}\n`);
    return 0;
  }
  return { records: [marked], goal: { end: 'gone' }, remarks: leftovers(view, teardown) };
}

function objectsOf(view: View, teardown: Teardown): readonly string[] {
  const pets = teardown === 'orphan' ? [] : petsOf(view).toReversed();
  return [...pets.map((pet) => `pod/${pet.name}`), `petset/${view.record.ref.name}`];
}

/** What is still there after a deletion, and the claims that the garbage collector takes with the record. */
function leftovers(view: View, teardown: Teardown): readonly string[] {
  const { set, ref } = view.record;
  const isOrphaned = teardown === 'orphan';
  const pets = isOrphaned ? petsOf(view) : [];
  return [
    ...pets.map(({ name }) => `pod/${name} kept, and nobody's now`),
    ...claimsOf(view).map((claim) => {
      const goes = isOrphaned ? claim.terminating : fateOnDeletion(claim, set) === 'goes';
      const fate = goes ? `goes with petset/${ref.name}, as its persistentVolumeClaimRetentionPolicy says` : 'kept';
      return `persistentvolumeclaim/${claim.name} ${fate}`;
    }),
  ];
}
