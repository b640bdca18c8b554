import { type Cause, describePod } from './diagnosis.js';

/** Milliseconds that a kubelet may need to tell the server that a pod has ended. */
const LATENESS = 5_000;

/** Its grace period is over, and it is still there: a finalizer holds it, or its node does not answer. */
export const stillTerminating: Cause = ({ pod, now }) => {
  const { deletionTimestamp, finalizers = [] } = pod.metadata;
  if (deletionTimestamp === undefined || now - Date.parse(deletionTimestamp) < LATENESS) return undefined;
  const held =
    finalizers.length > 0
      ? `held by ${finalizers.join(', ')}`
      : `and node ${pod.spec.nodeName ?? '(none)'} has not said that it has ended`;
  return {
    cause: 'StillTerminating',
    message: `is still there although its grace period is over, ${held}`,
    next: describePod(pod),
  };
};
