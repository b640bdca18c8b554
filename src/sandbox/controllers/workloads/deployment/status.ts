import { equalJson } from '../../../model/json.js';
import type { Workload, WorkloadCondition, WorkloadStatus } from '../../../model/workload.js';
import { conditionOf, withCondition, withoutCondition } from '../conditions.js';
import type { Family } from './family.js';
import { maxUnavailable, sizeOf, sum } from './numbers.js';

const PROGRESSING = 'Progressing';
const FAILURE = 'ReplicaFailure';
const NEVER = 2 ** 31 - 1;

/** Makes a condition of this moment. */
export type Conditioner = (type: string, status: string, reason: string, message: string) => WorkloadCondition;

export const conditioner =
  (now: string): Conditioner =>
  (type, status, reason, message) => ({
    type,
    status,
    lastUpdateTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });

export const hasDeadline = ({ spec }: Workload): boolean =>
  spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NEVER;

export const progressOf = (status: WorkloadStatus): WorkloadCondition | undefined =>
  conditionOf(status.conditions, PROGRESSING);

export const withProgress = (status: WorkloadStatus, condition: WorkloadCondition): WorkloadStatus => ({
  ...status,
  conditions: [...withCondition(status.conditions ?? [], condition)],
});

/** Whoever pauses does not run out of time meanwhile. */
export function pausing(deployment: Workload, make: Conditioner): WorkloadCondition | undefined {
  const known = progressOf(deployment.status)?.reason;
  if (!hasDeadline(deployment) || known === 'ProgressDeadlineExceeded') return undefined;
  const isPaused = deployment.spec.paused === true;
  if (isPaused === (known === 'DeploymentPaused')) return undefined;
  return isPaused
    ? make(PROGRESSING, 'Unknown', 'DeploymentPaused', 'Deployment is paused')
    : make(PROGRESSING, 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
}

/** What a deployment tells of the pods of its replica sets. */
export function countedStatus(deployment: Workload, { fresh, old }: Family, make: Conditioner): WorkloadStatus {
  const all = [...old, ...(fresh === undefined ? [] : [fresh])];
  const available = sum(all, ({ status }) => status.availableReplicas);
  const { collisionCount, conditions = [] } = deployment.status;
  const isEnough = available >= sizeOf(deployment) - maxUnavailable(deployment);
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: sum(all, ({ status }) => status.replicas),
    updatedReplicas: fresh?.status.replicas ?? 0,
    readyReplicas: sum(all, ({ status }) => status.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(all, sizeOf) - available),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: [
      ...withCondition(
        conditions,
        isEnough
          ? make('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
          : make('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.'),
      ),
    ],
  };
}

/** All pods there are are new and available. */
export function isComplete(deployment: Workload, status: WorkloadStatus): boolean {
  const counts = [status.updatedReplicas, status.replicas, status.availableReplicas];
  return (
    counts.every((count) => (count ?? 0) === sizeOf(deployment)) &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** The same with how the rollout gets on, and what fails. */
export function rolloutStatus(
  deployment: Workload,
  family: Family,
  make: Conditioner,
  isLate: (since: string) => boolean,
): WorkloadStatus {
  const status = countedStatus(deployment, family, make);
  const { conditions: counted = [] } = status;
  const known = hasDeadline(deployment)
    ? progressed(deployment, family, status, make, isLate)
    : withoutCondition(counted, PROGRESSING);
  const conditions = withFailure(family, known);
  return { ...status, conditions: [...conditions] };
}

function progressed(
  deployment: Workload,
  { fresh }: Family,
  status: WorkloadStatus,
  make: Conditioner,
  isLate: (since: string) => boolean,
): readonly WorkloadCondition[] {
  const { conditions = [] } = status;
  const known = progressOf(deployment.status);
  const isOver = known?.reason === 'NewReplicaSetAvailable';
  if (isOver && status.replicas === status.updatedReplicas) return conditions;
  const who = nameOf(fresh ?? deployment);
  if (isComplete(deployment, status)) {
    const words = `${who} has successfully progressed.`;
    return withCondition(conditions, make(PROGRESSING, 'True', 'NewReplicaSetAvailable', words));
  }
  if (isFurther(deployment.status, status)) {
    return renewed(conditions, make(PROGRESSING, 'True', 'ReplicaSetUpdated', `${who} is progressing.`));
  }
  const words = `${who} has timed out progressing.`;
  return !isOver && isLate(known?.lastUpdateTime ?? '')
    ? withCondition(conditions, make(PROGRESSING, 'False', 'ProgressDeadlineExceeded', words))
    : conditions;
}

const nameOf = ({ kind, metadata }: Workload): string => `${kind} "${metadata.name}"`;

/** Told anew although it says the same: its time is that of the last progress. */
function renewed(conditions: readonly WorkloadCondition[], condition: WorkloadCondition): WorkloadCondition[] {
  const known = conditionOf(conditions, condition.type);
  const { lastTransitionTime } = known?.status === condition.status ? known : condition;
  return [
    ...withoutCondition(conditions, condition.type),
    { ...condition, ...(lastTransitionTime !== undefined && { lastTransitionTime }) },
  ];
}

/** More pods are new, ready or available than before, or fewer are old. */
function isFurther(was: WorkloadStatus, is: WorkloadStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: WorkloadStatus): number => replicas - updatedReplicas;
  const hasMore = (['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).some(
    (count) => (is[count] ?? 0) > (was[count] ?? 0),
  );
  return hasMore || old(is) < old(was);
}

/** The failure of a replica set is told of its deployment as well, that of the present one first. */
function withFailure({ fresh, old }: Family, conditions: readonly WorkloadCondition[]): readonly WorkloadCondition[] {
  const failures = [...(fresh === undefined ? [] : [fresh]), ...old].flatMap(
    ({ status }) => conditionOf(status.conditions, FAILURE) ?? [],
  );
  const [failure] = failures;
  if (failure === undefined) return withoutCondition(conditions, FAILURE);
  const { lastTransitionTime } = failure;
  return withCondition(conditions, {
    ...failure,
    ...(lastTransitionTime !== undefined && { lastUpdateTime: lastTransitionTime }),
  });
}

const COUNTS = [
  'collisionCount',
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
] as const;

export const isNews = (was: WorkloadStatus, is: WorkloadStatus): boolean =>
  COUNTS.some((field) => (was[field] ?? 0) !== (is[field] ?? 0)) ||
  !equalJson(was.conditions ?? [], is.conditions ?? []);
