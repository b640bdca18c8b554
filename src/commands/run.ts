import { describeApiError, orFail } from '../cluster/api-error.js';
import { Discovery } from '../cluster/discovery.js';
import { Records } from '../cluster/records.js';
import { NOTICEABLE } from '../cluster/retry.js';
import type { HeldUp } from '../controller/keep.js';
import { keepAll, type RosterEnd } from '../controller/roster.js';
import { Failure } from '../petset/failure.js';
import { LABELS, recordName } from '../petset/identity.js';
import type { SetRef } from '../petset/petset.js';
import type { RecordForm } from '../petset/record-form.js';
import { obstacleHints } from './obstacle-hints.js';
import { waysRound } from './ways-round.js';
import { listArg, setName, switchArg, UsageFailure } from './arguments.js';
import type { Args, Command } from './command.js';
import { commandLine } from './command-line.js';
import { interruptedWhileKeeping } from './conclude-run.js';
import { FLAGS } from './flags.js';
import { type Errand, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { overCtrlC } from './interruption.js';
import { PACE_FLAGS } from './pace-flags.js';

/** Milliseconds. */
const SOON = 500;

interface RunOptions extends WorkOptions {
  /** Nothing means all. */
  readonly names: readonly string[] | undefined;
  readonly everywhere: boolean;
}

export const run: Command = {
  usage: 'run [NAME..]',
  group: 'Controller',
  describe: 'Stay in the foreground, and keep sets as their records say',
  examples: [
    ['kubectl petset run web', 'a pet that is deleted, evicted or failed comes back on its claims'],
    ['kubectl petset run web db', 'two sets; ends when both are deleted'],
    ['kubectl petset run --all', 'all sets of the namespace, also those that are created later'],
    ['kubectl petset run --all -A -o json', 'of all namespaces, one JSON object an event'],
    ['kubectl petset run web --takeover', 'at once, although somebody else reconciles it'],
  ],
  manual: `Whatever happens to their pets is made good, until Ctrl-C.`,
  options: {
    all: { type: 'boolean', describe: 'all sets, also those that appear later' },
    'all-namespaces': { alias: 'A', type: 'boolean', describe: 'with --all: of all namespaces' },
    ...PACE_FLAGS,
    output: { ...FLAGS.output, values: ['name', 'json'], describe: 'name or json (one object an event)' },
    takeover: FLAGS.takeover,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => prepare(options, work));
  },
};

function readOptions(args: Args): RunOptions {
  const names = [...new Set(listArg(args, 'NAME').map(setName))];
  const all = switchArg(args, 'all');
  const everywhere = switchArg(args, 'all-namespaces');
  if (names.length > 0 && all) throw new UsageFailure('name cannot be provided when --all is specified');
  if (names.length > 0 && everywhere)
    throw new UsageFailure('a resource cannot be retrieved by name across all namespaces');
  if (names.length === 0 && !all) throw new UsageFailure('no name or --all flag specified');
  const crowd = names.length === 1 ? 'none' : everywhere ? 'of-namespaces' : 'of-sets';
  const chosen = { names: all ? undefined : names, everywhere };
  return { ...readWorkOptions(args), ...chosen, crowd, keepers: (namespace) => again(chosen, namespace, args) };
}

/** All that are named have to be there before anything is done. */
async function prepare(options: RunOptions, work: Work): Promise<Errand> {
  const { namespace, records } = work.session;
  for (const name of options.names ?? []) orFail(await records.get({ namespace, name }));
  return () => keepInForeground(options, work);
}

/** Somebody may install, or uninstall, what holds the records: then it is begun anew with what there is. */
async function keepInForeground(options: RunOptions, work: Work): Promise<number> {
  const { session, renderer, world } = work;
  for (;;) {
    const forms = await new Records(session.client, new Discovery(session.client), session.kubectl).forms();
    const end = await keepIn(forms, options, work);
    if (end.kind === 'moved') continue;
    if (end.kind === 'refused' && end.error.code === 404 && forms.includes('custom')) {
      // A server may speak of a kind for a moment that it has no more.
      await world.clock.sleep(SOON, world.interrupted);
      continue;
    }
    renderer.close();
    return conclude(end, options, work);
  }
}

function keepIn(forms: readonly RecordForm[], options: RunOptions, work: Work): Promise<RosterEnd> {
  const { names, everywhere, takeover, pace } = options;
  const { args, world, session, renderer } = work;
  return keepAll(
    { namespace: everywhere ? undefined : session.namespace, names, forms },
    {
      ...session.deps,
      takeover,
      pace,
      signal: world.interrupted,
      emit: (event) => renderer.event(event),
      onTrouble: (error, delay) => {
        if (delay >= NOTICEABLE) renderer.trouble(describeApiError(error), delay);
      },
      onHeldUp: (what, ref) => renderer.failure(heldUpLines(what, ref, args)),
      onUnreadable: ({ message, next }) => renderer.failure([message, ...next]),
      onUnlabelled: (ref) => renderer.failure(unlabelledLines(ref, args)),
    },
  );
}

function conclude(
  end: Exclude<RosterEnd, { kind: 'moved' }>,
  options: RunOptions,
  { args, world, session, renderer }: Work,
): number {
  switch (end.kind) {
    case 'none-left':
      return 0;
    case 'refused':
      throw new Failure(describeApiError(end.error));
    case 'stopped': {
      const failure = interruptedWhileKeeping(end.views, again(options, session.namespace, args));
      // Over the ^C here, since report does not know that what was said before ended its line.
      renderer.failure([overCtrlC(world) + failure.message, ...failure.next], failure.exitCode);
      return failure.exitCode;
    }
  }
}

/** The command line that goes on where this one was left. */
function again({ names, everywhere }: Pick<RunOptions, 'names' | 'everywhere'>, namespace: string, args: Args): string {
  const words = ['petset', 'run', ...(names ?? ['--all'])];
  return everywhere ? commandLine({ words: [...words, '-A'] }, args) : commandLine({ words, namespace }, args);
}

/** What holds a set up, and what to do about it; the rest is done without being asked. */
function heldUpLines(what: HeldUp, ref: SetRef, args: Args): readonly string[] {
  const { namespace, name } = ref;
  if (what.kind === 'refused') {
    const problem = describeApiError(what.error);
    const again = `petset/${name} is tried again when something about it changes, and now and then`;
    return [problem, again, ...waysRound(what, ref, args)];
  }
  const { object, problem } = what.obstacle;
  return [
    `error: petset/${name} cannot go on: ${object} ${problem}`,
    ...obstacleHints(what.obstacle, namespace, args),
    'once it is out of the way, this goes on by itself',
  ];
}

function unlabelledLines({ namespace, name }: SetRef, args: Args): readonly string[] {
  const labels = [`${LABELS.set}=${name}`, `${LABELS.record}=petset`];
  const words = ['label', '--overwrite', 'configmap', recordName(name), ...labels];
  return [
    `error: configmap/${recordName(name)} has lost its labels: petset/${name} is kept no longer`,
    `to have it back: ${commandLine({ words, namespace }, args)}`,
  ];
}
