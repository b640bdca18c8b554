import { claimName, claimTemplateNames, isWanted, wantedOrdinals } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Desired, Observed } from './observed.js';
import { obstacleOf } from './plan-obstacle.js';
import { type Needs, NOTHING, step, wait } from './needs.js';
import { growthNeeds, ownershipNeeds } from './plan-claims.js';
import { cleanUp } from './plan-clean.js';
import type { Plan, Step, Wait } from './step.js';

/**
 * Decides what to do next for a set: steps to take now, or what has to happen first, or that all is as the record wants it.
 * All of the ordering rules are here. Pure: the same record and observation give the same plan.
 */
export function plan(desired: Desired, observed: Observed): Plan {
  // Its pets go with a record that somebody deletes: whatever is done now is undone by the garbage collector.
  if (desired.going && !desired.clean) return { kind: 'wait', on: [{ for: 'record-gone', record: desired.going }] };

  const obstacle = obstacleOf(desired, observed);
  if (obstacle !== undefined) return { kind: 'stuck', obstacle };

  const paused = pausingPet(observed);
  if (paused !== undefined) return { kind: 'wait', on: [{ for: 'resume', pet: paused }] };

  const needs = planPods(desired, observed);
  if (needs.steps.length > 0) return { kind: 'act', steps: needs.steps };
  if (needs.waits.length > 0) return { kind: 'wait', on: needs.waits };
  if (desired.clean) return cleanUp(desired, observed);
  const growth = growthNeeds(desired, observed);
  if (growth.steps.length > 0) return { kind: 'act', steps: growth.steps };
  return growth.waits.length > 0 ? { kind: 'wait', on: growth.waits } : { kind: 'done' };
}

/** The first part that something can be done for; in order, no further than the first one that has to be waited for. */
function planPods(desired: Desired, observed: Observed): Needs {
  const isParallel = desired.set.spec.podManagementPolicy === 'Parallel';
  const waits: Wait[] = [];
  for (const needs of partsInOrder(desired, observed)) {
    if (needs.steps.length > 0) return needs;
    waits.push(...needs.waits);
    if (waits.length > 0 && !isParallel) break;
  }
  return { steps: [], waits };
}

/** One part after the other, for a set may want more pets than a list can hold. */
function* partsInOrder(desired: Desired, observed: Observed): Generator<Needs> {
  yield revisionNeeds(desired, observed);
  yield ownershipNeeds(desired, observed);
  if (!desired.clean) {
    for (const ordinal of wantedOrdinals(desired.set.spec)) yield petNeeds(desired, ordinal, observed);
  }
  for (const pet of condemned(desired, observed)) yield condemnedNeeds(pet);
}

function revisionNeeds({ clean, revision }: Desired, { revisions }: Observed): Needs {
  return clean || revisions.some(({ hash }) => hash === revision) ? NOTHING : step({ do: 'create-revision' });
}

/** What a wanted ordinal needs until it has a healthy pet on its own claims. */
function petNeeds(desired: Desired, ordinal: number, observed: Observed): Needs {
  const pet = observed.pods.get(ordinal);
  const claims = claimSteps(desired, ordinal, observed);
  if (pet === undefined) {
    const going = claimsOf(desired, ordinal, observed).find((claim) => claim?.terminating);
    return going ? wait({ for: 'claim-gone', claim: going }) : step(...claims, { do: 'create-pet', ordinal });
  }
  if (pet.state === 'terminating' || pet.ownership === 'leftover') return wait({ for: 'gone', pet });
  if (pet.ownership === 'orphan') return step({ do: 'adopt-pet', pet });
  if (pet.state === 'finished') return step({ do: 'delete-pet', pet, because: 'finished' });
  if (claims.length > 0) return step(...claims);
  return pet.state === 'healthy' ? NOTHING : wait({ for: pet.state === 'settling' ? 'available' : 'ready', pet });
}

function claimSteps(desired: Desired, ordinal: number, observed: Observed): readonly Step[] {
  const templates = claimTemplateNames(desired.set);
  return claimsOf(desired, ordinal, observed).flatMap((claim, index): readonly Step[] => {
    const template = templates[index] ?? '';
    if (claim === undefined) return [{ do: 'create-claim', template, ordinal }];
    return claim.labelledFor === undefined && !claim.terminating ? [{ do: 'adopt-claim', claim }] : [];
  });
}

/** The claims of a pet, in the order of their templates; nothing where one is missing. */
function claimsOf({ set }: Desired, ordinal: number, { claims }: Observed): readonly (ObservedClaim | undefined)[] {
  return claimTemplateNames(set).map((template) => claims.get(claimName(template, set.metadata.name, ordinal)));
}

/** The set's own pets of ordinals that are not wanted, highest first. */
function condemned({ set, clean }: Desired, { pods }: Observed): readonly ObservedPet[] {
  return [...pods.values()]
    .filter(({ ownership }) => ownership === 'ours' || ownership === 'stray')
    .filter(({ ordinal }) => clean || !isWanted(set.spec, ordinal))
    .sort((a, b) => b.ordinal - a.ordinal);
}

/** An unhealthy pet may go too: the PetSet controller of 1.3 waited for it for ever. */
function condemnedNeeds(pet: ObservedPet): Needs {
  if (pet.state === 'terminating') return wait({ for: 'gone', pet });
  return step({ do: 'delete-pet', pet, because: 'condemned' });
}

/** The lowest pet that has the brake on. A pet that is going away brakes nothing. */
function pausingPet({ pods }: Observed): ObservedPet | undefined {
  return [...pods.values()]
    .filter((pet) => pet.ownership === 'ours' && !pet.initialized && pet.state !== 'terminating')
    .sort((a, b) => a.ordinal - b.ordinal)[0];
}
