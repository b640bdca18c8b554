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

function wishNeeds(wish: Replacement, { set }: Desired, { pods, claims }: Observed): Needs {
  const pet = pods.get(wish.ordinal);
  const isVoid = !isWanted(set.spec, wish.ordinal) || (pet !== undefined && !isNamedBy(wish, pet));
  if (isVoid) return step({ do: 'forget-replacement', wish });
  if (pet !== undefined) return petNeeds(pet, wish);
  const toGo = [...claims.values()].filter(({ uid }) => wish.claimUids.includes(uid));
  return toGo.length > 0 ? claimNeeds(toGo) : step({ do: 'forget-replacement', wish });
}

/** Not another pod that has its place by now, nor one that was given away. */
function isNamedBy({ podUid }: Replacement, { uid, ownership }: ObservedPet): boolean {
  return uid === podUid && (ownership === 'ours' || ownership === 'stray');
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
