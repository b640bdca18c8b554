import type { Condition } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import type { ContainerRecord } from './container-record.js';
import type { Verdict } from './deadline.js';

/** What a kubelet reports from. */
export interface PodState {
  readonly pod: Pod;
  readonly records: readonly ContainerRecord[];
  readonly hasSandbox: boolean;
  readonly podIP: string | undefined;
  readonly hostIP: string;
  readonly startedAt: number;
  /** The times that are kept are simulated ones; those that are told are on the wall. */
  readonly wall: (ms: number) => number;
  /** All that ran has ended and is cleared away. */
  readonly isOver: boolean;
  /** Why the node ends the pod, if it does. */
  readonly verdict: Verdict | undefined;
  /** Conditions as they were told last. */
  readonly told: readonly Condition[];
}
