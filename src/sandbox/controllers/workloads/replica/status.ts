import { equalJson } from '../../../model/json.js';
import { hasLabels } from '../../../model/labels.js';
import type { Pod } from '../../../model/pod.js';
import { isReady } from '../../../model/pod.js';
import type { Workload, WorkloadCondition, WorkloadStatus } from '../../../model/workload.js';
import { conditionOf, withoutCondition } from '../conditions.js';

const FAILURE = 'ReplicaFailure';

/** What is known when a replica set tells of its pods. */
export interface Count {
  readonly set: Workload;
  /** Those that are its own and neither end nor have ended. */
  readonly pods: readonly Pod[];
  readonly isAvailable: (pod: Pod) => boolean;
  /** What went wrong when pods were made or deleted. */
  readonly failure: string | undefined;
  readonly now: string;
}

export function statusOf(count: Count): WorkloadStatus {
  const { set, pods, isAvailable } = count;
  const { labels = {} } = set.spec.template.metadata;
  const conditions = conditionsOf(count);
  return {
    ...set.status,
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter(({ metadata }) => hasLabels(metadata.labels ?? {}, labels)).length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter(isAvailable).length,
    observedGeneration: set.metadata.generation ?? 0,
    conditions,
  };
}

function conditionsOf({ set, pods, failure, now }: Count): WorkloadCondition[] {
  const { conditions = [] } = set.status;
  const others = withoutCondition(conditions, FAILURE);
  if (failure === undefined) return others;
  const known = conditionOf(conditions, FAILURE);
  const reason = pods.length < (set.spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete';
  return known === undefined
    ? [...others, { type: FAILURE, status: 'True', lastTransitionTime: now, reason, message: failure }]
    : conditions;
}

const COUNTS = [
  'replicas',
  'fullyLabeledReplicas',
  'readyReplicas',
  'availableReplicas',
  'observedGeneration',
] as const;

export const isNews = (was: WorkloadStatus, is: WorkloadStatus): boolean =>
  COUNTS.some((field) => (was[field] ?? 0) !== (is[field] ?? 0)) ||
  !equalJson(was.conditions ?? [], is.conditions ?? []);
