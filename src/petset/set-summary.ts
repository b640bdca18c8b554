import type { Pod } from './kubernetes.js';
import type { ObservedPet } from './observed-pet.js';
import type { PetSetRecord } from './record.js';

/** A pet and the pod that it was read from. */
export interface PetPod {
  readonly pet: ObservedPet;
  readonly pod: Pod;
}

/** A set and how many pets it has. */
export interface SetSummary {
  readonly record: PetSetRecord;
  /** The pets that exist. */
  readonly pets: readonly PetPod[];
  /** How many there are. */
  readonly current: number;
  /** Pets that are healthy. */
  readonly ready: number;
  /** `pod/web-0` or `petset/web`: what holds it up until it is resumed. */
  readonly pausedBy: readonly string[];
}
