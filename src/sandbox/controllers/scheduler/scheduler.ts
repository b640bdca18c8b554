import type { Condition } from '../../model/meta.js';
import type { Namespace, Node } from '../../model/core.js';
import type { Pod } from '../../model/pod.js';
import { isOver } from '../../model/pod.js';
import type { Claim, StorageClass } from '../../model/volume.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import type { Informer } from '../client/informer.js';
import { EventRecorder } from '../client/event-recorder.js';
import { CLAIMS, keyOf, NAMESPACES, NODES, PODS, STORAGE_CLASSES } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { judgeClaims } from './claims.js';
import { chooseNode } from './nodes.js';

const NAME = 'default-scheduler';

/** The annotation that tells a provisioner for which node a claim is wanted. */
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Finds a node for every pod that has none, and says why there is none. */
export class Scheduler implements Controller {
  readonly #surroundings: Surroundings;
  readonly #pods: Informer<Pod>;
  readonly #nodes: Informer<Node>;
  readonly #namespaces: Informer<Namespace>;
  readonly #claims: Informer<Claim>;
  readonly #classes: Informer<StorageClass>;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;
  /** Pods for which nothing was found, to be looked at again when something changes. */
  readonly #waiting = new Set<string>();
  /** Pods that take room on a node, also those that are just being bound: the cache does not show it yet. */
  readonly #tenants = new Map<string, Pod>();
  /** When pods that have a node to go to may go there. */
  readonly #readyAt = new Map<string, number>();

  constructor(surroundings: Surroundings) {
    const { informers, clock, client } = surroundings;
    this.#surroundings = surroundings;
    this.#pods = informers.of(PODS);
    this.#nodes = informers.of(NODES);
    this.#namespaces = informers.of(NAMESPACES);
    this.#claims = informers.of(CLAIMS);
    this.#classes = informers.of(STORAGE_CLASSES);
    this.#queue = new WorkQueue(clock, (key) => this.#schedule(key));
    this.#events = new EventRecorder(client, clock, { component: NAME, instance: `${NAME}-sandbox` });
  }

  start(): void {
    this.#pods.listen(({ type, object, previous }) => {
      if (type === 'DELETED' || isOver(object)) this.#tenants.delete(keyOf(object));
      else if (object.spec.nodeName !== undefined) this.#tenants.set(keyOf(object), object);
      if (type === 'DELETED') this.#forget(keyOf(object));
      else if (isMine(object)) this.#queue.add(keyOf(object));
      // Others may have waited for its company.
      if (object.spec.nodeName !== previous?.spec.nodeName) this.#lookAgain(hasAffinity);
      // A pod that goes, or is over, leaves room on its node.
      if (type === 'DELETED' || isOver(object)) this.#lookAgain();
    });
    this.#claims.listen(({ object }) => this.#lookAgain((pod) => mounts(pod, object)));
    for (const informer of [this.#nodes, this.#classes]) informer.listen(() => this.#lookAgain());
  }

  stop(): void {
    this.#queue.stop();
  }

  #forget(key: string): void {
    this.#waiting.delete(key);
    this.#readyAt.delete(key);
  }

  #lookAgain(isMeant: (pod: Pod) => boolean = () => true): void {
    for (const key of this.#waiting) {
      const pod = this.#podOf(key);
      if (pod === undefined || isMeant(pod)) this.#queue.add(key);
    }
  }

  #podOf(key: string): Pod | undefined {
    const [namespace = '', name = ''] = key.split('/');
    return this.#pods.get(namespace, name);
  }

  async #schedule(key: string): Promise<void> {
    const pod = this.#podOf(key);
    if (pod === undefined || !isMine(pod)) {
      this.#forget(key);
      return;
    }
    const claims = judgeClaims(pod, this.#claims, this.#classes);
    const nodes = this.#nodes.all();
    const pods = [...this.#tenants.values()];
    const choice = chooseNode(pod, { nodes, pods, namespaces: this.#namespaces.all() });
    const problem =
      claims.problem === undefined ? choice.problem : `0/${nodes.length} nodes are available: ${claims.problem}`;
    if (problem !== undefined || choice.node === undefined) {
      await this.#reject(pod, key, problem ?? 'no nodes available to schedule pods');
      return;
    }
    if (this.#takesTime(key)) return;
    this.#waiting.add(key);
    await this.#bind(pod, key, choice.node, claims.toBind);
  }

  /** Finding a node takes a simulated while, once a pod: true while it goes on. */
  #takesTime(key: string): boolean {
    const { clock, pace } = this.#surroundings;
    const readyAt = this.#readyAt.get(key) ?? clock.now() + pace.schedule;
    this.#readyAt.set(key, readyAt);
    const left = readyAt - clock.now();
    if (left > 0) this.#queue.addAfter(key, left);
    return left > 0;
  }

  /** Claims that waited for their first consumer get their volume before the pod gets its node. */
  async #bind(pod: Pod, key: string, node: string, toBind: readonly Claim[]): Promise<void> {
    const { client } = this.#surroundings;
    const unselected = toBind.filter(
      ({ metadata, spec }) => spec.volumeName === undefined && metadata.annotations?.[SELECTED_NODE] === undefined,
    );
    for (const claim of unselected) {
      await client.patch(CLAIMS, claim, { metadata: { annotations: { [SELECTED_NODE]: node } } });
    }
    if (toBind.length > 0) return;
    this.#forget(key);
    const { name, namespace = '' } = pod.metadata;
    await this.#settle(pod, key, node);
    this.#events.tell(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${node}`,
      action: 'Binding',
    });
  }

  /** Pods are looked at side by side: from now on the others count this one as bound. */
  async #settle(pod: Pod, key: string, node: string): Promise<void> {
    this.#tenants.set(key, { ...pod, spec: { ...pod.spec, nodeName: node } });
    try {
      await this.#surroundings.client.bind(PODS, pod, node);
    } catch (error) {
      this.#tenants.delete(key);
      throw error;
    }
  }

  async #reject(pod: Pod, key: string, message: string): Promise<void> {
    this.#waiting.add(key);
    const present = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
    if (present?.status === 'False' && present.message === message) return;
    const { clock, client } = this.#surroundings;
    const condition: Condition = {
      type: 'PodScheduled',
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: present?.lastTransitionTime ?? timestamp(wallTime(clock)),
      reason: 'Unschedulable',
      message,
    };
    await client.mergeStatus(PODS, pod, { status: { conditions: [condition] } });
    this.#events.tell(pod, { type: 'Warning', reason: 'FailedScheduling', message, action: 'Scheduling' });
  }
}

const mounts = ({ metadata, spec }: Pod, claim: Claim): boolean =>
  metadata.namespace === claim.metadata.namespace &&
  (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim.metadata.name);

const hasAffinity = ({ spec }: Pod): boolean => spec.affinity?.podAffinity !== undefined;

function isMine(pod: Pod): boolean {
  const { nodeName, schedulerName = NAME, schedulingGates = [] } = pod.spec;
  if (nodeName !== undefined || schedulerName !== NAME || schedulingGates.length > 0) return false;
  return pod.metadata.deletionTimestamp === undefined && !isOver(pod);
}
