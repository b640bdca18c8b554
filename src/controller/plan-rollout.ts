import { INITIALIZED_ANNOTATION, isWanted } from '../petset/identity.js';
import { isInitialized } from '../petset/initialized.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { overrideHash, templateFor } from '../petset/overrides.js';
import type { PetSet } from '../petset/petset.js';
import { inRolloutOrder, isRolledOut, unavailableAllowed } from '../petset/rollout.js';
import { type KindOfPet, ordinalsOfPets, petsThat } from '../petset/kinds.js';
import { alone, type Needs, NOTHING, step } from './needs.js';
import type { Desired, Observed } from './observed.js';
import type { Step, Wait } from './step.js';

/** The pets that are of another template than they should be by now, in the order in which they are replaced: as many as may be away. */
export function rolloutNeeds(desired: Desired, observed: Observed): Needs {
  const { rollout, set } = desired;
  if (rollout === undefined) return NOTHING;
  const away = set.spec.replicas - countThere(desired, observed);
  const free = Math.max(unavailableAllowed(rollout, set.spec.replicas) - away, 0);
  if (free === 0) return NOTHING;
  const due = duePets(desired, observed).map(({ ordinal }) => ordinal);
  const next = inRolloutOrder(due, rollout.order).slice(0, free);
  const steps = next
    .flatMap((ordinal) => observed.pods.get(ordinal) ?? [])
    .map((pet) => replacement(pet, desired, observed));
  return steps.some((each) => mayBrake(each, desired)) ? alone(...steps) : step(...steps);
}

/** The healthy pets that a rollout is to replace. */
function duePets(desired: Desired, { pods }: Observed): readonly ObservedPet[] {
  const { spec } = desired.set;
  const outdated = outdatedPets(desired, pods, isThere, (ordinal) => isWanted(spec, ordinal));
  return outdated.filter((pet) => isDue(pet, desired));
}

const isThere = ({ ownership, state }: KindOfPet): boolean => ownership === 'ours' && state === 'healthy';

/** How many wanted pets are healthy. One that has yet to be verified is not, unless it is to be replaced anyway. */
function countThere(desired: Desired, { pods, unverified }: Observed): number {
  const { spec } = desired.set;
  let there = 0;
  ordinalsOfPets(pods, isThere, (ordinal) => {
    if (isWanted(spec, ordinal)) there++;
  });
  if (unverified === undefined || unverified.size === 0) return there;
  const isHeld = (pet: ObservedPet): boolean => unverified.has(pet.uid) && !isDue(pet, desired);
  return there - petsThat(pods, isThere, (ordinal) => isWanted(spec, ordinal)).filter(isHeld).length;
}

/** The pets of these kinds and ordinals that differ from those that would be made now. */
export function outdatedPets(
  desired: Desired,
  pods: Observed['pods'],
  isMeant: (kind: KindOfPet) => boolean,
  isMeantOrdinal: (ordinal: number) => boolean,
): readonly ObservedPet[] {
  const { revision, set } = desired;
  const isOverriding = set.spec.ordinals.overrides.length > 0;
  const mayBe = (kind: KindOfPet): boolean =>
    isMeant(kind) && (isOverriding || kind.override !== undefined || kind.revision !== revision);
  return petsThat(pods, mayBe, isMeantOrdinal).filter((pet) => isOutdated(pet, desired));
}

/**
 * More than one pet may be away at once: then those that a rollout has taken away itself need not hold up the next one. But
 * nothing goes that could not come back, since a pet that the rollout leaves alone is not healthy below it.
 */
export function mayOvertake(waits: readonly Wait[], { rollout, set }: Desired): boolean {
  return waits.every((on) => {
    const ordinal = 'pet' in on ? on.pet.ordinal : 'claim' in on ? on.claim.ordinal : undefined;
    return ordinal !== undefined && rollout !== undefined && isRolledOut(rollout, ordinal, set.spec);
  });
}

/** Whether a rollout that is in force is to replace this pet. */
export function isDue(pet: ObservedPet, desired: Desired): boolean {
  const { rollout, set } = desired;
  return rollout !== undefined && isOutdated(pet, desired) && isRolledOut(rollout, pet.ordinal, set.spec);
}

/** Whether a pet differs from one that would be made now, by the template or by what is overridden for its ordinal. */
export function isOutdated(pet: ObservedPet, { revision, set }: Desired): boolean {
  return pet.revision !== revision || isOverriddenAnew(pet, set);
}

function isOverriddenAnew({ override, ordinal }: ObservedPet, { spec }: PetSet): boolean {
  return override !== overrideHash(spec, ordinal);
}

/**
 * How a pet that is due comes to the present template. One that is not ready is away already, which is all that a
 * disruption budget is about; a budget that kept it would keep the set broken (kubernetes#67250, #72320).
 */
export function replacement(pet: ObservedPet, desired: Desired, { revisions }: Observed): Step {
  const { rollout, revision, set } = desired;
  const shapeOf = (hash: string | undefined): string | undefined => revisions.find((each) => each.hash === hash)?.shape;
  const shape = shapeOf(pet.revision);
  const hasSameShape = shape !== undefined && shape === shapeOf(revision) && !isOverriddenAnew(pet, set);
  if (rollout?.inPlace === true && hasSameShape) {
    return { do: 'patch-pet', pet, braked: rollout.step };
  }
  const isSpared = pet.state !== 'starting' && rollout?.ignoreBudgets !== true;
  return { do: isSpared ? 'evict-pet' : 'delete-pet', pet, because: 'outdated' };
}

/** The pet that an ordinal is to have where it has none: of the former template where a rollout has not come to it yet. */
export function birth(ordinal: number, desired: Desired, { revisions }: Observed): Step {
  const { rollout, recorded, revision, set } = desired;
  const isNew = rollout === undefined || isRolledOut(rollout, ordinal, set.spec);
  const former = isNew ? undefined : revisions.find(({ hash }) => hash === recorded?.from);
  if (former !== undefined) return { do: 'create-pet', ordinal, revision: former.hash, braked: false };
  return { do: 'create-pet', ordinal, revision, braked: isNew && rollout?.step === true };
}

/** Whether the set may be paused by what a step makes. What a former template says nobody here knows. */
export function mayBrake(next: Step, { set: { spec }, revision }: Desired): boolean {
  if (next.do === 'patch-pet') return next.braked;
  if (next.do !== 'create-pet') return false;
  const { annotations } = templateFor(spec, next.ordinal).metadata ?? {};
  return next.braked || next.revision !== revision || !isInitialized(annotations?.[INITIALIZED_ANNOTATION]);
}

/** What is to be written down once nothing is due any more: that all are of the present template, or that the rest may wait. */
export function recordNeeds(desired: Desired, { pods }: Observed): Needs {
  const { recorded, set } = desired;
  if (recorded === undefined) return NOTHING;
  const outdated = outdatedPets(
    desired,
    pods,
    () => true,
    (ordinal) => isWanted(set.spec, ordinal),
  );
  if (outdated.length === 0) return step({ do: 'record-rollout', rollout: undefined });
  // A pet that comes back by itself later on, while a partition holds the others, is no step of somebody's.
  const { wish } = recorded;
  if (wish?.step !== true) return NOTHING;
  return step({ do: 'record-rollout', rollout: { ...recorded, wish: { ...wish, step: false } } });
}
