import { isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Replacement } from '../petset/replacement.js';
import { type Needs, NOTHING, step, wait } from './needs.js';
import type { Desired, Observed } from './observed.js';

/**
 * What the wishes to replace a pet need until all that they name is gone; what is missing then is made anew as ever. Before
 * the walk up the ordinals: whoever replaces a pet knows why, and another one may be broken for the same reason.
 */
export function replaceNeeds(desired: Desired, observed: Observed): Needs {
  if (desired.teardown) return NOTHING;
  const parts = desired.replacements.map((wish) => wishNeeds(wish, desired, observed));
  return parts.find(({ steps }) => steps.length > 0) ?? wait(...parts.flatMap(({ waits }) => waits));
}

function wishNeeds(wish: Replacement, desired: Desired, observed: Observed): Needs {
  const pet = observed.pods.get(wish.ordinal);
  const isAnother = pet !== undefined && (pet.uid !== wish.podUid || pet.ownership !== 'ours');
  const isOvertaken = isAnother || !isWanted(desired.set.spec, wish.ordinal);
  const claims = isOvertaken ? [] : claimsToGo(wish, observed);
  if (isOvertaken || (pet === undefined && claims.length === 0)) return step({ do: 'forget-replacement', wish });
  return pet === undefined ? claimNeeds(claims) : petNeeds(pet, wish);
}

/** A pod that its node may still run goes only when the kubelet says so, unless that is what was asked for. */
function petNeeds(pet: ObservedPet, { force }: Replacement): Needs {
  const isGoing = pet.state === 'terminating' && (!force || pet.graceSeconds === 0);
  return isGoing ? wait({ for: 'gone', pet }) : step({ do: 'delete-pet', pet, because: 'replaced', force });
}

function claimNeeds(claims: readonly ObservedClaim[]): Needs {
  const used = claims.filter(({ usedBy }) => usedBy !== undefined);
  if (used.length > 0) return wait(...used.map((claim) => ({ for: 'claim-unused', claim }) as const));
  const standing = claims.filter(({ terminating }) => !terminating);
  if (standing.length > 0) return step(...standing.map((claim) => ({ do: 'delete-claim', claim }) as const));
  return wait(...claims.map((claim) => ({ for: 'claim-gone', claim }) as const));
}

/** The claims that a wish names, as far as they are still there. */
export function claimsToGo({ claimUids }: Replacement, { claims }: Observed): readonly ObservedClaim[] {
  return [...claims.values()].filter(({ uid }) => claimUids.includes(uid));
}
