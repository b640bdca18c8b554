import { orFail } from '../cluster/api-error.js';
import { nativeTeardown } from '../petset/guard.js';
import { nameArg } from './arguments.js';
import type { Command } from './command.js';
import { DRY_RUN } from './dry-run.js';
import { FLAGS } from './flags.js';
import { foretell } from './foretell.js';
import { PACE_FLAGS } from './pace-flags.js';
import { readWorkOptions, withWork } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { refuseHandover } from './going.js';

export const reconcile: Command = {
  usage: 'reconcile <NAME>',
  group: 'Controller',
  describe: 'Finish what is unfinished: bring a set to what its record says',
  examples: [
    ['kubectl petset reconcile web', 'go on where an interrupted command left off'],
    ['kubectl petset reconcile web --dry-run=client', 'what there is to do, step by step'],
  ],
  options: {
    ...PACE_FLAGS,
    'dry-run': FLAGS['dry-run'],
    output: { ...FLAGS.output, values: ['name', 'json'], describe: 'name or json (one object an event)' },
    takeover: FLAGS.takeover,
    timeline: FLAGS.timeline,
    'timeline-file': FLAGS['timeline-file'],
    timeout: FLAGS.timeout,
    ...GATE_FLAGS,
  },
  run: (args, world) =>
    withWork(readWorkOptions(args), args, world, async (work) => {
      const { session, turns, options, renderer } = work;
      const ref = { namespace: session.namespace, name: nameArg(args) };
      const record = orFail(await session.records.get(ref));
      refuseHandover(record, 'reconciled', args);
      if (options.dryRun !== 'none') {
        renderer.result(`petset/${ref.name}`, `reconciled${DRY_RUN[options.dryRun]}`);
        await foretell(record, record.stored, work);
        return 0;
      }
      await turns.claim(ref, record);
      const teardown = record.teardown ?? nativeTeardown(record.stored);
      return { records: [record], goal: { end: teardown ? 'gone' : 'settled' } };
    }),
};
