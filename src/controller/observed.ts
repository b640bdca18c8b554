import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSet } from '../petset/petset.js';

/** What the record of a set says is wanted. */
export interface Desired {
  readonly set: PetSet;
  /** The hash of the set's template. */
  readonly revision: string;
  /** The set is to go: its pets, its claims, and then the record itself. */
  readonly clean: boolean;
}

export interface ObservedRevision {
  readonly name: string;
  readonly hash: string;
}

/** What is in the cluster, as far as it concerns one set. */
export interface Observed {
  /** By ordinal: every pod that has the name of a pet, whoever owns it. */
  readonly pods: ReadonlyMap<number, ObservedPet>;
  /** By name: every claim that has the name of a claim of the set. */
  readonly claims: ReadonlyMap<string, ObservedClaim>;
  readonly revisions: readonly ObservedRevision[];
}
