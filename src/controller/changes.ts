import { differencesBetween } from '../petset/ledger.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { isLess } from '../petset/quantity.js';
import type { Observed } from './observed.js';
import type { Change } from './progress.js';

/** What has happened to a set's pets and claims between two looks. */
export function changesBetween(setName: string, before: Observed, after: Observed): readonly Change[] {
  return [...claimChanges(setName, before, after), ...petChanges(before, after)];
}

/** Who is gone comes first, then who is none of the set's any more, then who is. */
function petChanges(before: Observed, after: Observed): readonly Change[] {
  const gone: Change[] = [];
  const released: Change[] = [];
  const present: Change[] = [];
  for (const { before: was, after: is } of differencesBetween(before.pods, after.pods)) {
    if (was?.ownership === 'ours' && is?.uid !== was.uid) gone.push({ type: 'pet-deleted', pet: was });
    if (is?.ownership === 'ours') present.push(...petChange(was, is));
    else if (is !== undefined && isReleased(was, is)) released.push({ type: 'pet-released', pet: is });
  }
  return [...gone, ...released, ...present];
}

function isReleased(before: ObservedPet | undefined, pet: ObservedPet): boolean {
  return before?.uid === pet.uid && isOfSet(before) && pet.ownership === 'foreign';
}

function isOfSet({ ownership }: ObservedPet): boolean {
  return ownership === 'ours' || ownership === 'stray';
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
  const gone: Change[] = [];
  const present: Change[] = [];
  for (const { before: was, after: is } of differencesBetween(before.claims, after.claims)) {
    if (was?.labelledFor === setName && is?.uid !== was.uid) gone.push({ type: 'claim-deleted', claim: was });
    if (is?.labelledFor === setName) present.push(...claimChange(was, is));
  }
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
