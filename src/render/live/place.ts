import type { Standing } from '../../controller/progress.js';
import { isWanted, wantedOrdinals } from '../../petset/identity.js';
import { isHealthy, type ObservedPet } from '../../petset/observed-pet.js';

/** An ordinal that has a pet, is to have one, or had one whose claims are still to go: a row of the table. */
export interface Place {
  readonly ordinal: number;
  readonly pet: ObservedPet | undefined;
}

export interface Places {
  /** By ordinal. */
  readonly places: readonly Place[];
  /** How many more are to come than there are places here. */
  readonly more: number;
}

/** The places of a set, of those that are to come the first ones: there may be more than a list can hold. */
export function placesOf({ pets, claims, wanted, teardown }: Standing, most: number): Places {
  const taken = new Map(pets.map((pet) => [pet.ordinal, pet]));
  const missing = wanted.replicas - pets.filter(({ ordinal }) => isWanted(wanted, ordinal)).length;
  const empty = new Set(teardown === 'clean' ? claims.map(({ ordinal }) => ordinal) : []);
  const shown = Math.min(missing, most);
  for (const ordinal of shown === 0 ? [] : wantedOrdinals(wanted)) {
    if (!taken.has(ordinal)) empty.add(ordinal);
    if (empty.size >= shown) break;
  }
  const ordinals = new Set([...taken.keys(), ...empty]);
  const places = [...ordinals].sort((a, b) => a - b).map((ordinal) => ({ ordinal, pet: taken.get(ordinal) }));
  return { places, more: missing - shown };
}

/** It is there and needs nothing: nobody has to look at it. */
export function isQuiet({ pet }: Place): boolean {
  return pet !== undefined && isHealthy(pet);
}
