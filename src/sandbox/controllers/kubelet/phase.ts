import type { ContainerRecord } from './container-record.js';

/** The phase that follows from the containers (kubernetes pkg/kubelet/kubelet_pods.go, getPhase). */
export function phaseOf(records: readonly ContainerRecord[], restartPolicy: string, isOver: boolean): string {
  const init = records.filter(({ role }) => role === 'init');
  const main = records.filter(({ role }) => role === 'main');
  const hasInitialized = init.every((record) => record.hasSucceeded);
  // Nothing more will come: whatever has not ended well has failed.
  if (isOver) return hasInitialized && main.every((record) => record.hasSucceeded) ? 'Succeeded' : 'Failed';
  const hasFailedInit = init.some((record) => record.hasEnded && !record.hasSucceeded);
  if (hasFailedInit && restartPolicy === 'Never') return 'Failed';
  // A container that waits to be run again has run.
  if (!hasInitialized || main.some((record) => record.run === undefined)) return 'Pending';
  if (main.some((record) => record.isRunning) || restartPolicy === 'Always') return 'Running';
  if (main.every((record) => record.hasSucceeded)) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}
