import { orFail } from '../cluster/api-error.js';
import { overviews } from '../controller/overview.js';
import { Failure } from '../petset/failure.js';
import type { SetRef } from '../petset/petset.js';
import type { SetSummary } from '../petset/set-summary.js';
import { printObjects } from '../render/objects.js';
import { petSetObject, petSetTable, type TableOptions } from '../render/petsets.js';
import { outputArg, switchArg, textArg } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { INTERRUPTED } from './exit-codes.js';
import { FLAGS } from './flags.js';
import { unlessInterrupted } from './interruption.js';
import { openSession, type Session } from './session.js';

const FORMATS = ['wide', 'json', 'yaml', 'name'] as const;

interface GetOptions {
  readonly name: string | undefined;
  readonly everywhere: boolean;
  readonly format: (typeof FORMATS)[number] | undefined;
  readonly watch: boolean;
}

export const get: Command = {
  usage: 'get [NAME]',
  describe: 'Show the sets of a namespace: how many pets they should have, have, and have ready',
  examples: [
    ['kubectl petset get', 'all sets of the namespace'],
    ['kubectl petset get -A -o wide', 'of all namespaces, with containers and images'],
    ['kubectl petset get web -o yaml', 'one set, whole'],
    ['kubectl petset get -w', 'and stay, and show every change'],
  ],
  options: {
    'all-namespaces': { alias: 'A', type: 'boolean', describe: 'of all namespaces' },
    output: { ...FLAGS.output, describe: 'output format: wide, json, yaml or name' },
    watch: { alias: 'w', type: 'boolean', describe: 'stay, and show every change' },
    headers: { type: 'boolean', default: true, describe: 'print the header; --no-headers leaves it away' },
  },
  run: async (args, world) => {
    const options = readOptions(args);
    const session = openSession(args, world);
    try {
      return await unlessInterrupted(run(options, args, world, session), world);
    } finally {
      session.close();
    }
  },
};

function readOptions(args: Args): GetOptions {
  const name = textArg(args, 'NAME');
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
  const { name, everywhere, watch } = options;
  const stopped = new AbortController();
  const signal = AbortSignal.any([world.interrupted, stopped.signal]);
  const choice = { namespace: everywhere ? undefined : session.namespace, name };
  const printer = new Printer(
    options,
    { header: switchArg(args, 'headers'), wide: options.format === 'wide', everywhere },
    world,
  );
  try {
    for await (const answer of overviews(choice, { ...session.deps, signal, onTrouble: () => undefined })) {
      const { sets, broken } = orFail(answer);
      if (sets.length > 0) printer.show(sets);
      for (const { message, next } of watch ? [] : broken) world.stderr.write([message, ...next, ''].join('\n'));
      if (watch) continue;
      if (broken.length > 0) return 1;
      return sets.length > 0 ? 0 : nothing(name, session.namespace, everywhere, world);
    }
    return INTERRUPTED;
  } finally {
    stopped.abort();
  }
}

function nothing(name: string | undefined, namespace: string, everywhere: boolean, { stderr }: World): number {
  if (name !== undefined) throw new Failure(`Error from server (NotFound): petsets "${name}" not found`);
  stderr.write(everywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
  return 0;
}

/** Prints sets the first time, and after that only those that have changed, as `kubectl get -w` does. */
class Printer {
  private readonly options: GetOptions;
  private readonly table: TableOptions;
  private readonly world: World;
  private readonly shown = new Map<string, string>();

  constructor(options: GetOptions, table: TableOptions, world: World) {
    this.options = options;
    this.table = table;
    this.world = world;
  }

  show(sets: readonly SetSummary[]): void {
    const { format, name } = this.options;
    const { stdout, clock } = this.world;
    const isFirst = this.shown.size === 0;
    const fresh = sets.filter((set) => this.isNews(set));
    if (fresh.length === 0) return;
    if (format === 'name') stdout.write(fresh.map(({ record }) => `petset/${record.ref.name}\n`).join(''));
    else if (format === 'json' || format === 'yaml')
      printFound(fresh.map(petSetObject), format, name !== undefined, stdout);
    else {
      const lines = petSetTable(fresh, { ...this.table, header: this.table.header && isFirst }, clock.now());
      stdout.write(`${lines.join('\n')}\n`);
    }
  }

  private isNews({ record, current, ready }: SetSummary): boolean {
    const key = keyOf(record.ref);
    const state = `${record.stored.metadata.resourceVersion} ${current} ${ready}`;
    const isNew = this.shown.get(key) !== state;
    this.shown.set(key, state);
    return isNew;
  }
}

function printFound(
  objects: readonly object[],
  format: 'json' | 'yaml',
  byName: boolean,
  stdout: World['stdout'],
): void {
  const list = { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects };
  printObjects(byName ? objects : [list], format, stdout);
}

function keyOf({ namespace, name }: SetRef): string {
  return `${namespace}/${name}`;
}
