import { Client } from '../../cluster/client.js';
import { connect } from '../../cluster/connection.js';
import { Discovery } from '../../cluster/discovery.js';
import { kubeConfigNames, loadKubeConfig, pluginMode } from '../../cluster/kubeconfig.js';
import { Records } from '../../cluster/records.js';
import { clusterFlags } from '../../commands/cluster-flags.js';
import type { World } from '../../commands/command.js';
import type { ValueKind } from '../../commands/flag.js';
import { saidArgs } from '../read-args.js';
import type { Choice, Offer, Wanted } from './choices.js';
import { offered, setIn } from './offered.js';
import { FIND, type Find } from './things.js';

/** How long whoever is at the keyboard waits. */
interface Patience {
  /** Milliseconds. */
  readonly limit: number;
  /** He said so, and so lets credential plugins take their time. */
  readonly isSaid: boolean;
}

/** What a kubeconfig alone tells. */
const NAMED: Readonly<Partial<Record<ValueKind, (names: ReturnType<typeof kubeConfigNames>) => readonly Choice[]>>> = {
  contexts: ({ contexts }) => contexts.map(({ name, cluster }) => ({ value: name, describe: cluster })),
  clusters: ({ clusters }) => clusters.map(({ name }) => ({ value: name })),
  users: ({ users }) => users.map(({ name }) => ({ value: name })),
};

/** Looks up what there is; nothing where that cannot be done in time, or not without asking the user something. */
export async function lookUp(wanted: Wanted, patience: Patience, world: World): Promise<Offer> {
  const stopped = new AbortController();
  const late = world.clock.sleep(patience.limit, stopped.signal).then((): readonly Choice[] => []);
  const found = find(wanted, patience, world, stopped.signal).catch((): readonly Choice[] => []);
  const choices = await Promise.race([found, late]);
  stopped.abort();
  return offered(choices, wanted);
}

async function find(
  { kind, typed, line }: Wanted,
  { isSaid }: Patience,
  world: World,
  stopped: AbortSignal,
): Promise<readonly Choice[]> {
  const flags = clusterFlags(saidArgs(line));
  const ofKubeConfig = NAMED[kind];
  if (ofKubeConfig !== undefined) return ofKubeConfig(kubeConfigNames(flags, world.env));
  const inCluster = FIND[kind];
  const mode = pluginMode(loadKubeConfig(flags, world.env));
  // One may open a browser, or ask on the terminal, at every TAB.
  if (inCluster === undefined || mode === 'Always' || (mode === 'IfAvailable' && !isSaid)) return [];
  return askCluster(inCluster, { set: setIn(line), typed }, flags, world, stopped);
}

async function askCluster(
  inCluster: Find,
  before: Parameters<Find>[1],
  flags: ReturnType<typeof clusterFlags>,
  { env, clock }: World,
  stopped: AbortSignal,
): Promise<readonly Choice[]> {
  const connection = connect(flags, { env, clock });
  stopped.addEventListener('abort', () => connection.close(), { once: true });
  const client = new Client(connection, { clock, onWarning: () => undefined });
  const records = new Records(client, new Discovery(client), (words) => words.join(' '));
  return inCluster({ client, records, namespace: connection.namespace }, before);
}
