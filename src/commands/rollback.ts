import { orFail } from '../cluster/api-error.js';
import { readHistory } from '../controller/history.js';
import { Failure } from '../petset/failure.js';
import { previousRevision, type Revision } from '../petset/history.js';
import type { PetSet } from '../petset/petset.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import { revisionHash } from '../petset/revision.js';
import { podTemplateLines } from '../render/pod-template.js';
import { nameArg, textArg } from './arguments.js';
import { CHANGE_CAUSE_FLAG, withCause } from './change-cause.js';
import type { Args, Command } from './command.js';
import { DRY_RUN } from './dry-run.js';
import { WORK_FLAGS } from './flags.js';
import { foretell } from './foretell.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { refuseGoing } from './going.js';
import { rehearsable } from './rehearse/rehearse.js';
import { revisionArg } from './revision-arg.js';
import { rollOut } from './rollout.js';
import { completeWish, type GivenWish, IN_PLACE_FLAG, readRolloutFlags, ROLLOUT_FLAGS } from './rollout-flags.js';

interface RollbackOptions extends WorkOptions {
  readonly name: string;
  /** Nothing for the one before. */
  readonly toRevision: number | undefined;
  readonly given: GivenWish;
  readonly cause: string | undefined;
}

export const rollback: Command = rehearsable({
  usage: 'rollback <NAME>',
  group: 'Rollout',
  describe: 'Go back to a former template, out of a broken upgrade too',
  examples: [
    ['kubectl petset rollback web', 'to the template before the present one'],
    ['kubectl petset rollback web --to-revision=3', 'to that of a revision that history shows'],
    ['kubectl petset rollback web --dry-run=client', 'only show that template'],
  ],
  manual: `Pets are replaced one by one, those that are broken first.`,
  options: {
    'to-revision': { type: 'string', values: 'revisions', describe: 'where to go back to (default: the one before)' },
    ...ROLLOUT_FLAGS,
    'in-place': IN_PLACE_FLAG,
    'change-cause': {
      ...CHANGE_CAUSE_FLAG,
      describe: 'what history says of it (default: as before)',
    },
    ...WORK_FLAGS,
    ...GATE_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
});

function readOptions(args: Args): RollbackOptions {
  return {
    ...readWorkOptions(args),
    name: nameArg(args),
    toRevision: revisionArg(args, 'to-revision'),
    given: readRolloutFlags(args),
    cause: textArg(args, 'change-cause'),
  };
}

async function run({ name, toRevision, given, cause, dryRun }: RollbackOptions, work: Work): Promise<Job | number> {
  const { world, session } = work;
  const record = orFail(await session.records.get({ namespace: session.namespace, name }));
  refuseGoing(record, 'rolled back', work.args);
  const revisions = orFail(await readHistory(record, session.client));
  const target = chosenRevision(record, revisions, toRevision);
  if (dryRun === 'client') {
    if (work.options.format === undefined) {
      const lines = podTemplateLines(target.template);
      world.stdout.write(`petset/${name} will roll back to ${lines.join('\n')}\n (dry run)\n`);
    } else work.renderer.result(`petset/${name}`, `rolled back${DRY_RUN[dryRun]}`);
    if (target.hash !== revisionHash(record.set.spec.template)) {
      const wanted = withSet(record, withTemplate(record.set, target, cause), completeWish(given, record));
      await foretell(record, wanted, work);
    }
    return 0;
  }
  const changed = 'rolled back';
  if (target.hash === revisionHash(record.set.spec.template)) {
    work.renderer.result(
      `petset/${name}`,
      `skipped rollback (current template already matches revision ${target.number})`,
    );
    return 0;
  }
  return rollOut(
    {
      name,
      participle: changed,
      change: ({ set }) => withTemplate(set, target, cause),
      wish: (present) => completeWish(given, present),
      words: { changed, begun: changed, unchanged: changed },
    },
    work,
  );
}

function withTemplate(set: PetSet, { template, cause: former }: Revision, cause: string | undefined): PetSet {
  return withCause({ ...set, spec: { ...set.spec, template } }, cause ?? former);
}

/** Throws a `Failure` in the words of `kubectl rollout undo`. */
function chosenRevision(
  record: PetSetRecord,
  revisions: readonly Revision[],
  toRevision: number | undefined,
): Revision {
  const chosen =
    toRevision === undefined
      ? previousRevision(record, revisions)
      : revisions.find(({ number }) => number === toRevision);
  if (chosen !== undefined) return chosen;
  throw new Failure(
    toRevision === undefined
      ? 'error: no last revision to roll back to'
      : `error: unable to find specified revision ${toRevision} in history`,
  );
}
