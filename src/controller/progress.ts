import type { Diagnosis } from '../diagnose/diagnosis.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Wanted } from '../petset/identity.js';
import type { KindOfClaim } from '../petset/kinds.js';
import type { SetRef } from '../petset/petset.js';
import type { Teardown } from '../petset/record-form.js';
import type { Timeline } from '../petset/timeline/timeline.js';
import type { Observed, ObservedRevision } from './observed.js';
import type { Operation } from './operation.js';
import type { Step, Wait } from './step.js';

export type { Operation, OperationKind } from './operation.js';
export type { Step, StepOf } from './step.js';

type Each<Type extends string, Body> = Type extends string ? { readonly type: Type } & Body : never;

/** What can happen to a pet or a claim, as a watch shows it. */
export type Change =
  | Each<
      'pet-created' | 'pet-adopted' | 'pet-released' | 'pet-changed' | 'pet-terminating' | 'pet-deleted',
      { readonly pet: ObservedPet }
    >
  | Each<'claim-created' | 'claim-adopted' | 'claim-terminating' | 'claim-deleted', { readonly claim: ObservedClaim }>
  /** It goes with somebody else from now on, or with nobody; it asks for more storage; it has more. */
  | Each<'claim-kept' | 'claim-growing' | 'claim-grown', { readonly claim: ObservedClaim }>;

/** Why nothing happens at the moment. */
export interface Waiting {
  readonly on: Wait;
  /** It takes longer than a short while. */
  readonly overdue: boolean;
  /** Found out once it is overdue. */
  readonly diagnosis: Diagnosis | undefined;
}

/** How a set stands: what a live view shows. */
export interface Standing {
  readonly teardown: Teardown | undefined;
  /** All that was seen, by ordinal and by name, whoever it belongs to; by which one look is compared with another. */
  readonly there: Pick<Observed, 'pods' | 'claims'>;
  /** Whether such claims are those of the set. */
  readonly isOwnClaim: (kind: KindOfClaim) => boolean;
  /** The set's own claims of an ordinal. */
  readonly claimsOf: (ordinal: number) => readonly ObservedClaim[];
  readonly waiting: readonly Waiting[];
  readonly operation: Operation;
  /** Which ordinals are to have a pet; none where the set is to go. */
  readonly wanted: Wanted;
  /** The hash of the present template. */
  readonly revision: string;
  readonly revisions: readonly Pick<ObservedRevision, 'hash' | 'number'>[];
  /** Whether a rollout is to replace a pet of the set. */
  readonly isDue: (pet: ObservedPet) => boolean;
  /** The next steps, if everything goes well. Found out when it is asked. */
  readonly ahead: () => readonly Step[];
}

/** What decides, beside the record, whether the next pet may go: that this one is verified, or prepared for its deletion. */
export type GateName = 'verify' | 'pre-delete';

/** What a reconciliation tells while it runs. */
export type Progress =
  | Change
  | { readonly type: 'waiting'; readonly waiting: Waiting }
  /** A terminating pet's grace period runs: so many seconds of it are left. */
  | { readonly type: 'countdown'; readonly pet: ObservedPet; readonly seconds: number }
  | { readonly type: 'standing'; readonly standing: Standing }
  /** Somebody else reconciles this set; we watch, and take over when its lease runs out. */
  | { readonly type: 'following'; readonly holder: string; readonly heldFor: number | undefined }
  /** Somebody else has taken the lease from us, who did not want to wait for us; we follow along. */
  | { readonly type: 'taken-over'; readonly by: string }
  | { readonly type: 'took-over'; readonly from: string }
  /** A line that the command of `--verify` or `--pre-delete` says about a pet, to its standard output or standard error. */
  | {
      readonly type: 'gate-output';
      readonly gate: GateName;
      readonly pet: ObservedPet;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    }
  | { readonly type: 'gate-passed'; readonly gate: GateName; readonly pet: ObservedPet }
  /** The command does not make sense for this pet, as it is, and is not run; `why` reads after the pet's name. */
  | { readonly type: 'gate-skipped'; readonly gate: GateName; readonly pet: ObservedPet; readonly why: string }
  /** A set that is being kept is as its record says, at first or after it was not. */
  | { readonly type: 'set-ready'; readonly ready: number; readonly replicas: number }
  /** A set that was being kept is gone. */
  | { readonly type: 'set-gone' }
  /** The record of a set that was being kept is held by another object now. */
  | { readonly type: 'set-moved'; readonly to: string }
  /** A set that was being kept is kept no longer, and is still there. */
  | { readonly type: 'set-left' }
  /** What a container has said last that keeps its pet from becoming healthy: a line of its log. */
  | { readonly type: 'pet-log'; readonly pet: ObservedPet; readonly container: string; readonly line: string }
  /** A new pet that does not become healthy holds up a rollout; with its only container, where it has no other. */
  | { readonly type: 'ways-out'; readonly pet: ObservedPet; readonly container: string | undefined }
  /** What all pets did while the set was reconciled: the last that is told of it, and only where somebody asked for it. */
  | { readonly type: 'timeline'; readonly timeline: Timeline }
  /** The server did not answer, or not well; it is asked again after `delay` milliseconds. */
  | { readonly type: 'retrying'; readonly problem: string; readonly delay: number };

export type ProgressEvent = Progress & { readonly set: SetRef };
export type EventOf<Type extends ProgressEvent['type']> = Extract<ProgressEvent, { readonly type: Type }>;

export type Emit = (event: ProgressEvent) => void;
