import { orFail } from '../cluster/api-error.js';
import { nativeTeardown } from '../petset/guard.js';
import { nameArg } from './arguments.js';
import type { Command } from './command.js';
import { FLAGS } from './flags.js';
import { readWorkOptions, withWork } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { refuseHandover } from './going.js';

export const reconcile: Command = {
  usage: 'reconcile <NAME>',
  group: 'Controller',
  describe: 'Finish what is unfinished: bring a set to what its record says',
  examples: [['kubectl petset reconcile web', 'go on where an interrupted command left off']],
  options: {
    output: { ...FLAGS.output, values: ['name', 'json'], describe: 'name or json (one object an event)' },
    takeover: FLAGS.takeover,
    timeout: FLAGS.timeout,
    ...GATE_FLAGS,
  },
  run: (args, world) =>
    withWork(readWorkOptions(args), args, world, async (work) => {
      const { session, turns } = work;
      const ref = { namespace: session.namespace, name: nameArg(args) };
      const record = orFail(await session.records.get(ref));
      refuseHandover(record, 'reconciled', args);
      await turns.claim(ref, record);
      const teardown = record.teardown ?? nativeTeardown(record.stored);
      return { records: [record], goal: { end: teardown ? 'gone' : 'settled' } };
    }),
};
