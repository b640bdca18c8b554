import type { Life, Operation } from './life.js';
import type { Measured } from './measured.js';

/** Where a set lives. */
export interface Place {
  readonly kubeconfig: string;
  readonly namespace: string;
  /** The node that pods are bound to from their beginning; nothing leaves that to a scheduler. */
  readonly node: string | undefined;
}

/** Who does something to sets: we, a bare loop, or a controller in the cluster. */
export interface Hand {
  readonly name: 'ours' | 'floor' | 'StatefulSet';
  /** Does it all, and answers with what it took. */
  readonly act: (operation: Operation, life: Life, place: Place) => Promise<Measured>;
}
