import { isReady } from '../../../model/pod.js';
import type { Pod } from '../../../model/pod.js';
import type { Workload, WorkloadStatus } from '../../../model/workload.js';
import { isGoing } from '../availability.js';
import { replicasWanted, revisionOf } from './identity.js';
import type { Observed } from './observed.js';

/** What a set tells of its pods; `outdated` are those that were told to go for their revision a moment ago. */
export function statusOf(
  { set, pods, current, update, isAvailable }: Observed,
  collisions: number,
  outdated: number,
): WorkloadStatus {
  const count = (counts: (pod: Pod) => boolean): number => pods.filter(counts).length;
  const isReadyAndRunning = (pod: Pod): boolean => pod.status.phase === 'Running' && isReady(pod);
  const isAt =
    (name: string) =>
    (pod: Pod): boolean =>
      !isGoing(pod) && revisionOf(pod) === name;
  const status = {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    readyReplicas: count(isReadyAndRunning),
    currentReplicas: count(isAt(current.name)) - outdated,
    updatedReplicas: count(isAt(update.name)),
    availableReplicas: count((pod) => isReadyAndRunning(pod) && isAvailable(pod)),
    currentRevision: current.name,
    updateRevision: update.name,
    collisionCount: collisions,
  };
  return isComplete(set, status)
    ? { ...status, currentReplicas: status.updatedReplicas, currentRevision: update.name }
    : status;
}

/** An update is over when all pods that there are to be are of the new revision, and ready. */
function isComplete(set: Workload, { replicas, readyReplicas, updatedReplicas }: WorkloadStatus): boolean {
  const wanted = replicasWanted(set);
  return (
    set.spec.updateStrategy?.type === 'RollingUpdate' &&
    [replicas, readyReplicas, updatedReplicas].every((count) => count === wanted)
  );
}

const TOLD = [
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'availableReplicas',
  'currentRevision',
  'updateRevision',
] as const;

/** Whether a status tells something that the one before did not. */
export const isNews = (was: WorkloadStatus, is: WorkloadStatus): boolean =>
  (is.observedGeneration ?? 0) > (was.observedGeneration ?? 0) ||
  TOLD.some((field) => (is[field] ?? emptyOf(field)) !== (was[field] ?? emptyOf(field)));

const emptyOf = (field: (typeof TOLD)[number]): string | number => (field.endsWith('Revision') ? '' : 0);
