import { podCondition } from '../petset/pod-status.js';
import { type Cause, describePod } from './diagnosis.js';

/** No node takes it: the scheduler says why. */
export const unschedulable: Cause = ({ pod }) => {
  const scheduled = podCondition(pod, 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  return {
    cause: scheduled.reason ?? 'Unschedulable',
    short: 'unschedulable',
    message: `cannot be scheduled: ${scheduled.message ?? 'the scheduler does not say why'}`,
    next: describePod(pod),
  };
};
