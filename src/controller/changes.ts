import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { isLess } from '../petset/quantity.js';
import type { Observed } from './observed.js';
import type { Change } from './progress.js';

/** What has happened to a set's pets and claims between two looks. */
export function changesBetween(setName: string, before: Observed, after: Observed): readonly Change[] {
  return [...claimChanges(setName, before, after), ...petChanges(before, after)];
}

function petChanges(before: Observed, after: Observed): readonly Change[] {
  const gone = [...before.pods.values()]
    .filter((pet) => pet.ownership === 'ours' && after.pods.get(pet.ordinal)?.uid !== pet.uid)
    .map((pet): Change => ({ type: 'pet-deleted', pet }));
  const released = [...before.pods.values()].flatMap((pet) => {
    const now = after.pods.get(pet.ordinal);
    const isFree = now?.uid === pet.uid && now.ownership === 'foreign';
    const wasOurs = pet.ownership === 'ours' || pet.ownership === 'stray';
    return wasOurs && isFree ? [{ type: 'pet-released', pet: now } as const] : [];
  });
  const present = [...after.pods.values()]
    .filter((pet) => pet.ownership === 'ours')
    .flatMap((pet) => petChange(before.pods.get(pet.ordinal), pet));
  return [...gone, ...released, ...present];
}

function petChange(before: ObservedPet | undefined, pet: ObservedPet): readonly Change[] {
  if (before?.uid !== pet.uid) return [{ type: 'pet-created', pet }];
  if (before.ownership === 'stray') return [];
  if (before.ownership !== 'ours') return [{ type: 'pet-adopted', pet }];
  if (pet.state === 'terminating' && before.state !== 'terminating') return [{ type: 'pet-terminating', pet }];
  const isSame =
    before.state === pet.state && before.cells.status === pet.cells.status && before.cells.ready === pet.cells.ready;
  return isSame && before.initialized === pet.initialized ? [] : [{ type: 'pet-changed', pet }];
}

function claimChanges(setName: string, before: Observed, after: Observed): readonly Change[] {
  const gone = [...before.claims.values()]
    .filter((claim) => claim.labelledFor === setName && after.claims.get(claim.name)?.uid !== claim.uid)
    .map((claim): Change => ({ type: 'claim-deleted', claim }));
  const present = [...after.claims.values()]
    .filter(({ labelledFor }) => labelledFor === setName)
    .flatMap((claim) => claimChange(before.claims.get(claim.name), claim));
  return [...gone, ...present];
}

function claimChange(before: ObservedClaim | undefined, claim: ObservedClaim): readonly Change[] {
  if (before?.uid !== claim.uid) return [{ type: 'claim-created', claim }];
  if (before.labelledFor === undefined) return [{ type: 'claim-adopted', claim }];
  if (claim.terminating) return before.terminating ? [] : [{ type: 'claim-terminating', claim }];
  const isKeptOtherwise = keepersOf(before) !== keepersOf(claim);
  const { requested, capacity } = claim;
  return [
    ...(isKeptOtherwise ? [{ type: 'claim-kept', claim } as const] : []),
    ...(isLess(before.requested, requested) && isLess(capacity, requested)
      ? [{ type: 'claim-growing', claim } as const]
      : []),
    ...(isLess(before.capacity, capacity) ? [{ type: 'claim-grown', claim } as const] : []),
  ];
}

function keepersOf({ goesWith }: ObservedClaim): string {
  return goesWith.map(({ kind }) => kind).join();
}
