import { podCondition } from '../petset/pod-status.js';
import { type Cause, describePod } from './diagnosis.js';

/** No scheduler has even tried: there is none of that name, or it does not work. */
export const notScheduled: Cause = ({ pod }) => {
  const { nodeName, schedulerName = 'default-scheduler' } = pod.spec;
  if (nodeName !== undefined || podCondition(pod, 'PodScheduled') !== undefined) return undefined;
  return {
    cause: 'NotScheduled',
    short: 'not scheduled',
    message: `has not been looked at by its scheduler yet, ${schedulerName}`,
    next: describePod(pod),
    mayPass: true,
  };
};
