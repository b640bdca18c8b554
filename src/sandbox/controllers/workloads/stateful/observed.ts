import type { Pod, PodTemplate } from '../../../model/pod.js';
import type { Claim } from '../../../model/volume.js';
import type { Workload } from '../../../model/workload.js';

/** A revision as far as pods are made of it. */
export interface PodRevision {
  readonly name: string;
  readonly template: PodTemplate;
}

/** All that is known when a stateful set decides what to do next. */
export interface Observed {
  readonly set: Workload;
  /** Those that are its own. */
  readonly pods: readonly Pod[];
  /** What pods below the partition are made of, and all others. */
  readonly current: PodRevision;
  readonly update: PodRevision;
  readonly claim: (name: string) => Claim | undefined;
  /** Whether a pod has been ready for as long as the set wants. */
  readonly isAvailable: (pod: Pod) => boolean;
}
