import { orFail } from '../cluster/api-error.js';
import { type PeerList, peerLists } from '../controller/peer-lists.js';
import { Failure } from '../petset/failure.js';
import { type Governing, missingNames } from '../petset/governing-service.js';
import { serviceDnsName, USUAL_CLUSTER_DOMAIN } from '../petset/pet-variables.js';
import { namedPorts } from '../petset/srv-records.js';
import { PEER_FORMATS, type PeerFormat, peersText } from '../render/peers.js';
import { clusterDomainArg, nameArg, outputArg, switchArg, textArg, UsageFailure } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { commandWords } from './command-words.js';
import { FLAGS } from './flags.js';
import { interruption, unlessInterrupted } from './interruption.js';
import { runForPeers, type PeerCommands } from './peer-commands.js';
import { openSession, type Session } from './session.js';

interface PeersOptions {
  readonly name: string;
  readonly format: PeerFormat;
  readonly readyOnly: boolean;
  readonly watch: boolean;
  readonly clusterDomain: string;
  /** Run something, rather than print. */
  readonly commands: PeerCommands | undefined;
}

const MANUAL = `The commands of --on-start and --on-change find the names that can be
looked up on their standard input, one a line, sorted as the peer finder of
2016 sorted them (byte by byte: web-10 comes before web-2). --on-start is
run once DNS has the names of all pets that the set wants; --on-change after
every change from then on, and for the first list too where there is no
--on-start. One runs at a time; what changes meanwhile is one change. One
that fails ends it all, with its exit code. They are no lines for a shell
unless --shell is there.`;

export const peers: Command = {
  usage: 'peers <NAME>',
  group: 'Troubleshooting',
  describe: 'Show the DNS names of pets, or run a command on every change',
  examples: [
    ['kubectl petset peers web', 'web-0.nginx.default.svc.cluster.local and so on'],
    ['kubectl petset peers web -o wide --watch', 'and stay, and print them anew after every change'],
    ['kubectl petset peers web -o srv', 'the SRV records that lead to them'],
    ['kubectl petset peers web --on-change ./configure.sh', 'as the peer finder did: the names are its input'],
    ["kubectl petset peers web --shell --on-start 'wc -l > count'", 'wait for all of them, run one command, and end'],
  ],
  options: {
    output: { ...FLAGS.output, values: PEER_FORMATS, describe: 'output format: name (default), wide, srv or json' },
    'ready-only': { type: 'boolean', describe: 'only pets that are ready' },
    watch: { alias: 'w', type: 'boolean', describe: 'stay, and print the list after every change' },
    'cluster-domain': {
      type: 'string',
      defaultDescription: `'${USUAL_CLUSTER_DOMAIN}'`,
      describe: 'the end of the names',
    },
    'on-start': { type: 'string', values: 'files', describe: 'a command to run once all names are there' },
    'on-change': { type: 'string', values: 'files', describe: 'a command to run after every change of the names' },
    shell: { type: 'boolean', describe: 'have the commands read by sh -c' },
  },
  manual: MANUAL,
  run: async (args, world) => {
    const options = readOptions(args);
    const session = openSession(args, world);
    const stopped = new AbortController();
    try {
      const signal = AbortSignal.any([world.interrupted, stopped.signal]);
      return await run(options, { args, world, session, signal });
    } finally {
      stopped.abort();
      session.close();
    }
  },
};

/** What the command works with. The signal ends whatever watches. */
interface PeersWork {
  readonly args: Args;
  readonly world: World;
  readonly session: Session;
  readonly signal: AbortSignal;
}

function readOptions(args: Args): PeersOptions {
  const commands = readCommands(args);
  if (commands !== undefined && (textArg(args, 'output') !== undefined || switchArg(args, 'watch'))) {
    throw new UsageFailure('--output and --watch cannot be used with --on-start and --on-change, which print nothing');
  }
  return {
    name: nameArg(args),
    format: outputArg(args, PEER_FORMATS) ?? 'name',
    readyOnly: switchArg(args, 'ready-only'),
    watch: switchArg(args, 'watch'),
    clusterDomain: clusterDomainArg(args),
    commands,
  };
}

function readCommands(args: Args): PeerCommands | undefined {
  const [onStart, onChange] = ['on-start', 'on-change'].map((flag) => commandArg(args, flag));
  if (onStart !== undefined || onChange !== undefined) return { onStart, onChange };
  if (switchArg(args, 'shell')) throw new UsageFailure('--shell is for --on-start and --on-change');
  return undefined;
}

function commandArg(args: Args, flag: string): readonly string[] | undefined {
  const line = textArg(args, flag);
  if (line === undefined) return undefined;
  if (!switchArg(args, 'shell')) return commandWords(line, flag);
  if (line.trim() === '') throw new UsageFailure(`invalid argument "${line}" for "--${flag}" flag: must be a command`);
  return ['sh', '-c', line];
}

async function run(options: PeersOptions, work: PeersWork): Promise<number> {
  const { world, session, signal, args } = work;
  const ref = { namespace: session.namespace, name: options.name };
  const record = orFail(await unlessInterrupted(session.records.get(ref), world));
  const { serviceName } = record.set.spec;
  const home = { namespace: ref.namespace, set: ref.name, serviceName, clusterDomain: options.clusterDomain };
  const domain = serviceDnsName(home);
  if (domain === undefined)
    throw new Failure(`error: petset/${ref.name} has no serviceName: its pets have no DNS names`);
  const forms = session.records.forms();
  const { deps, onTrouble } = session;
  const lists = listsOf(peerLists(home, forms, { ...deps, signal, onTrouble }), options, work);
  return options.commands === undefined
    ? print(lists, domain, options, work)
    : runForPeers(lists, options.commands, { ref, args, world });
}

/** The lists one by one, of the pets that are asked for. What keeps names from being there is told as soon as it is so. */
async function* listsOf(
  lists: AsyncGenerator<PeerList>,
  { name, readyOnly }: PeersOptions,
  { session, world }: PeersWork,
): AsyncGenerator<PeerList> {
  try {
    for (;;) {
      const next = await unlessInterrupted(lists.next(), world);
      if (next.done === true) break;
      const list = next.value;
      const problem = missingNames(list.record.set, list.service);
      if (problem !== undefined) session.warn(problem);
      yield readyOnly ? { ...list, peers: list.peers.filter(({ ready }) => ready) } : list;
    }
  } finally {
    void lists.return(undefined);
  }
  if (world.interrupted.aborted) throw interruption();
  throw new Failure(`error: petset/${name} is gone`);
}

async function print(
  lists: AsyncIterable<PeerList>,
  domain: string,
  { format, watch, readyOnly, name }: PeersOptions,
  { world, session }: PeersWork,
): Promise<number> {
  const { stdout, stderr } = world;
  let last: string | undefined;
  for await (const { record, service, peers: shown } of lists) {
    if (format === 'srv') warnOfNoRecords(service, session);
    const { serviceName } = record.set.spec;
    const text = peersText({ ref: record.ref, serviceName, service, domain, peers: shown }, format);
    if (text !== last) stdout.write(last === undefined || format === 'json' ? text : `\n${text}`);
    last = text;
    if (watch) continue;
    if (shown.length === 0) stderr.write(`petset/${name} has no pets${readyOnly ? ' that are ready' : ''}\n`);
    return 0;
  }
  return 0;
}

/** Only what has a name can be asked for. */
function warnOfNoRecords(service: Governing, { warn }: Session): void {
  if (service === 'missing') return;
  if (service === 'unknown') warn('the service may not be looked at: its ports, and so the SRV records, are not known');
  else if (namedPorts(service).length === 0) {
    warn(`service/${service.metadata.name ?? ''} has no port with a name: no SRV record leads to its pets`);
  }
}
