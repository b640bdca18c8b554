import type { Standing } from '../../controller/progress.js';
import { type Ascending, countBelow, inAscendingOrder, indexIn } from '../../petset/ascending.js';
import { countWanted, missingOrdinals } from '../../petset/identity.js';
import { ordinalsOfClaims, ordinalsOfPets } from '../../petset/kinds.js';
import { isHealthy, type ObservedPet } from '../../petset/observed-pet.js';
import { isOwn, ordinalsOfOwn } from './own.js';

/** An ordinal that has a pet, is to have one, or had one whose claims are still to go: a row of the table. */
export interface Place {
  readonly ordinal: number;
  readonly pet: ObservedPet | undefined;
}

/**
 * The places of a set, by ordinal; of those that are to come the first ones, for there may be more than a list can hold. Of
 * thousands only those that are shown are looked at: what the others have in common is asked of their kinds.
 */
export class Places {
  /** How many more are to come than there are places here. */
  readonly more: number;
  /** Those whose pets are not as they should be. */
  readonly busy: Ascending;
  private readonly there: Standing['there']['pods'];
  private readonly ordinals: Ascending;
  private readonly empty: Ascending;

  constructor({ there, wanted, teardown, isOwnClaim }: Standing, most: number) {
    const taken = ordinalsOfOwn(there.pods);
    const busy: number[] = [];
    ordinalsOfPets(
      there.pods,
      (kind) => isOwn(kind) && !isHealthy(kind),
      (ordinal) => busy.push(ordinal),
    );
    const missing = wanted.replicas - countWanted(wanted, taken);
    const shown = Math.min(missing, most);
    const empty = missingOrdinals(wanted, taken, shown);
    if (teardown === 'clean')
      ordinalsOfClaims(there.claims, isOwnClaim, (ordinal) => {
        if (indexIn(taken, ordinal) === undefined) empty.push(ordinal);
      });
    this.there = there.pods;
    this.more = missing - shown;
    this.empty = inAscendingOrder(empty);
    this.ordinals = empty.length === 0 ? taken : inAscendingOrder([...Array.from(taken), ...empty]);
    this.busy = inAscendingOrder(busy);
  }

  get count(): number {
    return this.ordinals.length;
  }

  /** The first ordinal that has no pet; nothing where all have one. */
  get toCome(): number | undefined {
    return this.empty[0];
  }

  /** Those with these indexes. */
  between(from: number, to: number): readonly Place[] {
    const places: Place[] = [];
    for (let index = from; index < Math.min(to, this.count); index++) places.push(this.at(index));
    return places;
  }

  /** The index of an ordinal, where it has a place. */
  indexOf(ordinal: number): number | undefined {
    return indexIn(this.ordinals, ordinal);
  }

  /** Whether all pets with these indexes are there and need nothing: nobody has to look at them. */
  areQuiet(from: number, to: number): boolean {
    return this.countOf(this.busy, from, to) === 0 && this.countOf(this.empty, from, to) === 0;
  }

  /** Whether none of the places with these indexes has a pet. */
  areEmpty(from: number, to: number): boolean {
    return this.countOf(this.empty, from, to) === Math.min(to, this.count) - from;
  }

  private at(index: number): Place {
    const ordinal = this.ordinals[index] ?? 0;
    const pod = this.there.get(ordinal);
    return { ordinal, pet: pod !== undefined && isOwn(pod) ? pod : undefined };
  }

  /** How many of some ordinals have their places there. */
  private countOf(some: Ascending, from: number, to: number): number {
    const below = (index: number): number =>
      index >= this.count ? some.length : countBelow(some, this.ordinals[index] ?? 0);
    return below(to) - below(from);
  }
}
