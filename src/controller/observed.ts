import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSet } from '../petset/petset.js';
import type { Rollout, RolloutWish } from '../petset/rollout.js';
import type { Teardown } from '../petset/record-form.js';
import type { SetStatus } from '../petset/set-status.js';
import type { Replacement } from '../petset/replacement.js';

/** What the record of a set says is wanted. */
export interface Desired {
  readonly set: PetSet;
  /** What holds the record, as `configmap/petset-web`. */
  readonly record: string;
  /** The hash of the set's template. */
  readonly revision: string;
  /** What the record remembers while pets may be of another template. */
  readonly recorded: Rollout | undefined;
  /** The rollout that is in force, asked for or by the set's strategy; nothing where a new template only waits. */
  readonly rollout: RolloutWish | undefined;
  /** The record carries the brake itself, as a set without pets has to. */
  readonly paused: boolean;
  /** Pets that are to be replaced, by ordinal. */
  readonly replacements: readonly Replacement[];
  /** The set is to go, in the end with the record itself; how it does says what goes with it. */
  readonly teardown: Teardown | undefined;
  /** Of a record that kubectl's own verbs work on: what it tells them. */
  readonly native?: NativeRecord | undefined;
  /** The record is being moved into the other form, and how. */
  readonly moving?: string | undefined;
  /** The record while it is being deleted; then nothing is wanted any more but that it is gone. */
  readonly going: GoingRecord | undefined;
}

/** What a custom resource has besides what every record says. */
export interface NativeRecord {
  /** Of the spec. */
  readonly generation: number;
  /** How the set stands, as it was told last. */
  readonly status: SetStatus;
  /** What it remembers of a rollout is in it; not yet where somebody has just edited its template. */
  readonly isRolloutWritten: boolean;
  /** It cannot be deleted before its pets are, in order. */
  readonly isGuarded: boolean;
}

/** A record that is deleted and not gone yet. */
export interface GoingRecord {
  /** What holds it, as `configmap/petset-web`. */
  readonly object: string;
  readonly uid: string;
  /** Who keeps it from being gone. */
  readonly finalizers: readonly string[];
}

export interface ObservedRevision {
  readonly name: string;
  readonly uid: string;
  readonly hash: string;
  readonly number: number;
  readonly cause: string | undefined;
  /** Of its template: what it is but for images. */
  readonly shape: string | undefined;
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
