import { orFail } from '../cluster/api-error.js';
import { allRecords } from '../controller/all-records.js';
import { applyDocument, type Trial } from '../controller/apply-document.js';
import { established, installation, notGoing, tryInstallation } from '../controller/custom-definition.js';
import { Failure } from '../petset/failure.js';
import { printObjects } from '../render/objects.js';
import { dryRunArg, outputArg, UsageFailure } from './arguments.js';
import type { Command, World } from './command.js';
import { DRY_RUN } from './dry-run.js';
import { objectName } from './files.js';
import { FLAGS } from './flags.js';
import { readWorkOptions, withWork, type Work } from './foreground.js';
import { moveAll } from './move-all.js';
import { retelling } from './retold.js';

/** Flags of `install` and `uninstall`. */
export const INSTALLATION_FLAGS = {
  'dry-run': FLAGS['dry-run'],
  timeout: FLAGS.timeout,
} as const;

export const install: Command = {
  usage: 'install',
  group: 'Advanced',
  describe: 'Teach the cluster the kind PetSet, for kubectl’s own verbs',
  examples: [
    ['kubectl petset install', 'needs the rights of an admin of the cluster'],
    ['kubectl petset install --dry-run=client -o yaml', 'the definition and the roles, for somebody else to apply'],
    ['kubectl petset run --all', 'afterwards: does what kubectl get|scale|patch|edit|delete petset asks for'],
  ],
  manual: `Then kubectl get|scale|patch|edit|delete petset work on sets, whose records move
over. No pet is touched; the same command goes on where it was interrupted.
The definition holds the records: to be rid of it use kubectl petset uninstall.
Deleting it with kubectl deletes every set there is, pets and all.`,
  options: {
    ...INSTALLATION_FLAGS,
    output: {
      ...FLAGS.output,
      values: ['name', 'yaml', 'json'],
      describe: 'name; with --dry-run=client also yaml or json',
    },
  },
  run: (args, world) => {
    const format = outputArg(args, ['name', 'yaml', 'json'] as const);
    const isWhole = format === 'yaml' || format === 'json';
    if (isWhole && dryRunArg(args) !== 'client') throw new UsageFailure(`-o ${format} needs --dry-run=client`);
    if (isWhole) return print(format, world);
    const options = readWorkOptions(args);
    return withWork(options, args, world, async (given) => {
      const { work, tell: retell } = retelling(given);
      const code = await run(work);
      retell();
      return code;
    });
  },
};

function print(format: 'yaml' | 'json', { stdout }: World): Promise<number> {
  printObjects(installation(), format, stdout);
  return Promise.resolve(0);
}

async function run(work: Work): Promise<number> {
  const { session, world, options, renderer, leaving } = work;
  leaving([`what is done is done; to go on: ${session.kubectl(['petset', 'install'])}`]);
  const trials = await tryAll(work);
  for (const trial of trials) {
    const effect = options.dryRun === 'none' ? orFail(await applyDocument(trial, session.client)) : trial.effect;
    renderer.result(objectName(trial.placed.document), `${effect}${DRY_RUN[options.dryRun]}`);
  }
  if (options.dryRun === 'none') await established(session.deps.client, world.clock);
  return tell(await moveAll('custom', work), work);
}

/** Throws a `Failure` where the server would refuse anything of it, before anything is written. */
async function tryAll({ session, world }: Work): Promise<readonly Trial[]> {
  try {
    // Whoever may not see all records had better not install what they would have to be moved into.
    await allRecords('config-map', session.client);
    await notGoing(session.client, world.clock);
    return await tryInstallation(session.client, session.discovery);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const nothing = 'nothing was installed; an admin of the cluster may: kubectl petset install';
    throw new Failure(error.message, { next: [...error.next, nothing], exitCode: error.exitCode });
  }
}

/** Answers with the exit code. */
export function tell(failures: readonly Failure[], { renderer }: Pick<Work, 'renderer' | 'args'>): number {
  for (const { message, next } of failures) renderer.failure([message, ...next]);
  return failures.length === 0 ? 0 : 1;
}
