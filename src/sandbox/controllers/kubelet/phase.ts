import type { ContainerRecord } from './container-record.js';

/** The phase that follows from the containers (kubernetes pkg/kubelet/kubelet_pods.go, getPhase). */
export function phaseOf(records: readonly ContainerRecord[], restartPolicy: string, isTerminating: boolean): string {
  const init = records.filter(({ role }) => role === 'init');
  const main = records.filter(({ role }) => role === 'main');
  const hasFailedInit = init.some((record) => record.hasEnded && !record.hasSucceeded);
  if (hasFailedInit && (restartPolicy === 'Never' || isTerminating)) return 'Failed';
  if (init.some((record) => !record.hasSucceeded)) return 'Pending';
  // A container that waits to be run again has run.
  if (main.some((record) => record.run === undefined)) return 'Pending';
  if (main.some((record) => record.isRunning)) return 'Running';
  return phaseOfEnded(main, restartPolicy, isTerminating);
}

function phaseOfEnded(main: readonly ContainerRecord[], restartPolicy: string, isTerminating: boolean): string {
  const haveSucceeded = main.every((record) => record.hasSucceeded);
  if (isTerminating) return haveSucceeded ? 'Succeeded' : 'Failed';
  if (restartPolicy === 'Always') return 'Running';
  if (haveSucceeded) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}
