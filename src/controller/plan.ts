import { claimName, claimTemplateNames, isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { type KindOfPet, petsThat } from '../petset/kinds.js';
import type { Desired, Observed } from './observed.js';
import { obstacleOf } from './plan-obstacle.js';
import { alone, type Needs, NOTHING, step, wait } from './needs.js';
import { type Pace, USUAL_PACE } from './pace.js';
import { abandonedNeeds, claimsAhead, settlingNeeds } from './plan-ahead.js';
import { growthNeeds, ownershipNeeds } from './plan-claims.js';
import { pauses } from './plan-pause.js';
import { replaceNeeds } from './plan-replace.js';
import { historyNeeds, revisionNeeds } from './plan-revisions.js';
import { birth, isDue, mayBrake, mayOvertake, recordNeeds, replacement, rolloutNeeds } from './plan-rollout.js';
import { tearDown } from './plan-teardown.js';
import { busyOrdinals, isToBeAdopted } from './plan-wanted.js';
import { type Plan, type Step, type Wait, withSteps } from './step.js';

/** Finds the wanted ordinals for which something may be needed, lowest first. */
export type Busy = (desired: Desired, observed: Observed) => Iterable<number>;

/**
 * Decides what to do next for a set: steps to take now, or what has to happen first, or that all is as the record wants it.
 * All of the ordering rules are here. Pure: the same record and observation give the same plan. No step of it rests on another
 * one: all of them may be under way at once. `busy` is for whoever keeps count of what changes.
 */
export function plan(desired: Desired, observed: Observed, pace: Pace = USUAL_PACE, busy?: Busy): Plan {
  // Its pets go with a record that somebody deletes: whatever is done now is undone by the garbage collector.
  if (desired.going && !desired.teardown) return { kind: 'wait', on: [{ for: 'record-gone', record: desired.going }] };

  const obstacle = obstacleOf(desired, observed);
  if (obstacle !== undefined) return { kind: 'stuck', obstacle };

  const paused = pauses(desired, observed);
  if (paused.length > 0) return { kind: 'wait', on: paused };

  for (const part of [strayNeeds, replaceNeeds, planPods]) {
    const { steps, waits } = part(desired, observed, { pace, busy });
    if (steps.length > 0 || waits.length > 0) return withSteps(steps, waits);
  }
  if (desired.teardown) return tearDown(desired, desired.teardown, observed);
  return closingPlan(desired, observed);
}

/** Pets without the labels that the set selects by: somebody has taken them out, as of any controller's pods. */
function strayNeeds({ teardown }: Desired, { pods }: Observed): Needs {
  if (teardown !== undefined) return NOTHING;
  const strays = petsThat(pods, ({ ownership, state }) => ownership === 'stray' && state !== 'terminating');
  strays.sort((a, b) => a.ordinal - b.ordinal);
  return step(...strays.map((pet) => ({ do: 'release-pet', pet }) as const));
}

/** The first part that something can be done for; in order, no further than the first one that has to be waited for. */
function planPods(
  desired: Desired,
  observed: Observed,
  { pace, busy }: { readonly pace: Pace; readonly busy?: Busy | undefined },
): Needs {
  for (const needs of [ownershipNeeds, settlingNeeds]) {
    const owners = needs(desired, observed);
    if (owners.steps.length > 0) return owners;
  }
  const wanted = inTurn(wantedNeeds(desired, observed, busy), desired, pace);
  if (wanted.steps.length > 0) return wanted;
  const { waits } = wanted;
  if (waits.length > 0 && !isParallel(desired)) {
    const steps = mayOvertake(waits, desired) ? rolloutNeeds(desired, observed).steps : [];
    return {
      steps: [...steps, ...claimsAhead(desired, observed, waits, pace.claimsAhead, busy?.(desired, observed))],
      waits,
    };
  }
  const others = inTurn(otherNeeds(desired, observed), desired, pace);
  return others.steps.length > 0 ? others : wait(...waits, ...others.waits);
}

/** In order, the first part that needs something; in parallel, as much of all of them as may be under way. */
function inTurn(parts: Iterable<Needs>, desired: Desired, { concurrency }: Pace): Needs {
  const steps: Step[] = [];
  const waits: Wait[] = [];
  for (const needs of parts) {
    if (needs.isAlone && steps.length > 0) break;
    steps.push(...needs.steps);
    waits.push(...needs.waits);
    if (needs.isAlone || steps.length >= concurrency) break;
    if (needs !== NOTHING && !isParallel(desired)) break;
  }
  return steps.length > 0 ? step(...steps) : wait(...waits);
}

function isParallel({ set }: Desired): boolean {
  return set.spec.podManagementPolicy === 'Parallel';
}

/** One part after the other, for a set may want more pets than a list can hold; those that need nothing are left out. */
function* wantedNeeds(desired: Desired, observed: Observed, busy: Busy = busyOrdinals): Generator<Needs> {
  if (desired.teardown) return;
  yield revisionNeeds(desired, observed);
  for (const ordinal of busy(desired, observed)) {
    const needs = needsOf(ordinal, desired, observed);
    if (needs !== NOTHING) yield needs;
  }
}

/** What a wanted ordinal needs. */
export function needsOf(ordinal: number, desired: Desired, observed: Observed): Needs {
  return petNeeds(desired, { ordinal, claims: claimSteps(desired, ordinal, observed) }, observed);
}

function* otherNeeds(desired: Desired, observed: Observed): Generator<Needs> {
  if (!desired.teardown) yield abandonedNeeds(desired, observed);
  for (const pet of condemned(desired, observed)) yield condemnedNeeds(pet);
  if (!desired.teardown) yield rolloutNeeds(desired, observed);
}

function closingPlan(desired: Desired, observed: Observed): Plan {
  const { steps, waits } = closingNeeds(desired, observed);
  if (steps.length > 0) return { kind: 'act', steps };
  return waits.length > 0 ? { kind: 'wait', on: waits } : { kind: 'done' };
}

/** What is left to do once every pet is as it should be. */
function closingNeeds(desired: Desired, observed: Observed): Needs {
  for (const needs of [recordNeeds, historyNeeds]) {
    const { steps } = needs(desired, observed);
    if (steps.length > 0) return step(...steps);
  }
  return growthNeeds(desired, observed);
}

/** What a wanted ordinal needs until it has a healthy pet on its own claims, for which these steps are to be taken. */
function petNeeds(
  desired: Desired,
  { ordinal, claims }: { readonly ordinal: number; readonly claims: readonly Step[] },
  observed: Observed,
): Needs {
  const pet = observed.pods.get(ordinal);
  if (pet === undefined) {
    const going = claimsOf(desired, ordinal, observed).find((claim) => claim?.terminating);
    return going ? wait({ for: 'claim-gone', claim: going }) : birthNeeds(desired, { ordinal, claims }, observed);
  }
  if (pet.state === 'terminating' || pet.ownership === 'leftover') return wait({ for: 'gone', pet });
  if (pet.ownership === 'orphan')
    return pet.initialized ? step({ do: 'adopt-pet', pet }) : alone({ do: 'adopt-pet', pet });
  if (pet.state === 'finished') return step({ do: 'delete-pet', pet, because: 'finished' });
  if (pet.state !== 'healthy' && isDue(pet, desired)) return hasteNeeds(pet, desired, observed);
  return claims.length > 0 ? step(...claims) : healthNeeds(pet, desired, observed);
}

/** First its claims, and then the pet. One that pauses its set as soon as it is there must find nothing under way. */
function birthNeeds(
  desired: Desired,
  { ordinal, claims }: { readonly ordinal: number; readonly claims: readonly Step[] },
  observed: Observed,
): Needs {
  const born = birth(ordinal, desired, observed);
  const steps = claims.length > 0 ? claims : [born];
  return mayBrake(born, desired) ? alone(...steps) : step(...steps);
}

/** Nobody needs to wait for a pet that is to be replaced anyway (kubernetes#67250); one that is healthy waits for its turn. */
function hasteNeeds(pet: ObservedPet, desired: Desired, observed: Observed): Needs {
  const next = replacement(pet, desired, observed);
  // Containers that are just being replaced look ready, and after another change of image nobody could tell that they are not.
  if (next.do === 'patch-pet' && pet.state === 'restarting') return wait({ for: 'ready', pet });
  return mayBrake(next, desired) ? alone(next) : step(next);
}

function healthNeeds(pet: ObservedPet, desired: Desired, { unverified }: Observed): Needs {
  if (pet.state !== 'healthy') return wait({ for: pet.state === 'settling' ? 'available' : 'ready', pet });
  const isToPass = unverified?.has(pet.uid) === true && !isDue(pet, desired);
  return isToPass ? wait({ for: 'verified', pet }) : NOTHING;
}

function claimSteps({ set }: Desired, ordinal: number, { claims }: Observed): readonly Step[] {
  const steps: Step[] = [];
  for (const { metadata } of set.spec.volumeClaimTemplates) {
    const claim = claims.get(claimName(metadata.name, set.metadata.name, ordinal));
    if (claim === undefined) steps.push({ do: 'create-claim', template: metadata.name, ordinal });
    else if (isToBeAdopted(claim)) steps.push({ do: 'adopt-claim', claim });
  }
  return steps;
}

/** The claims of a pet, in the order of their templates; nothing where one is missing. */
function claimsOf({ set }: Desired, ordinal: number, { claims }: Observed): readonly (ObservedClaim | undefined)[] {
  return claimTemplateNames(set).map((template) => claims.get(claimName(template, set.metadata.name, ordinal)));
}

/** The set's own pets of ordinals that are not wanted, highest first. */
function condemned({ set, teardown }: Desired, { pods }: Observed): readonly ObservedPet[] {
  if (teardown === 'orphan') return [];
  const isToGo = (ordinal: number): boolean => teardown !== undefined || !isWanted(set.spec, ordinal);
  const going = petsThat(pods, isOfSet, isToGo);
  return going.sort((a, b) => b.ordinal - a.ordinal);
}

function isOfSet({ ownership }: KindOfPet): boolean {
  return ownership === 'ours' || ownership === 'stray';
}

/** An unhealthy pet may go too: the PetSet controller of 1.3 waited for it for ever. */
function condemnedNeeds(pet: ObservedPet): Needs {
  if (pet.state === 'terminating') return wait({ for: 'gone', pet });
  return step({ do: 'delete-pet', pet, because: 'condemned' });
}
