import type { Pod } from '../petset/kubernetes.js';
import { hasCondition, podCondition } from '../petset/pod-status.js';
import { type Cause, describePod, type Diagnosis, type KubectlCommand, type Patient } from './diagnosis.js';

/** Milliseconds that a kubelet may need to tell the server that a pod has ended. */
const LATENESS = 5_000;

/** Its grace period is over, and it is still there: a finalizer holds it, or its node does not answer. */
export const stillTerminating: Cause = (patient) => {
  const { pod, now } = patient;
  const { deletionTimestamp, finalizers = [] } = pod.metadata;
  if (deletionTimestamp === undefined || now - Date.parse(deletionTimestamp) < LATENESS) return undefined;
  const told = (why: string): Diagnosis => ({
    cause: 'StillTerminating',
    short: 'still terminating',
    message: `is still there although its grace period is over, ${why}`,
    next: describePod(pod),
  });
  if (finalizers.length > 0) return told(`held by ${finalizers.join(', ')}`);
  const node = pod.spec.nodeName ?? '(none)';
  const silence = silentSince(pod);
  const why = silence === undefined ? 'has not said that it has ended' : `has not been heard of since ${silence}`;
  return {
    ...told(`and node ${node} ${why}`),
    exit: { when: 'if that node is really gone', command: byForce(patient) },
  };
};

/**
 * Since when a node counts as lost: its pods are marked as not ready then, while their containers are as they were last seen
 * (kubernetes pkg/controller/util/node, MarkPodsNotReady). A pod tells that too to those who may not read nodes.
 */
function silentSince(pod: Pod): string | undefined {
  const ready = podCondition(pod, 'Ready');
  const isMarked = ready?.status === 'False' && ready.reason !== 'ReadinessGatesNotReady';
  return isMarked && hasCondition(pod, 'ContainersReady') ? ready.lastTransitionTime : undefined;
}

/** Nobody but a person can know that a node which does not answer runs nothing any more. */
function byForce({ pod: { metadata }, place }: Patient): KubectlCommand {
  const { name = '', namespace = '' } = metadata;
  const words =
    place === undefined
      ? ['delete', 'pod', name, '--force', '--grace-period=0']
      : ['petset', 'replace', place.set, String(place.ordinal), '--force'];
  return { words, namespace };
}
