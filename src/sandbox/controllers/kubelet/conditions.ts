import type { Condition } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import type { ContainerRecord } from './container-record.js';
import type { PodState } from './pod-state.js';

/** The conditions of a pod that its kubelet tells, in its order (kubernetes pkg/kubelet/status/generate.go). */
export function readinessConditions(state: PodState, phase: string): Condition[] {
  const containersReady = containersReadyCondition(state, phase);
  return [
    { type: 'PodReadyToStartContainers', status: word(state.hasSandbox && !state.isOver) },
    initializedCondition(state.records, phase),
    readyCondition(state.pod, containersReady),
    { ...containersReady, type: 'ContainersReady' },
    ...scheduledCondition(state.pod),
  ];
}

const word = (isTrue: boolean): string => (isTrue ? 'True' : 'False');

const names = (records: readonly ContainerRecord[]): string => records.map(({ container }) => container.name).join(' ');

function initializedCondition(records: readonly ContainerRecord[], phase: string): Condition {
  const type = 'Initialized';
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  const waitedFor = records.filter(
    (record) =>
      (record.role === 'init' && !record.hasSucceeded) || (record.role === 'sidecar' && record.run?.started !== true),
  );
  if (waitedFor.length === 0) return { type, status: 'True' };
  const message = `containers with incomplete status: [${names(waitedFor)}]`;
  return { type, status: 'False', reason: 'ContainersNotInitialized', message };
}

/** Reasons that a pod that is over gives instead of its containers. */
const REASONS_OF_END: Readonly<Record<string, string>> = { Succeeded: 'PodCompleted', Failed: 'PodFailed' };

function containersReadyCondition({ records, verdict }: PodState, phase: string): Condition {
  const type = 'Ready';
  const hasRun = records.every((record) => record.role !== 'main' || record.run !== undefined);
  const reason = REASONS_OF_END[phase];
  if (reason !== undefined && (hasRun || verdict !== undefined)) return { type, status: 'False', reason };
  const unready = records.filter(
    (record) => record.role !== 'init' && !(record.isRunning && record.run?.ready === true),
  );
  if (unready.length === 0) return { type, status: 'True' };
  const message = `containers with unready status: [${names(unready)}]`;
  return { type, status: 'False', reason: 'ContainersNotReady', message };
}

/** Gates are conditions that somebody else sets; without them the pod is not ready. */
function readyCondition({ spec, status }: Pod, containersReady: Condition): Condition {
  if (containersReady.status === 'False') return containersReady;
  const closed = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = status.conditions?.find(({ type }) => type === conditionType);
    if (condition?.status === 'True') return [];
    const words =
      condition === undefined
        ? 'does not exist.'
        : `status of pod readiness gate is not "True", but ${condition.status}`;
    return [`corresponding condition of pod readiness gate "${conditionType}" ${words}`];
  });
  if (closed.length === 0) return containersReady;
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: closed.join(', ') };
}

function scheduledCondition({ status }: Pod): Condition[] {
  const present = status.conditions?.find(({ type }) => type === 'PodScheduled');
  return [{ type: 'PodScheduled', status: present?.status ?? 'True' }];
}
