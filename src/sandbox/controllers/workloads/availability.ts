import type { Pod } from '../../model/pod.js';
import { isReady } from '../../model/pod.js';
import { passedSince } from '../../platform/clock.js';
import type { SimulatedClock } from '../../platform/clock.js';

/** Since when a pod is ready, by the clock, in milliseconds; nothing if it is not. */
function readyFor(clock: SimulatedClock, pod: Pod): number | undefined {
  if (!isReady(pod)) return undefined;
  const condition = pod.status.conditions?.find(({ type }) => type === 'Ready');
  return condition?.lastTransitionTime === undefined ? 0 : passedSince(clock, condition.lastTransitionTime);
}

/** Whether a pod has been ready for so long. */
export function isAvailable(clock: SimulatedClock, pod: Pod, minReadySeconds = 0): boolean {
  const ms = readyFor(clock, pod);
  return ms !== undefined && (minReadySeconds === 0 || ms >= minReadySeconds * 1000);
}

/** How long until the next of some pods has been ready for so long; nothing if none waits for that. */
export function nextAvailability(clock: SimulatedClock, pods: readonly Pod[], minReadySeconds = 0): number | undefined {
  const left = pods.flatMap((pod) => {
    const ms = readyFor(clock, pod);
    return ms === undefined || ms >= minReadySeconds * 1000 ? [] : [minReadySeconds * 1000 - ms];
  });
  return left.length === 0 ? undefined : Math.min(...left);
}

export const isGoing = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;
