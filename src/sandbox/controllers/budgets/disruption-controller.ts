import type { DisruptionBudget } from '../../model/core.js';
import { equalJson } from '../../model/json.js';
import { matchesSelector } from '../../model/labels.js';
import type { Condition } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { isOver, isReady } from '../../model/pod.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import type { Informer } from '../client/informer.js';
import { EventRecorder } from '../client/event-recorder.js';
import { DISRUPTION_BUDGETS, keyOf, PODS } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';

/** Counts how many pods under a disruption budget may go. */
export class DisruptionController implements Controller {
  readonly #surroundings: Surroundings;
  readonly #budgets: Informer<DisruptionBudget>;
  readonly #pods: Informer<Pod>;
  readonly #queue: WorkQueue;
  readonly #events: EventRecorder;

  constructor(surroundings: Surroundings) {
    const { client, informers, clock } = surroundings;
    this.#surroundings = surroundings;
    this.#budgets = informers.of(DISRUPTION_BUDGETS);
    this.#pods = informers.of(PODS);
    this.#queue = new WorkQueue(clock, (key) => this.#count(key));
    this.#events = new EventRecorder(client, clock, { component: 'controllermanager' });
  }

  start(): void {
    this.#budgets.listen(({ type, object }) => {
      if (type !== 'DELETED') this.#queue.add(keyOf(object));
    });
    this.#pods.listen(({ object }) => {
      for (const budget of this.#budgets.all()) {
        if (budget.metadata.namespace === object.metadata.namespace) this.#queue.add(keyOf(budget));
      }
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  async #count(key: string): Promise<void> {
    const [namespace = '', name = ''] = key.split('/');
    const budget = this.#budgets.get(namespace, name);
    if (budget === undefined) return;
    const pods = this.#pods.all().filter((pod) => pod.metadata.namespace === namespace && isUnder(budget, pod));
    if (pods.length === 0) this.#events.tell(budget, NO_PODS);
    const status = statusOf(budget, pods, timestamp(wallTime(this.#surroundings.clock)));
    if (equalJson(status, budget.status)) return;
    await this.#surroundings.client.update(DISRUPTION_BUDGETS, { ...budget, status }, 'status');
  }
}

const NO_PODS = { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' } as const;

const isUnder = ({ spec }: DisruptionBudget, pod: Pod): boolean =>
  !isOver(pod) && matchesSelector(spec.selector, pod.metadata.labels);

/** Pods of no controller can only be counted against an integer minAvailable: how many there should be, nobody knows. */
function statusOf(
  { metadata, spec, status }: DisruptionBudget,
  pods: readonly Pod[],
  now: string,
): DisruptionBudget['status'] {
  const currentHealthy = pods.filter(isHealthy).length;
  const minimum = typeof spec.minAvailable === 'number' ? spec.minAvailable : undefined;
  const desiredHealthy = minimum ?? pods.length;
  const disruptionsAllowed = minimum === undefined ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const reason = minimum === undefined ? 'SyncFailed' : disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods';
  return {
    observedGeneration: metadata.generation ?? 1,
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods: pods.length,
    conditions: [condition(status.conditions?.[0], metadata.generation ?? 1, reason, now)],
  };
}

const isHealthy = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && isReady(pod);

function condition(present: Condition | undefined, observedGeneration: number, reason: string, now: string): Condition {
  const status = reason === 'SufficientPods' ? 'True' : 'False';
  const since = present?.status === status ? present.lastTransitionTime : undefined;
  return {
    type: 'DisruptionAllowed',
    status,
    observedGeneration,
    lastTransitionTime: since ?? now,
    reason,
    message: '',
  };
}
