import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { GoingRecord, ObservedRevision } from './observed.js';

/** One API call that brings a set nearer to its record. */
export type Step =
  | { readonly do: 'create-revision' }
  | { readonly do: 'create-claim'; readonly template: string; readonly ordinal: number }
  /** Puts the set's label on a claim that was there before. */
  | { readonly do: 'adopt-claim'; readonly claim: ObservedClaim }
  | { readonly do: 'create-pet'; readonly ordinal: number }
  | { readonly do: 'adopt-pet'; readonly pet: ObservedPet }
  | { readonly do: 'delete-pet'; readonly pet: ObservedPet; readonly because: 'finished' | 'condemned' }
  | { readonly do: 'delete-claim'; readonly claim: ObservedClaim }
  | { readonly do: 'delete-revision'; readonly revision: ObservedRevision }
  | { readonly do: 'delete-record' };

/** Something that has to happen by itself before the next step. */
export type Wait =
  | { readonly for: 'ready'; readonly pet: ObservedPet }
  | { readonly for: 'available'; readonly pet: ObservedPet }
  | { readonly for: 'gone'; readonly pet: ObservedPet }
  | { readonly for: 'claim-gone'; readonly claim: ObservedClaim }
  /** A pod that is no pet mounts the claim, and is going. */
  | { readonly for: 'claim-unused'; readonly claim: ObservedClaim }
  | { readonly for: 'record-gone'; readonly record: GoingRecord }
  /** The annotation `pod.alpha.kubernetes.io/initialized` of this pet pauses the set. */
  | { readonly for: 'resume'; readonly pet: ObservedPet }
  /** A healthy pet that the command of `--verify` has to let pass. */
  | { readonly for: 'verified'; readonly pet: ObservedPet }
  /** A pet that may go once the command of `--pre-delete` lets it. */
  | { readonly for: 'pre-delete'; readonly pet: ObservedPet };

/** What is waited for, told apart from everything else that could be: its uid. */
export function subjectUid(wait: Wait): string {
  if ('pet' in wait) return wait.pet.uid;
  return 'claim' in wait ? wait.claim.uid : wait.record.uid;
}

/** What stands in the way and will not go by itself: an object, and what about it. */
export interface Obstacle {
  /** `pod/web-0` */
  readonly object: string;
  readonly problem: string;
}

export type Plan =
  | { readonly kind: 'act'; readonly steps: readonly Step[] }
  | { readonly kind: 'wait'; readonly on: readonly Wait[] }
  | { readonly kind: 'stuck'; readonly obstacle: Obstacle }
  | { readonly kind: 'done' };
