import type { Operation } from '../controller/operation.js';
import type { Diagnosis, KubectlCommand } from '../diagnose/diagnosis.js';
import type { Failure } from '../petset/failure.js';
import type { Revision } from '../petset/history.js';
import type { Lease } from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSetRecord } from '../petset/record.js';

/** What is shown of a set. */
export interface SetShown {
  readonly record: PetSetRecord;
  readonly observed: {
    readonly pods: ReadonlyMap<number, ObservedPet>;
    readonly claims: ReadonlyMap<string, ObservedClaim>;
  };
  /** Of the pods of its pets. */
  readonly phases: readonly string[];
  readonly operation: Operation;
  readonly ready: { readonly isReady: boolean; readonly reason: string; readonly message: string };
  readonly revisions: readonly Revision[] | Failure;
  readonly lease: Lease['spec'] | 'unknown';
  readonly ailments: readonly { readonly pet: ObservedPet; readonly diagnosis: Diagnosis | undefined }[];
  readonly events: readonly KubeEvent[] | undefined;
}

export interface DescriptionDeps {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly spell: (command: KubectlCommand) => string;
  /** Events are wanted: where there are none to be seen, that is said. */
  readonly withEvents: boolean;
}
