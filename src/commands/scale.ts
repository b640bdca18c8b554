import { orFail } from '../cluster/api-error.js';
import { objectionsToChange } from '../controller/preflight.js';
import { Failure } from '../petset/failure.js';
import { formatFieldError } from '../petset/field-error.js';
import type { PetSet } from '../petset/petset.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import { validatePetSet } from '../petset/validate.js';
import { counted } from '../render/counted.js';
import { countArg, nameArg, ordinalsArg, UsageFailure } from './arguments.js';
import type { Args, Command } from './command.js';
import { commandFor } from './command-line.js';
import { WORK_FLAGS } from './flags.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { DRY_RUN } from './dry-run.js';
import { foretell } from './foretell.js';
import { refuseGoing } from './going.js';
import { objectionLines } from './objections.js';
import { rehearsable } from './rehearse/rehearse.js';
import type { Session } from './session.js';

interface ScaleOptions extends WorkOptions {
  readonly name: string;
  /** Nothing leaves it as it is; so it does for `reserve`. */
  readonly replicas: number | undefined;
  /** The ordinals that are to be skipped. */
  readonly reserve: readonly number[] | undefined;
  /** The number that there must be now. */
  readonly currentReplicas: number | undefined;
}

export const scale: Command = rehearsable({
  usage: 'scale <NAME>',
  synopsis: 'NAME (--replicas=COUNT | --reserve=ORDINALS) [options]',
  group: 'Basic',
  describe: 'Set how many pets a set has, and see them come or go',
  examples: [
    ['kubectl petset scale web --replicas=5', 'up: web-2, web-3, web-4, one after the other'],
    ['kubectl petset scale web --replicas=3', 'down: web-4, then web-3; their claims stay'],
    ['kubectl petset scale web --current-replicas=3 --replicas=4', 'only if there are three now'],
    ['kubectl petset scale web --reserve=1', 'without web-1, and with one more at the end in its place'],
    ['kubectl petset scale web --reserve=', 'no ordinal is skipped any more'],
    ['kubectl petset scale web --replicas=1 --rehearse', 'only to a copy of it, in fast motion'],
  ],
  manual: `Pets come up from the lowest ordinal, and go from the highest, one by one. The
claims of those that go stay.`,
  options: {
    replicas: { type: 'string', describe: 'the new number of pets' },
    reserve: { type: 'string', values: 'ordinals', describe: 'the ordinals to skip, as 1,3; an empty list skips none' },
    'current-replicas': { type: 'string', describe: 'do nothing unless this is the number wanted now' },
    ...WORK_FLAGS,
    ...GATE_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
});

function readOptions(args: Args): ScaleOptions {
  const replicas = countArg(args, 'replicas');
  const reserve = ordinalsArg(args, 'reserve');
  if (replicas === undefined && reserve === undefined) {
    throw new UsageFailure('at least one of the flags --replicas and --reserve is required');
  }
  return {
    ...readWorkOptions(args),
    name: nameArg(args),
    replicas,
    reserve,
    currentReplicas: countArg(args, 'current-replicas'),
  };
}

async function run(options: ScaleOptions, work: Work): Promise<Job | number> {
  const { args, world, session, renderer, turns, leaving } = work;
  const { dryRun } = options;
  const ref = { namespace: session.namespace, name: options.name };
  const present = orFail(await session.records.get(ref));
  const wanted = wantedSet(present, options, args);
  if (dryRun === 'client') {
    renderer.result(`petset/${options.name}`, `scaled${DRY_RUN[dryRun]}`);
    await foretell(present, withSet(present, wanted), work);
    return 0;
  }
  await haveItTried(present.set, wanted, session);
  if (dryRun === 'none') await turns.claim(ref, present);
  const change = (record: PetSetRecord): RecordObject => {
    if (dryRun === 'none') leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
    return withSet(record, wantedSet(record, options, args));
  };
  const record = orFail(await session.records.change(ref, change, { dryRun: dryRun === 'server' }));
  renderer.result(`petset/${options.name}`, `scaled${DRY_RUN[dryRun]}`);
  if (dryRun === 'server') {
    await foretell(present, withSet(present, wanted), work);
    return 0;
  }
  if (!options.wait) {
    world.stderr.write(`to have it done: ${commandFor('reconcile', ref, args)}\n`);
    return 0;
  }
  const { replicas, reserve } = options;
  const scale = { ...(replicas !== undefined && { replicas }), ...(reserve !== undefined && { reserve }) };
  return { records: [record], goal: { end: 'settled', scale } };
}

/** Throws a `Failure` where the server would not take a pod that is wanted only now and has something of its own. */
async function haveItTried(before: PetSet, wanted: PetSet, session: Session): Promise<void> {
  const lines = objectionLines(await objectionsToChange(before, wanted, session.namespace, session.client), session);
  if (lines.length === 0) return;
  throw new Failure(lines.join('\n'), { next: [`petset/${before.metadata.name} was not scaled`] });
}

/** The set as it is wanted. Throws a `Failure` where it cannot be so. */
function wantedSet(record: PetSetRecord, options: ScaleOptions, args: Args): PetSet {
  const { set } = record;
  const { spec } = set;
  const name = set.metadata.name;
  const { currentReplicas, replicas = spec.replicas, reserve = spec.ordinals.reserve } = options;
  refuseGoing(record, 'scaled', args);
  if (currentReplicas !== undefined && currentReplicas !== spec.replicas) {
    throw new Failure(`error: Expected replicas to be ${currentReplicas}, was ${spec.replicas}`);
  }
  const changed = { ...set, spec: { ...spec, replicas, ordinals: { ...spec.ordinals, reserve } } };
  const [problem] = validatePetSet(changed);
  if (problem !== undefined) {
    const without = reserve.length === 0 ? '' : ` without the ordinals ${reserve.join(', ')}`;
    throw new Failure(
      `error: petset/${name} cannot have ${counted(replicas, 'pet')}${without}: ${formatFieldError(problem)}`,
    );
  }
  return changed;
}
