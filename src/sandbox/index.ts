import { ADMIN, CONTROLLERS, editor } from './apiserver/auth/authenticator.js';
import { startApiServer } from './apiserver/api-server.js';
import type { ApiServer } from './apiserver/api-server.js';
import type { Passing } from './apiserver/http/interference.js';
import { bootstrap } from './bootstrap.js';
import { Client } from './controllers/client/client.js';
import { startControllers } from './controllers/controllers.js';
import type { Controllers, ControllersOptions } from './controllers/controllers.js';
import { BUILT_IN_IMAGES } from './controllers/kubelet/script/image-table.js';
import type { ImageTable } from './controllers/kubelet/script/image-table.js';
import type { Fault, NodeFault, RequestFault, WorkFault } from './faults/fault.js';
import type { KubeObject } from './model/meta.js';
import { RequestFaults } from './apiserver/faults/request-faults.js';
import { WorkFaults } from './faults/work-faults.js';
import { kubeconfig } from './kubeconfig.js';
import { speedUp, systemClock } from './platform/clock.js';
import type { Clock } from './platform/clock.js';
import { DEFAULT_PACE } from './platform/pace.js';
import type { Pace } from './platform/pace.js';
import { createRandom } from './platform/random.js';
import type { Random } from './platform/random.js';

export { faultOfNoNode, unknownResources } from './faults-in-vain.js';
export type { Clock } from './platform/clock.js';
export type { Passing } from './apiserver/http/interference.js';
export { hearMistakes } from './platform/guard.js';
export { DEFAULT_PACE } from './platform/pace.js';
export type { Pace } from './platform/pace.js';
export { PROVISIONER } from './controllers/volumes/names.js';
export { SCRIPT_ANNOTATION } from './controllers/kubelet/script/parse-script.js';
export type { KubeObject } from './model/meta.js';

export interface SandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  readonly clock?: Clock;
  /** Default Math.random. With one of its own, even ids and tokens can be replayed. */
  readonly random?: () => number;
  /** How long simulated things take, in milliseconds. */
  readonly pace?: Partial<Pace>;
  /** How many times faster they happen than that; default 1. */
  readonly speed?: number;
  /** Default 1. */
  readonly nodes?: number;
  /** What goes wrong, and when; a seed has it go wrong alike for the same requests. */
  readonly faults?: readonly Fault[];
  readonly seed?: number;
  /** Told of every request of a user when it arrives. */
  readonly onRequest?: (request: Passing) => void;
  /** Has the first say in what is created, by whomever, as a mutating webhook has: it changes the draft. */
  readonly mutate?: (draft: KubeObject) => void;
  /** What containers do, by image, before what {@link BUILT_IN_IMAGES} say. */
  readonly images?: ImageTable;
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
  /** Has other faults harm requests from now on, with the same seed unless it is given; those of nodes and work stay. */
  setRequestFaults(faults: readonly RequestFault[], seed?: number): void;
  /** Ends everything: no timer, socket or file remains. */
  stop(): Promise<void>;
}

/** Starts a cluster inside this process: an API server on the loopback, a node, volumes, and the controllers beside them. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = systemClock, speed = 1, faults = [], seed = 0 } = options;
  const random = createRandom(options.random);
  const simulated = speedUp(clock, speed);
  const requestFaults = new RequestFaults(clock, options.onRequest ?? (() => undefined));
  const [token, systemToken, kubeletToken] = [random.token(), random.token(), random.token()];
  const server = await startApiServer({
    port: options.port ?? 0,
    clock,
    speed,
    random,
    kubeletToken,
    interference: requestFaults,
    ...(options.mutate && { mutate: options.mutate }),
  });
  server.admit(token, ADMIN);
  server.admit(systemToken, CONTROLLERS);
  const controllers = await populate({
    way: () => server.way(),
    token: systemToken,
    kubeletToken,
    certificate: server.certificate,
    clock: simulated,
    random,
    pace: { ...DEFAULT_PACE, ...options.pace },
    nodes: options.nodes ?? 1,
    mishaps: new WorkFaults(faults.filter(isOfWork), seed, simulated),
    nodeFaults: faults.filter(isOfNodes),
    images: [...(options.images ?? []), ...BUILT_IN_IMAGES],
  }).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  requestFaults.set(faults.filter(isOfRequests), seed);
  const users = new Users(server, random, token);
  return {
    url: server.url,
    token,
    setRequestFaults: (present, presentSeed = seed) => requestFaults.set(present, presentSeed),
    kubeconfig: (user = { role: 'admin' }) => kubeconfig(server, users.find(user)),
    stop: async () => {
      requestFaults.stop();
      await controllers.stop();
      await server.stop();
    },
  };
}

const isOfRequests = (fault: Fault): fault is RequestFault => fault.on === 'request';
const isOfWork = (fault: Fault): fault is WorkFault => fault.on === 'work';
const isOfNodes = (fault: Fault): fault is NodeFault => fault.on === 'node';

/** Puts into an empty cluster what is there before anybody put something there, and who acts on it. */
async function populate(options: ControllersOptions): Promise<Controllers> {
  const client = new Client({ way: options.way(), token: options.token, agent: 'kube-apiserver' });
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
