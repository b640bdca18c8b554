import { orFail } from '../cluster/api-error.js';
import { inspect } from '../controller/inspect.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import type { Session } from './session.js';

/** A set and all that concerns it, as it is now. Throws a `Failure` where there is no such set. */
export async function lookAt(ref: SetRef, { records, deps, onTrouble }: Session): Promise<View> {
  const view = await inspect(orFail(await records.get(ref)), { ...deps, onTrouble });
  if (view !== undefined) return view;
  throw new Failure(`Error from server (NotFound): petsets "${ref.name}" not found`);
}

const byOrdinal = (a: { readonly ordinal: number }, b: { readonly ordinal: number }): number => a.ordinal - b.ordinal;

/** The set's own pets, lowest first. */
export function petsOf({ observed }: View): readonly ObservedPet[] {
  return [...observed.pods.values()].filter(({ ownership }) => ownership === 'ours').sort(byOrdinal);
}

/** The claims that carry the label of the set, lowest ordinal first. */
export function claimsOf({ observed, record }: View): readonly ObservedClaim[] {
  return [...observed.claims.values()].filter(({ labelledFor }) => labelledFor === record.ref.name).sort(byOrdinal);
}
