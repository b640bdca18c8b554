import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Replacement } from '../petset/replacement.js';
import type { Rollout } from '../petset/rollout.js';
import type { SetStatus } from '../petset/set-status.js';
import type { GoingRecord, ObservedRevision } from './observed.js';

/** With whom a claim is to go: nobody, where it stays until it is deleted itself. */
export type ClaimKeeper = 'pet' | 'record' | 'nobody';

/** One API call that brings a set nearer to its record. */
export type Step =
  | { readonly do: 'create-revision' }
  /** Makes the revision of the present template the newest one, with the present change cause. */
  | { readonly do: 'renumber-revision'; readonly revision: ObservedRevision; readonly number: number }
  /** One that is made `ahead` is made while another pet is waited for. */
  | { readonly do: 'create-claim'; readonly template: string; readonly ordinal: number; readonly ahead?: true }
  /** Puts the set's label on a claim that was there before. */
  | { readonly do: 'adopt-claim'; readonly claim: ObservedClaim }
  /** Says whom a claim goes with, and takes back what was said before. */
  | { readonly do: 'own-claim'; readonly claim: ObservedClaim; readonly owner: ClaimKeeper }
  /** Takes back that a claim was made ahead. */
  | { readonly do: 'settle-claim'; readonly claim: ObservedClaim }
  /** Has a claim ask for as much storage as its template does. */
  | { readonly do: 'grow-claim'; readonly claim: ObservedClaim; readonly size: string }
  /** A pet of the template with this hash, which pauses the set if it is `braked`. */
  | { readonly do: 'create-pet'; readonly ordinal: number; readonly revision: string; readonly braked: boolean }
  | { readonly do: 'adopt-pet'; readonly pet: ObservedPet }
  /** Takes our owner reference off a pod that is no pet any more. */
  | { readonly do: 'release-pet'; readonly pet: ObservedPet }
  /** By force: without waiting until its node says that it has ended. */
  | { readonly do: 'delete-pet'; readonly pet: ObservedPet; readonly because: DeletionReason; readonly force?: boolean }
  /** As deletion, but as far as disruption budgets allow. */
  | { readonly do: 'evict-pet'; readonly pet: ObservedPet; readonly because: DeletionReason }
  /** Gives a pet the images of the present template, where it runs. */
  | { readonly do: 'patch-pet'; readonly pet: ObservedPet; readonly braked: boolean }
  | { readonly do: 'delete-claim'; readonly claim: ObservedClaim }
  | { readonly do: 'delete-revision'; readonly revision: ObservedRevision }
  /** Writes down how far a rollout has come. */
  | { readonly do: 'record-rollout'; readonly rollout: Rollout | undefined }
  /** What was to be replaced is gone. */
  | { readonly do: 'forget-replacement'; readonly wish: Replacement }
  /** Has the record wait for its pets when it is deleted, or does not any more. */
  | { readonly do: 'guard-record'; readonly isGuarded: boolean }
  /** Tells how the set stands to whoever asks for its record. */
  | { readonly do: 'report-status'; readonly status: SetStatus }
  /** With its pets, by owner reference, or leaving them running as nobody's. */
  | { readonly do: 'delete-record'; readonly pets: 'go' | 'stay' };

export type StepOf<Kind extends Step['do']> = Extract<Step, { readonly do: Kind }>;

/** Why a pet is deleted: it will never run again; it is not wanted; it is of a template, or an override, of before; somebody wants it. */
export type DeletionReason = 'finished' | 'condemned' | 'outdated' | 'replaced';

/** Something that has to happen by itself before the next step. */
export type Wait =
  | { readonly for: 'ready'; readonly pet: ObservedPet }
  | { readonly for: 'available'; readonly pet: ObservedPet }
  | { readonly for: 'gone'; readonly pet: ObservedPet }
  | { readonly for: 'claim-gone'; readonly claim: ObservedClaim }
  /** It has asked for this size, and its storage does not have it yet. */
  | { readonly for: 'grown'; readonly claim: ObservedClaim; readonly size: string }
  /** A pod that is no pet mounts the claim, and is going. */
  | { readonly for: 'claim-unused'; readonly claim: ObservedClaim }
  | { readonly for: 'record-gone'; readonly record: GoingRecord }
  /** The annotation `pod.alpha.kubernetes.io/initialized` of this pet pauses the set. */
  | { readonly for: 'resume'; readonly pet: ObservedPet }
  /** That annotation is on the set's record. */
  | { readonly for: 'resume-set'; readonly record: string }
  /** A disruption budget does not allow that it is evicted; `why` is a sentence. */
  | { readonly for: 'budget'; readonly pet: ObservedPet; readonly why: string }
  /** A quota has no room for what is to be created; `why` is a sentence that names it. */
  | {
      readonly for: 'quota';
      readonly object: string;
      readonly ordinal: number;
      readonly quota: string | undefined;
      readonly why: string;
    }
  /** A healthy pet that the command of `--verify` has to let pass. */
  | { readonly for: 'verified'; readonly pet: ObservedPet }
  /** A pet that may go once the command of `--pre-delete` lets it. */
  | { readonly for: 'pre-delete'; readonly pet: ObservedPet };

/** What is waited for, told apart from everything else that could be: its uid, or its name where it is still to be; nothing for the set itself. */
export function subjectUid(wait: Wait): string {
  if (wait.for === 'resume-set') return '';
  if ('object' in wait) return wait.object;
  if ('pet' in wait) return wait.pet.uid;
  return 'claim' in wait ? wait.claim.uid : wait.record.uid;
}

/** Whether a step is taken before its turn: nothing waits for it yet. */
export function isAhead(step: Step): step is StepOf<'create-claim'> & { readonly ahead: true } {
  return step.do === 'create-claim' && step.ahead === true;
}

/** What a step writes, told apart from everything else of its set. */
export function stepObject(step: Step): string {
  if ('pet' in step) return `pod ${step.pet.ordinal}`;
  if (step.do === 'create-pet') return `pod ${step.ordinal}`;
  if ('claim' in step) return `claim ${step.claim.template} ${step.claim.ordinal}`;
  if (step.do === 'create-claim') return `claim ${step.template} ${step.ordinal}`;
  if ('revision' in step) return `revision ${step.revision.hash}`;
  return step.do === 'create-revision' ? 'revision' : 'record';
}

/** What tells a step apart from all others of its set, also from the same one for another object of that name. */
export function stepKey(step: Step): string {
  const uid = 'pet' in step ? step.pet.uid : 'claim' in step ? step.claim.uid : '';
  return `${step.do} ${stepObject(step)} ${uid}`;
}

/** The pet that a step takes down. One that will never run again is gone already, in effect: it is only cleared away for the next one. */
export function petTakenDown(step: Step): ObservedPet | undefined {
  if (step.do === 'patch-pet') return step.pet;
  return (step.do === 'delete-pet' || step.do === 'evict-pet') && step.because !== 'finished' ? step.pet : undefined;
}

/** A plan as far as its pets may go: of those that are still to be let go, the first is waited for. */
export function letGo(plan: Plan, isLetGo: (pet: ObservedPet) => boolean): Plan {
  if (plan.kind !== 'act') return plan;
  const held = plan.steps.flatMap((step) => petTakenDown(step) ?? []).filter((pet) => !isLetGo(pet));
  const [first] = held;
  if (first === undefined) return plan;
  const steps = plan.steps.filter((step) => !held.some((pet) => pet === petTakenDown(step)));
  return withSteps(steps, [...waitsOf(plan), { for: 'pre-delete', pet: first }]);
}

/** What stands in the way and will not go by itself: an object, and what about it. */
export interface Obstacle {
  /** `pod/web-0` */
  readonly object: string;
  readonly problem: string;
  /** Commands of ours, in words, each of which would end that. */
  readonly endedBy?: readonly (readonly string[])[];
}

/** Steps of a plan may all be under way at once, and in any order. `on`: what is waited for meanwhile, where that is something. */
export type Plan =
  | { readonly kind: 'act'; readonly steps: readonly Step[]; readonly on?: readonly Wait[] }
  | { readonly kind: 'wait'; readonly on: readonly Wait[] }
  | { readonly kind: 'stuck'; readonly obstacle: Obstacle }
  | { readonly kind: 'done' };

export function stepsOf(plan: Plan): readonly Step[] {
  return plan.kind === 'act' ? plan.steps : [];
}

export function waitsOf(plan: Plan): readonly Wait[] {
  return plan.kind === 'act' || plan.kind === 'wait' ? (plan.on ?? []) : [];
}

/** The same plan with other steps; where none is left, what is waited for is all. */
export function withSteps(steps: readonly Step[], on: readonly Wait[]): Plan {
  if (steps.length === 0) return { kind: 'wait', on };
  return on.length === 0 ? { kind: 'act', steps } : { kind: 'act', steps, on };
}
