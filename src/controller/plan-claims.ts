import { claimTemplateNames, isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { templateSizes } from '../petset/claim-templates.js';
import { isLess } from '../petset/quantity.js';
import { claimsThat, type KindOfClaim } from '../petset/kinds.js';
import { type Needs, NOTHING, step, wait } from './needs.js';
import type { Desired, Observed } from './observed.js';
import type { ClaimKeeper, Step } from './step.js';

/**
 * Whom the claims go with, before anything happens to a pet: so the garbage collector does what the policy says also when
 * none of us runs any more. A pet that is to go takes its claims along from here on; one that is wanted again does not.
 */
export function ownershipNeeds(desired: Desired, observed: Observed): Needs {
  // What is cleaned up is deleted one by one, and what is orphaned stays as it is.
  if (desired.teardown === 'clean' || desired.teardown === 'orphan') return NOTHING;
  const steps: Step[] = [];
  for (const claim of claimsToKeep(desired, observed)) {
    const owner = keeperOf(claim, desired, observed);
    if (owner !== undefined && !isKept(claim, owner)) steps.push({ do: 'own-claim', claim, owner });
  }
  return step(...steps);
}

/** The claims that may not go with whom they should: those that wanted pets may have, and where it matters those of the others. */
function claimsToKeep({ set }: Desired, { claims }: Observed): ReadonlySet<ObservedClaim> {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy;
  const usual = whenDeleted === 'Retain' ? 'nobody' : 'record';
  const isNot = (owner: ClaimKeeper) => (kind: KindOfClaim) => isOwn(kind, { set }) && !isKept(kind, owner);
  const isLeft = (ordinal: number): boolean => !isWanted(set.spec, ordinal);
  return new Set([
    ...claimsThat(claims, isNot(usual)),
    ...(whenScaled === 'Delete' ? claimsThat(claims, isNot('pet'), isLeft) : []),
  ]);
}

/**
 * As in a StatefulSet (KEP-1847; kubernetes pkg/controller/statefulset, isClaimOwnerUpToDate), which does not touch a claim
 * whose pet was scaled away either: what stayed then stays, whatever the policy is now. Only, where claims outlive their
 * set by now, it is kept from going with the record. Nothing where it is to be left as it is.
 */
function keeperOf({ ordinal }: ObservedClaim, { set }: Desired, { pods }: Observed): ClaimKeeper | undefined {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy;
  const isToStay = isWanted(set.spec, ordinal);
  const isCondemned = !isToStay && isOfSet(pods.get(ordinal));
  if (isCondemned && whenScaled === 'Delete') return 'pet';
  if (whenDeleted === 'Retain') return 'nobody';
  return isToStay || isCondemned ? 'record' : undefined;
}

function isOfSet(pet: ObservedPet | undefined): boolean {
  return pet?.ownership === 'ours' || pet?.ownership === 'stray';
}

/** One whose owners are all gone is going itself, and is not asked about. */
function isKept({ goesWith }: KindOfClaim, owner: ClaimKeeper): boolean {
  return goesWith.length === (owner === 'nobody' ? 0 : 1) && goesWith.every(({ kind }) => kind === owner);
}

/** The claims grow one by one, lowest ordinal first, also in a set whose pets do not wait for one another. */
export function growthNeeds(desired: Desired, observed: Observed): Needs {
  const growths = claimsToGrow(desired, observed);
  // One that was begun comes first, though lower ones have to grow again, or have come in between.
  const next = growths.find(({ claim }) => isLess(claim.capacity, claim.requested)) ?? growths[0];
  if (next === undefined) return NOTHING;
  const { claim, size } = next;
  return isAskedFor(next) ? wait({ for: 'grown', claim, size }) : step({ do: 'grow-claim', claim, size });
}

/** A claim, and the size that it is to have. */
export interface Growth {
  readonly claim: ObservedClaim;
  readonly size: string;
}

/**
 * The claims that have less storage than their templates want, in the order in which they grow. Those of ordinals that are
 * not wanted wait until they are; one without a volume cannot be changed, and is given one with its pet.
 */
export function claimsToGrow({ set }: Pick<Desired, 'set'>, { claims }: Observed): readonly Growth[] {
  const { spec } = set;
  const sizes = templateSizes(spec.volumeClaimTemplates);
  const order = claimTemplateNames(set);
  const sizeOf = ({ template }: KindOfClaim): string => sizes.get(template) ?? '';
  const isSmall = (kind: KindOfClaim): boolean =>
    isOwn(kind, { set }) && kind.phase === 'Bound' && isLess(kind.capacity, sizeOf(kind));
  return claimsThat(claims, isSmall, (ordinal) => isWanted(spec, ordinal))
    .map((claim) => ({ claim, size: sizeOf(claim) }))
    .sort(
      ({ claim: a }, { claim: b }) => a.ordinal - b.ordinal || order.indexOf(a.template) - order.indexOf(b.template),
    );
}

/** Asking for more than is wanted is as good, unless it is more than there can be: then less may do. */
function isAskedFor({ claim: { requested, cannotGrow }, size }: Growth): boolean {
  return !isLess(requested, size) && !(cannotGrow && isLess(size, requested));
}

function isOwn({ labelledFor, terminating }: KindOfClaim, { set }: Pick<Desired, 'set'>): boolean {
  return labelledFor === set.metadata.name && !terminating;
}
