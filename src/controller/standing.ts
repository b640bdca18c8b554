import { isWanted, wantedOrdinals } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
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
  const pets = once(() => ownPets(observed));
  const claims = once(() => ownClaims(set.metadata.name, observed));
  const operation = once(() => operationOf(desired, observed));
  const due = once(() => dueIn(desired, observed));
  return {
    teardown,
    there: observed,
    get pets() {
      return pets();
    },
    get claims() {
      return claims();
    },
    waiting,
    get operation() {
      return operation();
    },
    wanted: { replicas: teardown ? 0 : spec.replicas, ordinals: spec.ordinals },
    revision,
    revisions: observed.revisions,
    get due() {
      return due();
    },
    ahead: once(() => stepsAhead(desired, observed)),
  };
}

function once<T extends object>(find: () => T): () => T {
  let found: T | undefined;
  return () => (found ??= find());
}

function ownPets({ pods }: Observed): readonly ObservedPet[] {
  const own: ObservedPet[] = [];
  for (const pet of pods.values()) if (pet.ownership === 'ours') own.push(pet);
  return own.sort((a, b) => a.ordinal - b.ordinal);
}

function ownClaims(setName: string, { claims }: Observed): readonly ObservedClaim[] {
  const own: ObservedClaim[] = [];
  for (const claim of claims.values()) if (claim.labelledFor === setName) own.push(claim);
  return own;
}

function dueIn(desired: Desired, { pods }: Observed): ReadonlySet<number> {
  const isReached = (ordinal: number): boolean => isWanted(desired.set.spec, ordinal);
  const outdated = outdatedPets(desired, pods, ({ ownership }) => ownership === 'ours', isReached);
  return new Set(outdated.filter((pet) => isDue(pet, desired)).map(({ ordinal }) => ordinal));
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
  const pets = [...observed.pods.values()].filter(
    ({ ownership, state }) => ownership === 'ours' && state === 'healthy',
  );
  if (teardown === 'orphan') return [];
  const condemned = pets.filter(({ ordinal }) => teardown !== undefined || !isWanted(spec, ordinal));
  const others = teardown === undefined ? pets.filter(({ ordinal }) => isWanted(spec, ordinal)) : [];
  const due = new Map(others.filter((pet) => isDue(pet, desired)).map((pet) => [pet.ordinal, pet]));
  const replaced = inRolloutOrder([...due.keys()], rollout?.order ?? 'descending').slice(0, AHEAD);
  return [
    ...(teardown === undefined ? missing(desired, observed) : []).map((ordinal): Step => ({
      do: 'create-pet',
      ordinal,
      revision,
      braked: false,
    })),
    ...condemned
      .sort((a, b) => b.ordinal - a.ordinal)
      .map((pet): Step => ({ do: 'delete-pet', pet, because: 'condemned' })),
    ...replaced.flatMap((ordinal) => due.get(ordinal) ?? []).map((pet) => replacement(pet, desired, observed)),
  ].slice(0, AHEAD);
}

/** The first ordinals that are to have a pet and have none. */
function missing({ set: { spec } }: Desired, { pods }: Observed): readonly number[] {
  const found: number[] = [];
  for (const ordinal of wantedOrdinals(spec)) {
    if (!pods.has(ordinal)) found.push(ordinal);
    if (found.length >= AHEAD) break;
  }
  return found;
}
