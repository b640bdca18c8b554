import { inAscendingOrder } from '../petset/ascending.js';
import { claimName, claimTemplateNames, countWanted, isWanted, missingOrdinals } from '../petset/identity.js';
import { type KindOfClaim, type KindOfPet, ordinalsOfPets, petsThat } from '../petset/kinds.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { PetSet } from '../petset/petset.js';
import { inRolloutOrder } from '../petset/rollout.js';
import { foresee } from './foresee.js';
import { operationOf } from './operation.js';
import type { Desired, Observed } from './observed.js';
import { isDue, outdatedPets, replacement } from './plan-rollout.js';
import type { Standing, Waiting } from './progress.js';
import type { View } from './set-watch.js';
import type { Step } from './step.js';

/** So many steps are looked ahead: some pets. */
const AHEAD = 8;
/** Of larger sets it would cost more to foresee what comes than all the rest of a live view. */
const FORESEEABLE = 100;

/**
 * How a set stands, out of all that is known of it and why nothing happens. Of a large set that is much, and mostly nobody
 * asks: each part is found out when it is, once.
 */
export function standingOf(
  { desired, observed }: Pick<View, 'desired' | 'observed'>,
  waiting: readonly Waiting[],
): Standing {
  const { set, teardown, revision } = desired;
  const { spec } = set;
  const isOwnClaim = ({ labelledFor }: KindOfClaim): boolean => labelledFor === set.metadata.name;
  const operation = once(() => operationOf(desired, observed));
  return {
    teardown,
    there: observed,
    isOwnClaim,
    claimsOf: (ordinal) => claimsOf(ordinal, set, observed).filter(isOwnClaim),
    waiting,
    get operation() {
      return operation();
    },
    wanted: { replicas: teardown ? 0 : spec.replicas, ordinals: spec.ordinals },
    revision,
    revisions: observed.revisions,
    isDue: (pet) => isWanted(spec, pet.ordinal) && isDue(pet, desired),
    ahead: once(() => stepsAhead(desired, observed)),
  };
}

function once<T extends object>(find: () => T): () => T {
  let found: T | undefined;
  return () => (found ??= find());
}

/** The claims that have the names of those of an ordinal. */
function claimsOf(ordinal: number, set: PetSet, { claims }: Observed): readonly ObservedClaim[] {
  return claimTemplateNames(set).flatMap(
    (template) => claims.get(claimName(template, set.metadata.name, ordinal)) ?? [],
  );
}

function stepsAhead(desired: Desired, observed: Observed): readonly Step[] {
  const isSmall = Math.max(observed.pods.size, desired.set.spec.replicas) <= FORESEEABLE;
  return isSmall
    ? foresee(desired, observed, { limit: AHEAD }).steps.map(({ step }) => step)
    : inLine(desired, observed);
}

/** Who comes, goes or is replaced next, as far as the order of ordinals says it. */
function inLine(desired: Desired, observed: Observed): readonly Step[] {
  const { set, teardown, rollout, revision } = desired;
  const { spec } = set;
  if (teardown === 'orphan') return [];
  const isStaying = (ordinal: number): boolean => teardown === undefined && isWanted(spec, ordinal);
  const condemned = petsThat(observed.pods, isThere, (ordinal) => !isStaying(ordinal));
  const outdated = outdatedPets(desired, observed.pods, isThere, isStaying);
  const due = outdated.filter((pet) => isDue(pet, desired)).map(({ ordinal }) => ordinal);
  const replaced = inRolloutOrder(due, rollout?.order ?? 'descending').slice(0, AHEAD);
  return [
    ...(teardown === undefined ? missing(desired, observed) : []).map((ordinal): Step => ({
      do: 'create-pet',
      ordinal,
      revision,
      braked: false,
    })),
    ...condemned
      .sort((a, b) => b.ordinal - a.ordinal)
      .slice(0, AHEAD)
      .map((pet): Step => ({ do: 'delete-pet', pet, because: 'condemned' })),
    ...replaced
      .flatMap((ordinal) => observed.pods.get(ordinal) ?? [])
      .map((pet) => replacement(pet, desired, observed)),
  ].slice(0, AHEAD);
}

function isThere({ ownership, state }: KindOfPet): boolean {
  return ownership === 'ours' && state === 'healthy';
}

/** The first ordinals that are to have a pet and have none. */
function missing({ set: { spec } }: Desired, { pods }: Observed): readonly number[] {
  const taken: number[] = [];
  ordinalsOfPets(
    pods,
    () => true,
    (ordinal) => taken.push(ordinal),
  );
  const all = inAscendingOrder(taken);
  return missingOrdinals(spec, all, Math.min(AHEAD, spec.replicas - countWanted(spec, all)));
}
