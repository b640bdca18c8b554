import type { Standing, Waiting } from '../../controller/progress.js';
import { highestWanted, isWanted } from '../../petset/identity.js';
import { countClaims, countPets } from '../../petset/kinds.js';
import { isHealthy, type ObservedPet } from '../../petset/observed-pet.js';
import type { SetRef } from '../../petset/petset.js';
import { widthOf } from '../width.js';
import { isOwn, ordinalsOfOwn } from './own.js';

/** A set at the moment of a drawing, in the form in which the table asks for it. */
export interface Facts {
  readonly set: SetRef;
  readonly standing: Standing;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The names of pets are shown, which takes that many columns; else their ordinals alone. */
  readonly nameWidth: number | undefined;
  /** By hash. */
  readonly revisionNumbers: ReadonlyMap<string, number>;
  /** Not all pets are of the present template. */
  readonly isMixed: boolean;
  /** They were not at some time since we look at them. */
  readonly wasMixed: boolean;
  /** It has claims of its own. */
  readonly hasClaims: boolean;
  /** What is waited for about the pet of an ordinal, or its claims. */
  readonly waits: ReadonlyMap<number, Waiting>;
}

/** Of a terminal that is so wide, the names of pets may take this share: else the set's name in the title has to do. */
const SHARE_OF_NAMES = 1 / 4;

/** What is seen of a set besides how it stands at the moment. */
export interface Sight {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Of the terminal. */
  readonly columns: number;
  readonly wasMixed: boolean;
}

export function factsOf(set: SetRef, standing: Standing, { now, columns, wasMixed }: Sight): Facts {
  const { there, waiting, wanted, revisions, revision } = standing;
  const own = ordinalsOfOwn(there.pods);
  const highest = Math.max(highestWanted(wanted) ?? 0, own[own.length - 1] ?? 0);
  const width = widthOf(set.name) + 1 + String(highest).length;
  const isMixed = countPets(there.pods, (kind) => isOwn(kind) && kind.revision !== revision) > 0;
  return {
    set,
    standing,
    now,
    nameWidth: width <= columns * SHARE_OF_NAMES ? width : undefined,
    revisionNumbers: new Map(revisions.map(({ hash, number }) => [hash, number])),
    isMixed,
    wasMixed: wasMixed || isMixed,
    hasClaims: countClaims(there.claims, standing.isOwnClaim) > 0,
    waits: byOrdinal(waiting),
  };
}

/** What a pet is called in the table. */
export function labelOf(ordinal: number, { nameWidth, set }: Pick<Facts, 'nameWidth' | 'set'>): string {
  return nameWidth === undefined ? String(ordinal) : `${set.name}-${ordinal}`;
}

/** Whether a healthy pet is to go, by a rollout or for good. */
export function isLeaving(pet: ObservedPet, { standing: { isDue, teardown, wanted } }: Facts): boolean {
  return isHealthy(pet) && (isDue(pet) || (teardown !== 'orphan' && !isWanted(wanted, pet.ordinal)));
}

/** Those that are about a pet. */
function byOrdinal(waiting: readonly Waiting[]): ReadonlyMap<number, Waiting> {
  const waits = new Map<number, Waiting>();
  for (const each of waiting) {
    const ordinal = ordinalOf(each);
    if (ordinal !== undefined) waits.set(ordinal, each);
  }
  return waits;
}

function ordinalOf({ on }: Waiting): number | undefined {
  if ('pet' in on) return on.pet.ordinal;
  if (on.for === 'quota') return on.ordinal;
  return 'claim' in on ? on.claim.ordinal : undefined;
}
