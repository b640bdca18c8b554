import { isWanted } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSet } from '../petset/petset.js';
import { revisionHash, templateShape } from '../petset/revision.js';
import { inRolloutOrder, type RolloutWish } from '../petset/rollout.js';
import type { Desired, Observed } from './observed.js';
import { isDue, replacement } from './plan-rollout.js';
import type { View } from './set-watch.js';

/** A pet that a rollout comes to, and whether it stays where it is meanwhile. */
export interface Replacement {
  readonly pet: ObservedPet;
  readonly inPlace: boolean;
}

/** The pets that a rollout of this set would come to, in its order: those that are not well first, since they hold up the others. */
export function replacementsBy(set: PetSet, wish: RolloutWish, view: View): readonly Replacement[] {
  const { template } = set.spec;
  const desired: Desired = { ...view.desired, set, revision: revisionHash(template), rollout: wish };
  const observed = withRevision(view.observed, desired.revision, templateShape(template));
  const due = [...view.observed.pods.values()].filter(
    (pet) => pet.ownership === 'ours' && isWanted(set.spec, pet.ordinal) && isDue(pet, desired),
  );
  const byOrdinal = new Map(due.map((pet) => [pet.ordinal, pet]));
  const unwell = due.filter(({ state }) => state !== 'healthy').map(({ ordinal }) => ordinal);
  const well = due.filter(({ state }) => state === 'healthy').map(({ ordinal }) => ordinal);
  return [...unwell.sort((a, b) => a - b), ...inRolloutOrder(well, wish.order)]
    .flatMap((ordinal) => byOrdinal.get(ordinal) ?? [])
    .map((pet) => ({ pet, inPlace: replacement(pet, desired, observed).do === 'patch-pet' }));
}

/** What is observed as if the revision of a template were there already: all that counts of it is its shape. */
function withRevision(observed: Observed, hash: string, shape: string): Observed {
  if (observed.revisions.some((each) => each.hash === hash)) return observed;
  const revision = { name: '', uid: '', hash, number: 0, cause: undefined, shape, terminating: false };
  return { ...observed, revisions: [...observed.revisions, revision] };
}
