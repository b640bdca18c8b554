import { countThat, ordinalsThat, thoseThat } from './ledger.js';
import type { ObservedClaim } from './observed-claim.js';
import type { ObservedPet } from './observed-pet.js';

/*
 * Nearly all pets of a large set are alike in what the planner asks about them, and so are their claims. Who differs in none
 * of these is of one kind, which is asked about once; a question about a kind can be about nothing else.
 */

const TRAITS_OF_PETS = ['ownership', 'state', 'initialized', 'revision', 'override'] as const;
const TRAITS_OF_CLAIMS = [
  'template',
  'labelledFor',
  'owner',
  'goesWith',
  'usedBy',
  'terminating',
  'phase',
  'requested',
  'capacity',
  'cannotGrow',
  'ahead',
] as const;

export type KindOfPet = Pick<ObservedPet, (typeof TRAITS_OF_PETS)[number]>;
export type KindOfClaim = Pick<ObservedClaim, (typeof TRAITS_OF_CLAIMS)[number]>;

export function kindOfPet(pet: ObservedPet): string {
  return JSON.stringify(TRAITS_OF_PETS.map((trait) => pet[trait]));
}

export function kindOfClaim(claim: ObservedClaim): string {
  return JSON.stringify(TRAITS_OF_CLAIMS.map((trait) => claim[trait]));
}

type OrdinalTest = (ordinal: number) => boolean;

/** The pets of the kinds that are meant, of the ordinals that are. */
export function petsThat(
  pods: ReadonlyMap<number, ObservedPet>,
  isMeant: (kind: KindOfPet) => boolean,
  isMeantOrdinal?: OrdinalTest,
): ObservedPet[] {
  return thoseThat(pods, isMeant, isMeantOrdinal);
}

/** The claims of the kinds that are meant, of the ordinals that are. */
export function claimsThat(
  claims: ReadonlyMap<string, ObservedClaim>,
  isMeant: (kind: KindOfClaim) => boolean,
  isMeantOrdinal?: OrdinalTest,
): ObservedClaim[] {
  return thoseThat(claims, isMeant, isMeantOrdinal);
}

/** Calls back with the ordinals of pets of the kinds that are meant. */
export function ordinalsOfPets(
  pods: ReadonlyMap<number, ObservedPet>,
  isMeant: (kind: KindOfPet) => boolean,
  tell: (ordinal: number) => void,
): void {
  ordinalsThat(pods, isMeant, tell);
}

/** The same of claims: as often as an ordinal has one. */
export function ordinalsOfClaims(
  claims: ReadonlyMap<string, ObservedClaim>,
  isMeant: (kind: KindOfClaim) => boolean,
  tell: (ordinal: number) => void,
): void {
  ordinalsThat(claims, isMeant, tell);
}

/** How many pets are of the kinds that are meant. */
export function countPets(pods: ReadonlyMap<number, ObservedPet>, isMeant: (kind: KindOfPet) => boolean): number {
  return countThat(pods, isMeant);
}

/** How many claims are of the kinds that are meant. */
export function countClaims(
  claims: ReadonlyMap<string, ObservedClaim>,
  isMeant: (kind: KindOfClaim) => boolean,
): number {
  return countThat(claims, isMeant);
}
