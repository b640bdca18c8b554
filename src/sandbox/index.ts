import { ADMIN, editor } from './apiserver/auth/authenticator.js';
import { startApiServer } from './apiserver/api-server.js';
import type { ApiServer } from './apiserver/api-server.js';
import { bootstrap } from './bootstrap.js';
import { Client } from './controllers/client/client.js';
import { startControllers } from './controllers/controllers.js';
import type { Controllers, ControllersOptions } from './controllers/controllers.js';
import { kubeconfig } from './kubeconfig.js';
import { systemClock } from './platform/clock.js';
import type { Clock } from './platform/clock.js';
import { DEFAULT_PACE } from './platform/pace.js';
import type { Pace } from './platform/pace.js';
import { createRandom } from './platform/random.js';
import type { Random } from './platform/random.js';

export type { Clock } from './platform/clock.js';
export type { Pace } from './platform/pace.js';

export interface SandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Default Math.random. With one of its own, even ids and tokens can be replayed. */
  readonly random?: () => number;
  /** How long simulated things take, in milliseconds. */
  readonly pace?: Partial<Pace>;
}

export interface SandboxUser {
  /** `edit` is a user `dev` who has the built-in role edit of one namespace, and nothing else. */
  readonly role: 'admin' | 'edit';
  readonly namespace?: string;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`; the same port speaks TLS too, which kubeconfigs point to since kubectl wants it for tokens. */
  readonly url: string;
  /** The cluster admin's. */
  readonly token: string;
  /** YAML of a kubeconfig; for the cluster admin unless said otherwise. */
  kubeconfig(user?: SandboxUser): string;
  /** Ends everything: no timer, socket or file remains. */
  stop(): Promise<void>;
}

/** Starts a cluster inside this process: an API server on the loopback, a node, volumes, and the controllers beside them. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const random = createRandom(options.random);
  const [token, systemToken, kubeletToken] = [random.token(), random.token(), random.token()];
  const server = await startApiServer({ port: options.port ?? 0, clock, random, kubeletToken });
  server.admit(token, ADMIN);
  server.admit(systemToken, ADMIN);
  const inside = { url: server.url, token: systemToken, kubeletToken, clock, random };
  const controllers = await populate({ ...inside, pace: { ...DEFAULT_PACE, ...options.pace } }).catch(
    async (error: unknown) => {
      await server.stop();
      throw error;
    },
  );
  const users = new Users(server, random, token);
  return {
    url: server.url,
    token,
    kubeconfig: (user = { role: 'admin' }) => kubeconfig(server, users.find(user)),
    stop: async () => {
      await controllers.stop();
      await server.stop();
    },
  };
}

/** Puts into an empty cluster what is there before anybody put something there, and who acts on it. */
async function populate(options: ControllersOptions): Promise<Controllers> {
  const client = new Client({ ...options, agent: 'kube-apiserver' });
  try {
    await bootstrap(client);
  } finally {
    client.close();
  }
  return startControllers(options);
}

/** Who was given a kubeconfig; a user of a namespace is let in when the first one is asked for. */
class Users {
  readonly #server: ApiServer;
  readonly #random: Random;
  readonly #adminToken: string;
  readonly #tokens = new Map<string, string>();

  constructor(server: ApiServer, random: Random, adminToken: string) {
    this.#server = server;
    this.#random = random;
    this.#adminToken = adminToken;
  }

  find({ role, namespace }: SandboxUser): { name: string; token: string; namespace: string | undefined } {
    if (role === 'admin') return { name: 'admin', token: this.#adminToken, namespace };
    const own = namespace ?? 'default';
    return { name: 'dev', token: this.#tokens.get(own) ?? this.#admitEditor(own), namespace: own };
  }

  #admitEditor(namespace: string): string {
    const token = this.#random.token();
    this.#server.admit(token, editor(namespace));
    this.#tokens.set(namespace, token);
    return token;
  }
}
