import { podCondition } from '../petset/pod-status.js';
import { type Cause, describePod, oneLine } from './diagnosis.js';

/** No node takes it: the scheduler says why. */
export const unschedulable: Cause = ({ pod }) => {
  const scheduled = podCondition(pod, 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  const said = scheduled.message === undefined ? 'the scheduler does not say why' : theReason(scheduled.message);
  return {
    cause: scheduled.reason ?? 'Unschedulable',
    short: 'unschedulable',
    message: `cannot be scheduled: ${oneLine(said)}`,
    next: describePod(pod),
  };
};

/** Without that nobody else would make room either, which follows (kubernetes pkg/scheduler/framework/types.go, FitError). */
function theReason(message: string): string {
  return message.replace(/\.?(?: no new claims to deallocate,)? preemption: .*$/s, '').replace(/\. not found$/, '');
}
