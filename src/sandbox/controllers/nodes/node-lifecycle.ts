import type { Lease, Node } from '../../model/core.js';
import type { Condition } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import { Timers } from '../../platform/timers.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import { LEASES, NODES, PODS } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { Heartbeats, MONITOR_MS } from './heartbeats.js';
import { isReady, taintsFor } from './taints.js';

/** The conditions that nobody knows any more once a node is silent. */
const TOLD_BY_KUBELETS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/**
 * Says that a node is lost which gives no sign of life, and keeps the taints that follow from what nodes are like
 * (kubernetes pkg/controller/nodelifecycle).
 */
export class NodeLifecycle implements Controller {
  readonly #surroundings: Surroundings;
  readonly #nodes: Informer<Node>;
  readonly #leases: Informer<Lease>;
  readonly #pods: Informer<Pod>;
  readonly #heartbeats = new Heartbeats();
  readonly #timers: Timers;
  readonly #lost: WorkQueue;
  readonly #tainted: WorkQueue;
  readonly #events: EventRecorder;

  constructor(surroundings: Surroundings) {
    const { informers, clock, client } = surroundings;
    this.#surroundings = surroundings;
    this.#nodes = informers.of(NODES);
    this.#leases = informers.of(LEASES);
    this.#pods = informers.of(PODS);
    this.#timers = new Timers(clock);
    this.#lost = new WorkQueue(clock, (name) => this.#lose(name));
    this.#tainted = new WorkQueue(clock, (name) => this.#taint(name));
    this.#events = new EventRecorder(client, clock, { component: 'node-controller' });
  }

  start(): void {
    this.#nodes.listen(({ type, object }) => {
      if (type === 'DELETED') this.#heartbeats.forget(object.metadata.name);
      // Whether pods of one have somewhere to go is up to the others.
      for (const { metadata } of this.#nodes.all()) this.#tainted.add(metadata.name);
    });
    this.#look();
  }

  stop(): void {
    this.#timers.stop();
    this.#lost.stop();
    this.#tainted.stop();
  }

  #look(): void {
    for (const node of this.#nodes.all()) {
      const lease = this.#leases.get('kube-node-lease', node.metadata.name);
      if (!this.#heartbeats.look(node, lease)) this.#lost.add(node.metadata.name);
    }
    this.#timers.after(MONITOR_MS, () => this.#look());
  }

  /** Nobody knows any more how the node is, nor whether its pods are ready. */
  async #lose(name: string): Promise<void> {
    const node = this.#nodes.get('', name);
    if (node === undefined) return;
    const conditions = unknownConditions(node, timestamp(wallTime(this.#surroundings.clock)));
    if (conditions.length > 0) await this.#surroundings.client.mergeStatus(NODES, node, { status: { conditions } });
    if (isReady(node)) {
      const message = `Node ${name} status is now: NodeNotReady`;
      this.#events.tell(node, { type: 'Normal', reason: 'NodeNotReady', message });
    }
    for (const pod of this.#pods.all()) if (pod.spec.nodeName === name) await this.#doubt(pod);
  }

  async #doubt(pod: Pod): Promise<void> {
    const { client, clock } = this.#surroundings;
    const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
    if (ready?.status !== 'True') return;
    const condition = { type: 'Ready', status: 'False', lastTransitionTime: timestamp(wallTime(clock)) };
    await client.mergeStatus(PODS, pod, { metadata: { uid: pod.metadata.uid }, status: { conditions: [condition] } });
    this.#events.tell(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
  }

  async #taint(name: string): Promise<void> {
    const node = this.#nodes.get('', name);
    if (node === undefined) return;
    // When no node is ready, it is rather the master that is lost: nothing is evicted.
    const mayEvict = this.#nodes.all().some(isReady);
    const { client, clock } = this.#surroundings;
    const taints = taintsFor(node, mayEvict, timestamp(wallTime(clock)));
    if (taints === undefined) return;
    const { resourceVersion } = node.metadata;
    await client.patch(NODES, node, {
      metadata: { resourceVersion },
      spec: { taints: taints.length > 0 ? taints : null },
    });
  }
}

/** What has to be said of a node that is silent, as far as it is not said. */
function unknownConditions({ status }: Node, now: string): Condition[] {
  return TOLD_BY_KUBELETS.flatMap((type) => {
    const present = status.conditions?.find((one) => one.type === type);
    if (present?.status === 'Unknown') return [];
    const words =
      present === undefined
        ? { reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.', lastHeartbeatTime: now }
        : { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
    return [{ type, status: 'Unknown', lastTransitionTime: now, ...words }];
  });
}
