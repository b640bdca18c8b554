import type { Node, Taint } from '../../model/core.js';
import type { Pod, Toleration } from '../../model/pod.js';
import { tolerates } from '../../model/tolerations.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import { Timers } from '../../platform/timers.js';
import { isNotFound } from '../client/client.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import { keyOf, NODES, PODS } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';

/** A pod that is to go, unless its node loses its taints before. */
interface Sentence {
  readonly uid: string;
  readonly since: number;
  readonly at: number;
  readonly callOff: () => void;
}

/** Deletes pods from nodes whose taints they do not tolerate, or not for so long (kubernetes pkg/controller/tainteviction). */
export class TaintEviction implements Controller {
  readonly #surroundings: Surroundings;
  readonly #nodes: Informer<Node>;
  readonly #pods: Informer<Pod>;
  readonly #timers: Timers;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;
  readonly #sentences = new Map<string, Sentence>();

  constructor(surroundings: Surroundings) {
    const { informers, clock, client } = surroundings;
    this.#surroundings = surroundings;
    this.#nodes = informers.of(NODES);
    this.#pods = informers.of(PODS);
    this.#timers = new Timers(clock);
    this.#queue = new WorkQueue(clock, (key) => this.#evict(key));
    this.#events = new EventRecorder(client, clock, { component: 'taint-eviction-controller' });
  }

  start(): void {
    this.#pods.listen(({ type, object }) => {
      if (type === 'DELETED') this.#callOff(keyOf(object));
      else this.#judge(object);
    });
    this.#nodes.listen(({ object, previous }) => {
      if (JSON.stringify(object.spec.taints) === JSON.stringify(previous?.spec.taints)) return;
      for (const pod of this.#pods.all()) if (pod.spec.nodeName === object.metadata.name) this.#judge(pod);
    });
  }

  stop(): void {
    this.#timers.stop();
    this.#queue.stop();
  }

  #judge(pod: Pod): void {
    const taints = this.#nodes.get('', pod.spec.nodeName ?? '')?.spec.taints ?? [];
    const tolerated = toleratedMs(taints.filter(isEvicting), pod.spec.tolerations ?? []);
    const isGoing = pod.metadata.deletionTimestamp !== undefined;
    if (tolerated < Infinity && !isGoing) this.#condemn(pod, tolerated);
    else if (this.#callOff(keyOf(pod)) && !isGoing) this.#tell(pod, `Cancelling deletion of Pod ${keyOf(pod)}`);
  }

  /** It goes that long after it was first known that it would; what it tolerates may have become less. */
  #condemn(pod: Pod, tolerated: number): void {
    const key = keyOf(pod);
    const now = this.#surroundings.clock.now();
    const { uid = '' } = pod.metadata;
    const last = this.#sentences.get(key);
    const known = last?.uid === uid ? last : undefined;
    const since = known?.since ?? now;
    if (known !== undefined && known.at <= since + tolerated) return;
    last?.callOff();
    const callOff = this.#timers.after(Math.max(1, since + tolerated - now), () => this.#queue.add(key));
    this.#sentences.set(key, { uid, since, at: since + tolerated, callOff });
  }

  #callOff(key: string): boolean {
    this.#sentences.get(key)?.callOff();
    return this.#sentences.delete(key);
  }

  async #evict(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const pod = this.#pods.get(namespace, name);
    const sentence = this.#sentences.get(key);
    if (pod === undefined || sentence === undefined || pod.metadata.uid !== sentence.uid) return;
    const left = sentence.at - this.#surroundings.clock.now();
    if (left > 0) {
      // A timer may ring early, and cannot wait for a month.
      this.#sentences.set(key, { ...sentence, callOff: this.#timers.after(left, () => this.#queue.add(key)) });
      return;
    }
    this.#sentences.delete(key);
    this.#tell(pod, `Marking for deletion Pod ${key}`);
    const { client, clock } = this.#surroundings;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastTransitionTime: timestamp(wallTime(clock)),
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    };
    try {
      await client.mergeStatus(PODS, pod, { metadata: { uid: sentence.uid }, status: { conditions: [condition] } });
      await client.delete(PODS, pod, { uid: sentence.uid });
    } catch (error) {
      if (isNotFound(error)) return;
      this.#sentences.set(key, sentence);
      throw error;
    }
  }

  #tell(pod: Pod, message: string): void {
    this.#events.tell(pod, { type: 'Normal', reason: 'TaintManagerEviction', message });
  }
}

const isEvicting = ({ effect }: Taint): boolean => effect === 'NoExecute';

/** Milliseconds that a pod may stay: 0 with a taint that it does not tolerate, Infinity without an end. */
export function toleratedMs(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  const used = taints.map((taint) => tolerations.filter((toleration) => tolerates(toleration, taint)));
  if (used.some((matching) => matching.length === 0)) return 0;
  const seconds = used.flat().map(({ tolerationSeconds = Infinity }) => Math.max(0, tolerationSeconds));
  return Math.min(Infinity, ...seconds) * 1000;
}
