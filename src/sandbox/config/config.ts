import type { ImageRow } from '../controllers/kubelet/script/image-table.js';
import type { Fault } from '../faults/fault.js';

/** What a rehearsal is like: all that a file or flags may say of a sandbox. */
export interface Rehearsal {
  readonly speed?: number;
  readonly nodes?: number;
  readonly seed?: number;
  readonly faults: readonly Fault[];
  readonly images: readonly ImageRow[];
}

/** The most that is simulated so many times faster, and that there may be of nodes. */
export const MOST_SPEED = 100;
export const MOST_NODES = 100;
export const MOST_SEED = 2 ** 32 - 1;
