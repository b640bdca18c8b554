import { cloneJson } from '../../../model/json.js';
import type { KubeObject } from '../../../model/meta.js';
import { isOver } from '../../../model/pod.js';
import type { Pod } from '../../../model/pod.js';
import type { Workload } from '../../../model/workload.js';
import { timestamp, wallTime } from '../../../platform/clock.js';
import type { SimulatedClock } from '../../../platform/clock.js';
import { isNotFound } from '../../client/client.js';
import type { Client } from '../../client/client.js';
import { EventRecorder } from '../../client/event-recorder.js';
import { keyOf, PODS } from '../../client/resource.js';
import { WorkQueue } from '../../client/work-queue.js';
import type { Controller, Surroundings } from '../../controller.js';
import { isAvailable, isGoing, nextAvailability } from '../availability.js';
import { claim } from '../claiming.js';
import { ownersConcerned } from '../concerned.js';
import { Ledger } from '../ledger.js';
import { chooses, controllerOf, controllerReference } from '../ownership.js';
import { slowStart } from '../slow-start.js';
import type { ReplicaKind } from './kinds.js';
import { isNews, statusOf } from './status.js';
import { inOrderOfDeletion } from './victims.js';

/** How many pods are made or deleted in one go (BurstReplicas). */
const MOST_AT_ONCE = 500;

/** Keeps as many pods as every replica set wants (kubernetes pkg/controller/replicaset). */
export class ReplicaController<T extends KubeObject> implements Controller {
  readonly #kind: ReplicaKind<T>;
  readonly #clock: SimulatedClock;
  readonly #client: Client;
  readonly #objects: Ledger<T>;
  readonly #pods: Ledger<Pod>;
  readonly #events: EventRecorder;
  readonly #queue: WorkQueue;

  constructor(kind: ReplicaKind<T>, { client, informers, clock }: Surroundings) {
    this.#kind = kind;
    this.#clock = clock;
    this.#client = client;
    this.#objects = new Ledger(client, informers.of(kind.resource), clock);
    this.#pods = new Ledger(client, informers.of(PODS), clock);
    this.#events = new EventRecorder(client, clock, { component: kind.component });
    this.#queue = new WorkQueue(clock, (key) => this.#sync(key));
  }

  start(): void {
    const { asSet, resource } = this.#kind;
    this.#objects.listen(({ object }) => this.#queue.add(keyOf(object)));
    this.#pods.listen((event) => {
      for (const set of ownersConcerned(this.#objects, resource.kind, asSet, event)) this.#queue.add(keyOf(set));
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  async #sync(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const object = this.#objects.get(namespace, name);
    if (object === undefined) return;
    const set = this.#kind.asSet(object);
    const pods = await this.#claimPods(object, set);
    const failure = object.metadata.deletionTimestamp === undefined ? await this.#manage(set, pods) : undefined;
    await this.#tell(object, set, pods, failure);
    if (failure !== undefined) throw failure;
    const wait = nextAvailability(this.#clock, pods, set.spec.minReadySeconds);
    if (wait !== undefined) this.#queue.addAfter(key, wait);
  }

  /** Pods that end or have ended are not looked at: others take their place at once. */
  #claimPods(object: T, set: Workload): Promise<Pod[]> {
    const { namespace = '', uid } = set.metadata;
    const candidates = this.#pods
      .in(namespace)
      .filter((pod) => !isOver(pod) && !isGoing(pod) && (controllerOf(pod)?.uid ?? uid) === uid);
    const place = { client: this.#client, resource: this.#kind.resource, ledger: this.#pods };
    return claim(place, object, candidates, (pod) => chooses(set.spec.selector, pod));
  }

  /** Makes pods that lack or deletes those that are too many; what went wrong. */
  async #manage(set: Workload, pods: readonly Pod[]): Promise<Error | undefined> {
    const lacking = (set.spec.replicas ?? 1) - pods.length;
    if (lacking >= 0) {
      const wanted = Array.from({ length: Math.min(lacking, MOST_AT_ONCE) }, () => newPod(set));
      return (await slowStart(wanted, (pod) => this.#create(set, pod))).error;
    }
    const now = wallTime(this.#clock);
    const victims = inOrderOfDeletion(pods, this.#neighbours(set), now).slice(0, Math.min(-lacking, MOST_AT_ONCE));
    return (await slowStart(victims, (pod) => this.#delete(set, pod))).error;
  }

  /** Pods of every set of the same controller. */
  #neighbours(set: Workload): Pod[] {
    const { namespace = '', uid = '' } = set.metadata;
    const controller = controllerOf(set)?.uid;
    const sets = this.#objects
      .in(namespace)
      .filter((one) => controller !== undefined && controllerOf(one)?.uid === controller)
      .map(({ metadata }) => metadata.uid ?? '');
    const uids = new Set([uid, ...sets]);
    return this.#pods
      .in(namespace)
      .filter((pod) => uids.has(controllerOf(pod)?.uid ?? '') && !isOver(pod) && !isGoing(pod));
  }

  async #create(set: Workload, pod: Pod): Promise<void> {
    try {
      const { metadata } = await this.#pods.create(pod);
      this.#tellEvent(set, 'Normal', 'SuccessfulCreate', `Created pod: ${metadata.name}`);
    } catch (error) {
      this.#tellEvent(set, 'Warning', 'FailedCreate', `Error creating: ${wordsOf(error)}`);
      throw error;
    }
  }

  async #delete(set: Workload, pod: Pod): Promise<void> {
    try {
      await this.#pods.delete(pod);
      this.#tellEvent(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    } catch (error) {
      if (isNotFound(error)) return;
      this.#tellEvent(set, 'Warning', 'FailedDelete', `Error deleting: ${wordsOf(error)}`);
      throw error;
    }
  }

  #tellEvent(about: Workload, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#events.tell(about, { type, reason, message });
  }

  async #tell(object: T, set: Workload, pods: readonly Pod[], failure: Error | undefined): Promise<void> {
    const status = statusOf({
      set,
      pods,
      isAvailable: (pod) => isAvailable(this.#clock, pod, set.spec.minReadySeconds),
      failure: failure?.message,
      now: timestamp(wallTime(this.#clock)),
    });
    if (!isNews(set.status, status)) return;
    await this.#objects.update(this.#kind.withStatus(object, status), 'status');
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function newPod(set: Workload): Pod {
  const { name, namespace = '' } = set.metadata;
  const { metadata, spec } = cloneJson(set.spec.template);
  const { labels, annotations, finalizers } = metadata;
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: '',
      generateName: `${name}-`,
      namespace,
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      ...(finalizers !== undefined && { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec,
    status: {},
  };
}
