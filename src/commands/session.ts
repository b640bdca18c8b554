import { type ApiError, describeApiError } from '../cluster/api-error.js';
import { Client } from '../cluster/client.js';
import type { RequestNote } from '../cluster/client-options.js';
import { connect } from '../cluster/connection.js';
import { Discovery } from '../cluster/discovery.js';
import { type Kubectl, Records } from '../cluster/records.js';
import { NOTICEABLE } from '../cluster/retry.js';
import type { ReconcileDeps } from '../controller/loop.js';
import { plainVoice, type Voice } from '../render/voice.js';
import { durationArg } from './arguments.js';
import { clusterFlags } from './cluster-flags.js';
import type { Args, World } from './command.js';
import { commandLine } from './command-line.js';
import { unlessInterrupted } from './interruption.js';

/** A cluster, reached as the flags say, and what is needed to work with it. */
export interface Session {
  readonly client: Client;
  readonly records: Records;
  readonly discovery: Discovery;
  readonly kubectl: Kubectl;
  /** The namespace that the flags or the context choose. */
  readonly namespace: string;
  readonly deps: Omit<ReconcileDeps, 'emit' | 'signal'>;
  /** Tells a warning, once. */
  readonly warn: (text: string) => void;
  /** Tells that a request is made again, where that takes long enough to be noticed. */
  readonly onTrouble: (error: ApiError, delay: number, waited?: number) => void;
  close(): void;
}

/**
 * Chooses the cluster; opens no connection yet. `voice` tells of warnings, and of requests that are made again. Throws a
 * `Failure` where the kubeconfig does not add up.
 */
export function openSession(args: Args, world: World, voice: Voice = plainVoice(world)): Session {
  const { env, clock, random, whoami } = world;
  const connection = (world.connect ?? connect)(clusterFlags(args), { env, clock });
  const warned = new Set<string>();
  const warn = (text: string): void => {
    if (!warned.has(text)) voice.warning(text);
    warned.add(text);
  };
  const onTrouble: Session['onTrouble'] = (error, delay, waited = 0) => {
    if (waited + delay >= NOTICEABLE) voice.trouble(describeApiError(error), delay);
  };
  const options = {
    requestTimeout: durationArg(args, 'request-timeout'),
    clock,
    onWarning: warn,
    ...(verbosity(args) >= 6 && {
      onRequest: ({ method, path, status, ms }: RequestNote) => {
        voice.notice(`${method} ${connection.server.origin}${path} ${status} in ${Math.round(ms)} milliseconds`);
      },
    }),
  };
  const client = new Client(connection, { ...options, retry: { random, onTrouble } });
  const discovery = new Discovery(client);
  const kubectl: Kubectl = (words, namespace) => commandLine({ words, ...(namespace && { namespace }) }, args);
  return {
    client,
    records: new Records(client, discovery, kubectl),
    kubectl,
    discovery,
    namespace: connection.namespace,
    // A step of the loop that fails is planned anew, not repeated.
    deps: {
      client: new Client(connection, options),
      // Nobody waits for events, nor hears of what a server has to say about them.
      eventClient: new Client(connection, { ...options, onWarning: () => undefined }),
      clock,
      random,
      identity: `${whoami}-${random().toString(36).slice(2, 8)}`,
    },
    warn,
    onTrouble,
    close: () => connection.close(),
  };
}

/** Opens a session for what only looks, and so may be left anywhere, and closes it behind it. */
export async function withSession<T>(args: Args, world: World, look: (session: Session) => Promise<T>): Promise<T> {
  const session = openSession(args, world);
  try {
    return await unlessInterrupted(look(session), world);
  } finally {
    session.close();
  }
}

function verbosity(args: Args): number {
  return typeof args.v === 'number' ? args.v : 0;
}
