import type { KubectlCommand, Cause, Diagnosis, Patient } from './diagnosis.js';
import { describePod } from './diagnosis.js';
import { byForce, nodeTrouble } from './node-lost.js';

/** Milliseconds that a kubelet may need to tell the server that a pod has ended. */
const LATENESS = 5_000;

/** Its grace period is over, and it had the time to go. */
export function isOverdueToGo({ pod: { metadata }, now }: Pick<Patient, 'pod' | 'now'>): boolean {
  const { deletionTimestamp } = metadata;
  return deletionTimestamp !== undefined && now - Date.parse(deletionTimestamp) >= LATENESS;
}

/** Its grace period is over, and it is still there: a finalizer holds it, or its node does not answer. */
export const stillTerminating: Cause = (patient) => {
  const { pod } = patient;
  if (!isOverdueToGo(patient)) return undefined;
  const { finalizers = [] } = pod.metadata;
  const told = (why: string): Diagnosis => ({
    cause: 'StillTerminating',
    short: 'still terminating',
    message: `is still there although its grace period is over, ${why}`,
    next: describePod(pod),
  });
  if (finalizers.length > 0) {
    return {
      ...told(`held by ${finalizers.length === 1 ? 'its finalizer' : 'its finalizers'} ${finalizers.join(', ')}`),
      short: 'held by finalizer',
      next: showFinalizers(patient),
      exit: { when: 'if whoever put it there will not take it off', command: withoutFinalizers(patient) },
    };
  }
  const trouble = nodeTrouble(patient) ?? 'has not said that it has ended';
  return {
    ...told(`and node ${pod.spec.nodeName ?? '(none)'} ${trouble}`),
    exit: { when: 'if that node is really gone', command: byForce(patient) },
  };
};

/** `describe` does not show them; who has put them there is in the managed fields. */
function showFinalizers({ pod: { metadata } }: Patient): KubectlCommand {
  const { name = '', namespace = '' } = metadata;
  return { words: ['get', 'pod', name, '-o', 'yaml', '--show-managed-fields'], namespace };
}

function withoutFinalizers({ pod: { metadata } }: Patient): KubectlCommand {
  const { name = '', namespace = '' } = metadata;
  return { words: ['patch', 'pod', name, '--type=merge', '-p', '{"metadata":{"finalizers":null}}'], namespace };
}
