import { Failure } from '../petset/failure.js';
import type { PetSet } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { RESTARTED_ANNOTATION, revisionHash } from '../petset/revision.js';
import type { RolloutWish } from '../petset/rollout.js';
import { nameArg, textArg } from './arguments.js';
import { CHANGE_CAUSE_FLAG, commandAsCause, withCause } from './change-cause.js';
import type { Command } from './command.js';
import { commandFor } from './command-line.js';
import { WORK_FLAGS } from './flags.js';
import { readWorkOptions, withWork, type Work } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { rollOut } from './rollout.js';
import { completeWish, type GivenWish, readRolloutFlags, ROLLOUT_FLAGS, sameWay } from './rollout-flags.js';

export const restart: Command = {
  usage: 'restart <NAME>',
  group: 'Rollout',
  describe: 'Replace the pets, one by one, by new ones of the same template',
  examples: [
    ['kubectl petset restart web', 'web-2, then web-1, then web-0, each when the one before is ready'],
    ['kubectl petset restart web --order=2,0,1', 'the leader last'],
  ],
  options: {
    ...ROLLOUT_FLAGS,
    'change-cause': CHANGE_CAUSE_FLAG,
    ...WORK_FLAGS,
    ...GATE_FLAGS,
  },
  run: (args, world) => {
    const name = nameArg(args);
    const given = readRolloutFlags(args);
    const cause = textArg(args, 'change-cause') ?? commandAsCause('restart', args);
    const at = new Date(world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    return withWork(readWorkOptions(args), args, world, (work) =>
      rollOut(
        {
          name,
          participle: 'restarted',
          change: (record) => withCause(restarted(record, at, work), cause),
          wish: (record) => wishOf(given, record),
          words: { changed: 'restarted', begun: 'restarted', unchanged: 'restarted' },
        },
        work,
      ),
    );
  },
};

/** Throws a `Failure` where more than a restart would come of it. */
function restarted({ ref, set, rollout }: PetSetRecord, at: string, { args }: Work): PetSet {
  const { template } = set.spec;
  if (rollout !== undefined && rollout.wish === undefined && rollout.from !== revisionHash(template)) {
    throw new Failure(`error: petset/${ref.name} has a new template, which a restart would roll out`, {
      next: [
        `to roll it out: ${commandFor('upgrade', ref, args)}`,
        `to go back to the former one: ${commandFor('rollback', ref, args)}`,
      ],
    });
  }
  const { annotations } = template.metadata ?? {};
  if (annotations?.[RESTARTED_ANNOTATION] === at) {
    const why =
      'if restart has already been triggered within the past second, please wait before attempting to trigger another';
    throw new Failure(`error: petset/${ref.name} was not restarted: ${why}`);
  }
  const metadata = { ...template.metadata, annotations: { ...annotations, [RESTARTED_ANNOTATION]: at } };
  return { ...set, spec: { ...set.spec, template: { ...template, metadata } } };
}

/** An unfinished rollout stays as far as it was to go: the others have the former template, and are not to get the new one now. */
function wishOf(given: GivenWish, record: PetSetRecord): RolloutWish {
  const partition = record.rollout?.wish?.partition;
  const base = { ...sameWay(record), inPlace: false, ...(partition !== undefined && { partition }) };
  return completeWish(given, record, base);
}
