import { describeApiError, is } from '../cluster/api-error.js';
import { allRecords } from '../controller/all-records.js';
import { portraits } from '../controller/portrait.js';
import { Failure } from '../petset/failure.js';
import type { LabelSelector } from '../petset/kubernetes.js';
import { parseSelector } from '../petset/selector-text.js';
import { selectorMatches } from '../petset/selector.js';
import type { PetSetRecord } from '../petset/record.js';
import { describedSet } from '../render/set-description.js';
import { listArg, setName, switchArg, textArg, UsageFailure } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { commandLine } from './command-line.js';
import { type Session, withSession } from './session.js';

interface DescribeOptions {
  /** None for all. */
  readonly names: readonly string[];
  readonly everywhere: boolean;
  readonly selector: LabelSelector | undefined;
  readonly showEvents: boolean;
}

export const describe: Command = {
  usage: 'describe [NAME..]',
  group: 'Troubleshooting',
  describe: 'Show all there is to know of sets, their pets and their events',
  examples: [
    ['kubectl petset describe web', 'one set; also a prefix of several names'],
    ['kubectl petset describe', 'all sets of the namespace'],
    ['kubectl petset describe -l app=nginx', 'those whose labels a selector chooses'],
    ['kubectl petset describe web --show-events=false', 'without the events'],
  ],
  options: {
    'all-namespaces': { alias: 'A', type: 'boolean', describe: 'of all namespaces' },
    selector: { alias: 'l', type: 'string', describe: 'only sets with these labels, such as app=nginx' },
    'show-events': { type: 'boolean', default: true, describe: 'show the events of the set, its pets and its claims' },
  },
  run: async (args, world) => {
    const options = readOptions(args);
    return withSession(args, world, (session) => run(options, args, world, session));
  },
};

function readOptions(args: Args): DescribeOptions {
  const names = [...new Set(listArg(args, 'NAME').map(nameOf))];
  const everywhere = switchArg(args, 'all-namespaces');
  const written = textArg(args, 'selector');
  const selector = written === undefined ? undefined : parseSelector(written);
  if (written !== undefined && selector === undefined)
    throw new UsageFailure(`invalid argument "${written}" for "--selector" flag: must be labels such as app=nginx`);
  if (names.length > 0 && everywhere)
    throw new Failure('error: a resource cannot be retrieved by name across all namespaces');
  if (names.length > 0 && selector !== undefined)
    throw new Failure('error: name cannot be provided when a selector is specified');
  return { names, everywhere, selector, showEvents: switchArg(args, 'show-events') };
}

/** A pet is a pod, which kubectl describes. */
function nameOf(written: string): string {
  const pod = /^(?:pods?|po)\/(.+)$/i.exec(written)?.[1];
  if (pod === undefined) return setName(written);
  throw new UsageFailure(`"${written}" is a pod and no set: kubectl describe pod ${pod}`);
}

async function run(options: DescribeOptions, args: Args, world: World, session: Session): Promise<number> {
  const { clock, stdout, stderr } = world;
  const namespace = options.everywhere ? undefined : session.namespace;
  const { records, problems } = await choose(options, namespace, session);
  const withEvents = options.showEvents;
  const now = clock.now();
  const shown =
    records.length === 0 ? [] : await portraits(records, namespace, { client: session.client, now, withEvents });
  const deps = { now, withEvents, spell: (command: Parameters<typeof commandLine>[0]) => commandLine(command, args) };
  // Two empty lines between two of them, as kubectl has it.
  stdout.write(shown.map((each) => describedSet(each, deps)).join('\n\n'));
  for (const { message, next } of problems) stderr.write([message, ...next, ''].join('\n'));
  if (records.length + problems.length === 0)
    stderr.write(`No resources found${options.everywhere ? '' : ` in ${session.namespace} namespace.`}\n`);
  return problems.length > 0 ? 1 : 0;
}

interface Chosen {
  readonly records: readonly PetSetRecord[];
  /** Of sets that were asked for and cannot be shown. */
  readonly problems: readonly Failure[];
}

async function choose(options: DescribeOptions, namespace: string | undefined, session: Session): Promise<Chosen> {
  const { names, selector } = options;
  if (names.length > 0) {
    const each = await Promise.all(names.map((name) => chosenBy(name, session)));
    return { records: each.flatMap(({ records }) => records), problems: each.flatMap(({ problems }) => problems) };
  }
  const { records, problems } = await listed(namespace, session);
  return { records: records.filter(({ set }) => selectorMatches(selector ?? {}, set.metadata.labels)), problems };
}

/** The set of a name or, as kubectl describes it, where there is none those whose names begin so. */
async function chosenBy(name: string, session: Session): Promise<Chosen> {
  const { namespace } = session;
  try {
    const answer = await session.records.get({ namespace, name });
    if (answer.ok) return { records: [answer.value], problems: [] };
    const failure = new Failure(describeApiError(answer.error));
    if (!is(answer.error, 'NotFound')) return { records: [], problems: [failure] };
    const { records } = await listed(namespace, session);
    const similar = records.filter(({ ref }) => ref.name.startsWith(name));
    return { records: similar, problems: similar.length > 0 ? [] : [failure] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { records: [], problems: [error] };
  }
}

/** All sets, by namespace and name. One whose record is being moved is there twice; then the config map is in force. */
async function listed(namespace: string | undefined, { client, records }: Session): Promise<Chosen> {
  const forms = await records.forms();
  const each = await Promise.all(forms.map((form) => allRecords(form, client, namespace)));
  const byName = new Map<string, PetSetRecord>();
  for (const record of each.flatMap((part) => part.records)) {
    const key = `${record.ref.namespace}/${record.ref.name}`;
    if (!byName.has(key)) byName.set(key, record);
  }
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
  return { records: sorted, problems: each.flatMap(({ broken }) => broken) };
}
