import type { KubeObject, Served } from '../petset/kubernetes.js';

export interface WriteOptions {
  /** The server checks and answers as if it did, and does nothing. */
  readonly dryRun?: boolean;
}

export interface SureOptions<T extends KubeObject> extends WriteOptions {
  /**
   * Whether an object that is there is as this write leaves it. With it a write may be sent again of which nobody knows
   * whether the server has taken it.
   */
  readonly isDone?: (present: Served<T>) => boolean;
}

export interface PatchOptions extends WriteOptions {
  /** Taken twice it does what it does once, so it may be sent again when nobody knows whether it was taken. */
  readonly isRepeatable?: boolean;
  /** The part of the object that is written apart from the rest. */
  readonly subresource?: 'status';
}

export interface DeleteOptions extends WriteOptions {
  /** Only this object, not another one that has its name by now. */
  readonly uid?: string;
  /** Only as it was when it had this version. */
  readonly resourceVersion?: string;
  /** What becomes of the objects that it owns; in the background they go, unless told otherwise. */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  /** 0: a pod is gone at once, whether or not its node knows. */
  readonly gracePeriodSeconds?: number;
}
