import type { DisruptionBudget } from '../../model/core.js';
import { equalJson } from '../../model/json.js';
import { matchesSelector } from '../../model/labels.js';
import type { Condition, LabelSelector } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import { isOver, isReady } from '../../model/pod.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import type { Informer } from '../client/informer.js';
import { EventRecorder } from '../client/event-recorder.js';
import type { Happening } from '../client/event-recorder.js';
import { goSelector } from '../client/go-selector.js';
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
    else if (typeof budget.spec.minAvailable !== 'number') this.#events.tell(budget, unmanaged(budget.spec.selector));
    const status = statusOf(budget, pods, timestamp(wallTime(this.#surroundings.clock)));
    if (equalJson(status, budget.status)) return;
    await this.#surroundings.client.update(DISRUPTION_BUDGETS, { ...budget, status }, 'status');
  }
}

const NO_PODS = { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' } as const;

const isUnder = ({ spec }: DisruptionBudget, pod: Pod): boolean =>
  !isOver(pod) && matchesSelector(spec.selector, pod.metadata.labels);

const unmanaged = (selector: LabelSelector | undefined): Happening => ({
  type: 'Warning',
  reason: 'UnmanagedPods',
  message: `Pods selected by this PodDisruptionBudget (selector: ${goSelector(selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
});

/** Pods of no controller count only against an integer minAvailable: how many there should be of them, nobody knows. */
function statusOf(
  { metadata, spec, status }: DisruptionBudget,
  pods: readonly Pod[],
  now: string,
): DisruptionBudget['status'] {
  const disruptedPods = stillDisrupted(status.disruptedPods, pods, now);
  const currentHealthy = pods.filter((pod) => isHealthy(pod) && !(pod.metadata.name in disruptedPods)).length;
  const isCounted = typeof spec.minAvailable === 'number';
  const desiredHealthy = typeof spec.minAvailable === 'number' ? spec.minAvailable : 0;
  const disruptionsAllowed = isCounted ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const reason = disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods';
  return {
    observedGeneration: metadata.generation ?? 1,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods: isCounted ? pods.length : 0,
    conditions: [condition(status.conditions?.[0], metadata.generation ?? 1, reason, now)],
  };
}

/** How long an evicted pod may take to be seen going (DeletionTimeout). */
const DELETION_TIMEOUT_MS = 120_000;

/** Pods that the server evicted and that were not seen going yet. */
function stillDisrupted(
  disrupted: Readonly<Record<string, string>> = {},
  pods: readonly Pod[],
  now: string,
): Record<string, string> {
  const isPresent = (name: string): boolean =>
    pods.some(({ metadata }) => metadata.name === name && metadata.deletionTimestamp === undefined);
  const entries = Object.entries(disrupted);
  const isFresh = (since: string): boolean => Date.parse(now) - Date.parse(since) < DELETION_TIMEOUT_MS;
  return Object.fromEntries(entries.filter(([name, since]) => isPresent(name) && isFresh(since)));
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
