import type { ContainerStatus, Pod } from '../../petset/kubernetes.js';
import { podCondition } from '../../petset/pod-status.js';

/** How long what a pet does took, in milliseconds. Times of pods are told to the second. */
export interface Habits {
  /** From its creation until it had a node. */
  readonly schedule: number;
  /** From then until its first container could run; init containers do not count. */
  readonly start: number;
  /** From the start of its last container until it was ready. */
  readonly ready: number;
  /** By init container: how long it ran. */
  readonly init: ReadonlyMap<string, number>;
}

/** What is slower than that has become ready once more, rather than taken so long. */
const INCREDIBLE = 60 * 60_000;

/** How a pet came up, where that can still be seen: it is ready, and has not been restarted since. */
export function habitsOf(pod: Pod): Habits | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True' || containerStatuses.some(({ restartCount }) => restartCount > 0)) return undefined;
  const started = containerStatuses.map(({ state }) => timeOf(state?.running?.startedAt));
  const created = timeOf(pod.metadata.creationTimestamp);
  const scheduled = timeOf(podCondition(pod, 'PodScheduled')?.lastTransitionTime);
  const isReady = timeOf(ready.lastTransitionTime);
  const init = new Map(initContainerStatuses.map((each) => [each.name, durationOf(each)]));
  const habits = {
    schedule: scheduled - created,
    start: Math.max(Math.min(...started) - scheduled - sumOf(init), 0),
    ready: Math.max(isReady - Math.max(...started), 0),
    init,
  };
  const total = untilReady(habits);
  // What is not told makes it no number.
  return total >= 0 && total <= INCREDIBLE ? habits : undefined;
}

function timeOf(time: string | undefined): number {
  return Date.parse(time ?? '');
}

function durationOf({ state }: ContainerStatus): number {
  const { startedAt = '', finishedAt = '' } = state?.terminated ?? {};
  return timeOf(finishedAt) - timeOf(startedAt) || 0;
}

/** The usual of several, which one that is out of line does not change: the middle one; nothing where there are none. */
export function usualHabits(all: readonly Habits[]): Habits | undefined {
  if (all.length === 0) return undefined;
  const middle = (value: (habits: Habits) => number): number =>
    all.map(value).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  const names = new Set(all.flatMap(({ init }) => [...init.keys()]));
  return {
    schedule: middle(({ schedule }) => schedule),
    start: middle(({ start }) => start),
    ready: middle(({ ready }) => ready),
    init: new Map([...names].map((name) => [name, middle(({ init }) => init.get(name) ?? 0)])),
  };
}

/** Milliseconds from its creation until a pet is ready. */
export function untilReady({ schedule, start, ready, init }: Habits): number {
  return schedule + start + ready + sumOf(init);
}

function sumOf(init: Habits['init']): number {
  return [...init.values()].reduce((sum, each) => sum + each, 0);
}
