import type { Standing, Waiting } from '../../controller/progress.js';
import { highestWanted, isWanted } from '../../petset/identity.js';
import type { ObservedClaim } from '../../petset/observed-claim.js';
import { isHealthy } from '../../petset/observed-pet.js';
import type { SetRef } from '../../petset/petset.js';
import { widthOf } from '../width.js';

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
  /** By ordinal. */
  readonly claims: ReadonlyMap<number, readonly ObservedClaim[]>;
  /** What is waited for about the pet of an ordinal, or its claims. */
  readonly waits: ReadonlyMap<number, Waiting>;
  /** Healthy pets that are to go, by a rollout or for good: by ordinal. */
  readonly leaving: ReadonlySet<number>;
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
  const { pets, claims, waiting, wanted, revisions, revision, due, teardown } = standing;
  const highest = Math.max(highestWanted(wanted) ?? 0, pets.at(-1)?.ordinal ?? 0);
  const width = widthOf(set.name) + 1 + String(highest).length;
  const isGoing = ({ ordinal }: { readonly ordinal: number }): boolean =>
    due.has(ordinal) || (teardown !== 'orphan' && !isWanted(wanted, ordinal));
  const isMixed = pets.some((pet) => pet.revision !== revision);
  return {
    set,
    standing,
    now,
    nameWidth: width <= columns * SHARE_OF_NAMES ? width : undefined,
    revisionNumbers: new Map(revisions.map(({ hash, number }) => [hash, number])),
    isMixed,
    wasMixed: wasMixed || isMixed,
    claims: byOrdinal(claims),
    waits: new Map(waiting.flatMap((each) => ordinalsOf(each).map((ordinal) => [ordinal, each]))),
    leaving: new Set(pets.filter((pet) => isHealthy(pet) && isGoing(pet)).map(({ ordinal }) => ordinal)),
  };
}

/** What a pet is called in the table. */
export function labelOf(ordinal: number, { nameWidth, set }: Pick<Facts, 'nameWidth' | 'set'>): string {
  return nameWidth === undefined ? String(ordinal) : `${set.name}-${ordinal}`;
}

function byOrdinal(claims: readonly ObservedClaim[]): ReadonlyMap<number, readonly ObservedClaim[]> {
  const groups = new Map<number, ObservedClaim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.ordinal);
    if (group === undefined) groups.set(claim.ordinal, [claim]);
    else group.push(claim);
  }
  return groups;
}

function ordinalsOf({ on }: Waiting): readonly number[] {
  if ('pet' in on) return [on.pet.ordinal];
  if (on.for === 'quota') return [on.ordinal];
  return 'claim' in on ? [on.claim.ordinal] : [];
}
