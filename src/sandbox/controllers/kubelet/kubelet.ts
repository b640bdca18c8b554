import type { NodeLink } from '../../faults/node-link.js';
import type { Node } from '../../model/core.js';
import type { Pod } from '../../model/pod.js';
import { Timers } from '../../platform/timers.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import {
  CLAIMS,
  CONFIG_MAPS,
  ENDPOINT_SLICES,
  keyOf,
  NODES,
  PODS,
  SECRETS,
  SERVICES,
  VOLUMES,
} from '../client/resource.js';
import type { Controller, Surroundings } from '../controller.js';
import type { Addresses } from './addresses.js';
import type { KubeletEndpoint } from './endpoint.js';
import { podKey, volumeKey } from './files/disks.js';
import { Machines } from './machines.js';
import type { Common } from './machines.js';
import { FAULT_ANNOTATION } from './fault-annotation.js';
import { NodeHeartbeat } from './node-heartbeat.js';
import type { NodeTools } from './node-tools.js';
import { PodWorker } from './pod-worker.js';
import type { ImageTable } from './script/image-table.js';

/** The address of every node, which is this machine. */
const HOST_IP = '127.0.0.1';

/** What makes a node this one. The client of the surroundings goes over its link. */
export interface KubeletOptions {
  /** The name of the node, and of its lease. */
  readonly name: string;
  readonly endpoint: KubeletEndpoint;
  readonly addresses: Addresses;
  readonly common: Common;
  readonly images: ImageTable;
  readonly link: NodeLink;
}

/** A node: runs, or rather seems to run, the pods that are bound to it. */
export class Kubelet implements Controller {
  readonly #timers: Timers;
  readonly #pods: Informer<Pod>;
  readonly #nodes: Informer<Node>;
  readonly #tools: NodeTools;
  readonly #workers = new Map<string, PodWorker>();
  readonly #heartbeat: NodeHeartbeat;
  readonly #machines: Machines;
  readonly #options: KubeletOptions;
  #isStopped = false;

  constructor(surroundings: Surroundings, options: KubeletOptions) {
    const { client, clock, pace, mishaps, informers } = surroundings;
    const { name, endpoint, addresses, common, images } = options;
    this.#options = options;
    this.#timers = new Timers(clock);
    this.#pods = informers.of(PODS);
    this.#nodes = informers.of(NODES);
    this.#heartbeat = new NodeHeartbeat(surroundings, { name, address: HOST_IP, port: endpoint.port });
    this.#tools = {
      client,
      clock,
      pace,
      mishaps,
      images,
      events: new EventRecorder(client, clock, { component: 'kubelet', host: name }),
      addresses,
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
    this.#machines = new Machines(this.#tools, common, () => this.#workers.values());
  }

  /** Tells the cluster that the node is there. */
  register(): Promise<void> {
    return this.#heartbeat.register();
  }

  start(): void {
    const { endpoint, link, common } = this.#options;
    this.#heartbeat.start(() => this.#catchUp());
    endpoint.serve((namespace, pod) => this.#workers.get(`${namespace}/${pod}`), this.#machines);
    common.wire.join((ip, port) => (link.isUp ? this.#machines.reach(ip, port) : 'unreachable'));
    this.#tools.volumes.listen(({ type, object }) => {
      if (type === 'DELETED') common.disks.drop(volumeKey(object.metadata.uid ?? ''));
    });
    for (const informer of [this.#tools.configMaps, this.#tools.secrets]) {
      informer.listen(({ type, object }) => {
        if (type !== 'DELETED' && link.isUp) this.#recheck(object.metadata.namespace ?? '');
      });
    }
    this.#pods.listen(({ type, object }) => {
      if (!this.#isMine(object) || !link.isUp) return;
      if (type === 'DELETED') this.#remove(object);
      else this.#update(object);
    });
    this.#followLink();
  }

  stop(): void {
    this.#isStopped = true;
    this.#options.link.stop();
    this.#heartbeat.stop();
    this.#timers.stop();
    for (const worker of this.#workers.values()) worker.stop();
  }

  /** While the link is cut nobody reaches the node, and it hears of nothing; what runs there goes on. */
  #followLink(): void {
    const { endpoint, link } = this.#options;
    const { port } = endpoint;
    let last = Promise.resolve();
    link.start((isUp) => {
      last = last
        .then(() => (isUp && !this.#isStopped ? endpoint.listen(port) : endpoint.close()))
        .catch(() => undefined);
      if (isUp) this.#catchUp();
    });
    // Not a kubelet's doing: it is the user who cuts the link.
    this.#nodes.listen(({ object: { metadata } }) => {
      if (metadata.name === this.#options.name) link.cut(metadata.annotations?.[FAULT_ANNOTATION] === 'lost');
    });
  }

  #catchUp(): void {
    this.#heartbeat.recover();
    for (const worker of this.#workers.values()) {
      const { namespace = '', name, uid } = worker.pod.metadata;
      const present = this.#pods.get(namespace, name);
      if (present?.metadata.uid === uid && present !== undefined) worker.reassure(present);
      else this.#remove(worker.pod);
    }
    for (const pod of this.#pods.all()) if (this.#isMine(pod) && !this.#workers.has(keyOf(pod))) this.#update(pod);
  }

  #isMine({ spec }: Pod): boolean {
    return spec.nodeName === this.#options.name;
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
    this.#options.common.disks.dropAll(podKey(pod.metadata.uid ?? ''));
  }
}
