import { allRecords } from '../controller/all-records.js';
import { removeInstallation } from '../controller/custom-definition.js';
import { Failure } from '../petset/failure.js';
import type { Command } from './command.js';
import { DRY_RUN } from './dry-run.js';
import { objectName } from './files.js';
import { FLAGS } from './flags.js';
import { readWorkOptions, withWork, type Work } from './foreground.js';
import { INSTALLATION_FLAGS, tell } from './install.js';
import { moveAll } from './move-all.js';
import { retelling } from './retold.js';

export const uninstall: Command = {
  usage: 'uninstall',
  group: 'Advanced',
  describe: 'Move the records back into config maps, and drop the kind',
  examples: [
    ['kubectl petset uninstall', 'no pet is touched'],
    ['kubectl petset uninstall --dry-run=server', 'what would be moved'],
  ],
  manual: 'All sets stay as they are; no pet is touched.',
  options: { ...INSTALLATION_FLAGS, output: { ...FLAGS.output, values: ['name'], describe: 'name' } },
  run: (args, world) => {
    const options = readWorkOptions(args);
    return withWork(options, args, world, async (given) => {
      const { work, tell: retell } = retelling(given);
      const code = await run(work);
      retell();
      return code;
    });
  },
};

async function run(work: Work): Promise<number> {
  const { session, world, options, renderer, leaving } = work;
  const goOn = `to go on: ${session.kubectl(['petset', 'uninstall'])}`;
  leaving([`what is done is done; ${goOn}`]);
  const isDry = options.dryRun !== 'none';
  const failures = await moveAll('config-map', work);
  if (failures.length > 0) return tell([...failures, new Failure('error: nothing was uninstalled')], work);
  const beforeDefinition = (): Promise<void> => (isDry ? Promise.resolve() : refuseWhileKept(goOn, work));
  const how = { dryRun: isDry, beforeDefinition };
  let wasThere = false;
  for await (const removal of removeInstallation(session.client, session.discovery, world.clock, how)) {
    if (!removal.wasThere) continue;
    wasThere = true;
    renderer.result(objectName(removal.document), `deleted${DRY_RUN[options.dryRun]}`);
  }
  if (!wasThere) world.stderr.write('the custom resource is not installed\n');
  return 0;
}

/** Whatever the definition still keeps would go with it. Throws a `Failure` where there is something. */
async function refuseWhileKept(goOn: string, { session }: Work): Promise<void> {
  const { records, broken } = await allRecords('custom', session.client);
  if (records.length + broken.length === 0) return;
  const names = records.map(({ ref }) => `petset/${ref.name} in ${ref.namespace}`).join(', ');
  throw new Failure(`error: somebody has created sets meanwhile: ${names}`, {
    next: [`the definition stays; ${goOn}`],
  });
}
