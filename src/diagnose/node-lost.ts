import type { Condition, Pod } from '../petset/kubernetes.js';
import { hasCondition, podCondition } from '../petset/pod-status.js';
import { type Cause, describePod, type KubectlCommand, oneLine, type Patient } from './diagnosis.js';

/** Its node does not answer: nothing that is told of the pod need be true any more. */
export const nodeLost: Cause = (patient) => {
  const { pod } = patient;
  const why = nodeTrouble(patient);
  if (why === undefined) return undefined;
  const { nodeName = '' } = pod.spec;
  return {
    cause: 'NodeLost',
    short: 'node lost',
    message: `cannot be ready: its node ${nodeName} ${why}`,
    next: lookAtNode(patient),
    exit: { when: 'if that node is really gone', command: byForce(patient) },
  };
};

/** What is wrong with the node of a pod, to be read after its name; nothing where nothing is known to be. */
export function nodeTrouble({ pod, facts: { node } }: Patient): string | undefined {
  if (node === 'gone') return 'is no longer there';
  const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready !== undefined) return ready.status === 'True' ? undefined : notReadyWords(ready);
  if (!isMarkedNotReady(pod)) return undefined;
  return `has not been heard of since ${podCondition(pod, 'Ready')?.lastTransitionTime ?? 'a while ago'}`;
}

function notReadyWords({ lastTransitionTime, message }: Condition): string {
  const since = lastTransitionTime === undefined ? '' : ` since ${lastTransitionTime}`;
  return `is not ready${since}${message === undefined ? '' : `: ${oneLine(message)}`}`;
}

/**
 * Whether the pod says itself that its node is lost, to those too who may not read nodes: its pods are marked as not ready
 * then, while their containers are as they were last seen (kubernetes pkg/controller/util/node, MarkPodsNotReady).
 */
export function isMarkedNotReady(pod: Pod): boolean {
  const ready = podCondition(pod, 'Ready');
  const isMarked = ready?.status === 'False' && ready.reason !== 'ReadinessGatesNotReady';
  return (isMarked && hasCondition(pod, 'ContainersReady')) || pod.status?.reason === 'NodeLost';
}

export function lookAtNode({ pod, facts: { node } }: Patient): KubectlCommand {
  const { namespace = '' } = pod.metadata;
  const isToBeSeen = node !== undefined && node !== 'gone';
  return isToBeSeen ? { words: ['describe', 'node', pod.spec.nodeName ?? ''], namespace } : describePod(pod);
}

/** Nobody but a person can know that a node which does not answer runs nothing any more. */
export function byForce({ pod: { metadata }, place }: Patient): KubectlCommand {
  const { name = '', namespace = '' } = metadata;
  const words =
    place === undefined
      ? ['delete', 'pod', name, '--force', '--grace-period=0']
      : ['petset', 'replace', place.set, String(place.ordinal), '--force'];
  return { words, namespace };
}
