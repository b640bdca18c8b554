import { orFail } from '../cluster/api-error.js';
import { type Choice, overview, overviews } from '../controller/overview.js';
import { Failure } from '../petset/failure.js';
import { SetPrinter } from '../render/set-printer.js';
import { outputArg, setName, switchArg, textArg } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { INTERRUPTED } from './exit-codes.js';
import { FLAGS } from './flags.js';
import { type Session, withSession } from './session.js';

const FORMATS = ['wide', 'json', 'yaml', 'name'] as const;

interface GetOptions {
  readonly name: string | undefined;
  readonly everywhere: boolean;
  readonly format: (typeof FORMATS)[number] | undefined;
  readonly watch: boolean;
}

export const get: Command = {
  usage: 'get [NAME]',
  group: 'Basic',
  describe: 'Show sets: how many pets are wanted, there, and ready',
  examples: [
    ['kubectl petset get', 'all sets of the namespace'],
    ['kubectl petset get -A -o wide', 'of all namespaces, with containers and images'],
    ['kubectl petset get web -o yaml', 'one set, whole'],
    ['kubectl petset get -w', 'and stay, and show every change'],
  ],
  options: {
    'all-namespaces': { alias: 'A', type: 'boolean', describe: 'of all namespaces' },
    output: { ...FLAGS.output, values: FORMATS, describe: 'output format: wide, json, yaml or name' },
    watch: { alias: 'w', type: 'boolean', describe: 'stay, and show every change' },
    headers: { type: 'boolean', default: true, describe: 'print the header; --no-headers does not' },
  },
  run: async (args, world) => {
    const options = readOptions(args);
    return withSession(args, world, (session) => run(options, args, world, session));
  },
};

function readOptions(args: Args): GetOptions {
  const written = textArg(args, 'NAME');
  const name = written === undefined ? undefined : setName(written);
  const everywhere = switchArg(args, 'all-namespaces');
  if (name !== undefined && everywhere) {
    throw new Failure('error: a resource cannot be retrieved by name across all namespaces');
  }
  return {
    name,
    everywhere,
    format: outputArg(args, FORMATS),
    watch: switchArg(args, 'watch'),
  };
}

async function run(options: GetOptions, args: Args, world: World, session: Session): Promise<number> {
  const { name, everywhere, format, watch } = options;
  const forms = session.records.forms();
  const choice = { namespace: everywhere ? undefined : session.namespace, name, forms };
  const table = { header: switchArg(args, 'headers'), wide: format === 'wide', everywhere };
  const printer = new SetPrinter({ ...options, table, now: () => world.clock.now() }, world.stdout);
  if (watch) return stay(choice, printer, world, session);
  const { sets, broken } = orFail(await overview(choice, session.client, world.clock.now()));
  const isThere = sets.length + broken.length > 0;
  if (!isThere && name !== undefined) throw notFound(name);
  printer.show(sets);
  for (const { message, next } of broken) world.stderr.write([message, ...next, ''].join('\n'));
  if (!isThere) world.stderr.write(`No resources found${everywhere ? '' : ` in ${session.namespace} namespace.`}\n`);
  return broken.length > 0 ? 1 : 0;
}

/** Shows every change until the user has had enough. */
async function stay(choice: Choice, printer: SetPrinter, world: World, session: Session): Promise<number> {
  const stopped = new AbortController();
  const signal = AbortSignal.any([world.interrupted, stopped.signal]);
  try {
    for await (const answer of overviews(choice, { ...session.deps, signal, onTrouble: session.onTrouble })) {
      const { sets, broken } = orFail(answer);
      const isThere = sets.length + broken.length > 0;
      if (!isThere && choice.name !== undefined && printer.isFresh) throw notFound(choice.name);
      printer.show(sets);
    }
    return INTERRUPTED;
  } finally {
    stopped.abort();
  }
}

function notFound(name: string): Failure {
  return new Failure(`Error from server (NotFound): petsets "${name}" not found`);
}
