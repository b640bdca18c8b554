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
  /** The record while it is being deleted; then nothing is wanted any more but that it is gone. */
  readonly going: GoingRecord | undefined;
}

/** A record that is deleted and not gone yet. */
export interface GoingRecord {
  /** Of the config map that holds it. */
  readonly name: string;
  readonly uid: string;
  /** Who keeps it from being gone. */
  readonly finalizers: readonly string[];
}

export interface ObservedRevision {
  readonly name: string;
  readonly uid: string;
  readonly hash: string;
  readonly terminating: boolean;
}

/** What is in the cluster, as far as it concerns one set. */
export interface Observed {
  /** By ordinal: every pod that has the name of a pet, whoever owns it. */
  readonly pods: ReadonlyMap<number, ObservedPet>;
  /** By name: every claim that has the name of a claim of the set. */
  readonly claims: ReadonlyMap<string, ObservedClaim>;
  readonly revisions: readonly ObservedRevision[];
  /** Uids of healthy pets that `--verify` has yet to let pass; nothing where nothing has to. */
  readonly unverified?: ReadonlySet<string>;
}
