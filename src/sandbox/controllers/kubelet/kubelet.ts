import type { Pod } from '../../model/pod.js';
import { Timers } from '../../platform/timers.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import { CLAIMS, CONFIG_MAPS, ENDPOINT_SLICES, keyOf, PODS, SECRETS, SERVICES, VOLUMES } from '../client/resource.js';
import type { Controller, Surroundings } from '../controller.js';
import { Addresses } from './addresses.js';
import type { KubeletEndpoint } from './endpoint.js';
import { NodeDisks, podKey, volumeKey } from './files/node-disks.js';
import { Machines } from './machines.js';
import { NodeHeartbeat } from './node-heartbeat.js';
import type { NodeTools } from './node-tools.js';
import { PodWorker } from './pod-worker.js';

/** The name of the node, and of its lease. */
export const NODE_NAME = 'sandbox-node';

/** The address of the node, which is this machine. */
const HOST_IP = '127.0.0.1';

/** The node: runs, or rather seems to run, the pods that are bound to it. */
export class Kubelet implements Controller {
  readonly #timers: Timers;
  readonly #pods: Informer<Pod>;
  readonly #tools: NodeTools;
  readonly #workers = new Map<string, PodWorker>();
  readonly #heartbeat: NodeHeartbeat;
  readonly #endpoint: KubeletEndpoint;
  readonly #disks: NodeDisks;
  readonly #machines: Machines;

  constructor(surroundings: Surroundings, endpoint: KubeletEndpoint) {
    const { client, clock, pace, informers } = surroundings;
    this.#timers = new Timers(clock);
    this.#pods = informers.of(PODS);
    this.#endpoint = endpoint;
    this.#heartbeat = new NodeHeartbeat(surroundings, { name: NODE_NAME, address: HOST_IP, port: endpoint.port });
    this.#tools = {
      client,
      clock,
      pace,
      events: new EventRecorder(client, clock, { component: 'kubelet', host: NODE_NAME }),
      addresses: new Addresses(),
      hostIP: HOST_IP,
      configMaps: informers.of(CONFIG_MAPS),
      secrets: informers.of(SECRETS),
      claims: informers.of(CLAIMS),
      volumes: informers.of(VOLUMES),
      services: informers.of(SERVICES),
      endpointSlices: informers.of(ENDPOINT_SLICES),
      delay: (ms) =>
        new Promise((resolve) => {
          this.#timers.after(ms, resolve);
        }),
    };
    this.#disks = new NodeDisks(() => clock.now());
    this.#machines = new Machines(this.#tools, this.#disks, () => this.#workers.values());
  }

  /** Tells the cluster that the node is there. */
  register(): Promise<void> {
    return this.#heartbeat.register();
  }

  start(): void {
    this.#heartbeat.start();
    this.#endpoint.serve((namespace, pod) => this.#workers.get(`${namespace}/${pod}`), this.#machines);
    this.#tools.volumes.listen(({ type, object }) => {
      if (type === 'DELETED') this.#disks.drop(volumeKey(object.metadata.uid ?? ''));
    });
    for (const informer of [this.#tools.configMaps, this.#tools.secrets]) {
      informer.listen(({ type, object }) => {
        if (type !== 'DELETED') this.#recheck(object.metadata.namespace ?? '');
      });
    }
    this.#pods.listen(({ type, object }) => {
      if (object.spec.nodeName !== NODE_NAME) return;
      if (type === 'DELETED') this.#remove(object);
      else this.#update(object);
    });
  }

  stop(): void {
    this.#heartbeat.stop();
    this.#timers.stop();
    for (const worker of this.#workers.values()) worker.stop();
  }

  #update(pod: Pod): void {
    const key = keyOf(pod);
    const known = this.#workers.get(key);
    if (known?.pod.metadata.uid === pod.metadata.uid) {
      known?.update(pod);
      return;
    }
    if (known !== undefined) this.#remove(known.pod);
    const worker = new PodWorker(this.#tools, pod);
    this.#workers.set(key, worker);
    worker.poke();
  }

  /** What pods of a namespace have waited for may be there now. */
  #recheck(namespace: string): void {
    for (const worker of this.#workers.values()) {
      if (worker.pod.metadata.namespace === namespace && worker.isWaiting) worker.poke();
    }
  }

  #remove(pod: Pod): void {
    this.#workers.get(keyOf(pod))?.remove();
    this.#workers.delete(keyOf(pod));
    this.#disks.dropAll(podKey(pod.metadata.uid ?? ''));
  }
}
