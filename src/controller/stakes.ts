import { isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { unavailableAllowed } from '../petset/rollout.js';
import type { Foresight } from './foresee.js';
import type { Desired, Observed } from './observed.js';
import { type Step, type StepOf, petTakenDown, type Wait } from './step.js';

/** What becomes of pets and claims, and how long that takes as far as it is known. Pets come in the order in which it happens. */
export interface Stakes {
  /** Pets that go and come back, and pets that get other images where they run. */
  readonly restarted: readonly string[];
  readonly changedInPlace: readonly string[];
  readonly removed: readonly string[];
  readonly created: readonly string[];
  /** How many of those that restart may be away at once. */
  readonly atOnce: number;
  /** Claims that go for good, ones that become larger, and new ones. */
  readonly lost: readonly ObservedClaim[];
  readonly grown: readonly { readonly claim: ObservedClaim; readonly size: string }[];
  readonly made: number;
  /** Milliseconds: minReadySeconds, and starts that take as long as the last one of the pet, where that was seen. */
  readonly atLeast: number;
  /** Milliseconds: what pets have besides to end in. */
  readonly upTo: number;
}

export function stakesOf(desired: Desired, observed: Observed, foresight: Foresight): Stakes {
  const steps = foresight.steps.map(({ step }) => step);
  const gone = ordered(steps.flatMap((step) => petOf(step, 'delete-pet', 'evict-pet')));
  const made = new Set(steps.flatMap((step) => (step.do === 'create-pet' ? [step.ordinal] : [])));
  const rounds = [foresight.waits, ...foresight.steps.map(({ waits }) => waits)];
  const { set, rollout } = desired;
  return {
    restarted: gone.filter(({ ordinal }) => made.has(ordinal)).map(({ name }) => name),
    changedInPlace: ordered(steps.flatMap((step) => petOf(step, 'patch-pet'))).map(({ name }) => name),
    removed: gone.filter(({ ordinal }) => !made.has(ordinal)).map(({ name }) => name),
    created: [...made]
      .filter((ordinal) => !gone.some((pet) => pet.ordinal === ordinal))
      .map((ordinal) => `${set.metadata.name}-${ordinal}`),
    atOnce: rollout === undefined ? 1 : unavailableAllowed(rollout, set.spec.replicas),
    lost: lostClaims(observed, foresight),
    grown: steps.flatMap((step) => (step.do === 'grow-claim' ? [step] : [])),
    made: steps.filter((step) => step.do === 'create-claim').length,
    atLeast: rounds.reduce((sum, waits) => sum + startOf(waits, desired, observed), 0),
    upTo: rounds.reduce((sum, waits) => sum + endOf(waits), 0),
  };
}

function petOf(step: Step, ...kinds: readonly Step['do'][]): readonly ObservedPet[] {
  const pet = petTakenDown(step) ?? (step.do === 'delete-pet' ? step.pet : undefined);
  return pet !== undefined && kinds.includes(step.do) ? [pet] : [];
}

/** Each ordinal once. */
function ordered(pets: readonly ObservedPet[]): readonly ObservedPet[] {
  return [...new Map(pets.map((pet) => [pet.ordinal, pet])).values()];
}

/** Those that were not on their way before. What goes with a record goes after the last step. */
function lostClaims({ claims }: Observed, { steps, left }: Foresight): readonly ObservedClaim[] {
  const last = steps.at(-1)?.step;
  const record = steps
    .map(({ step }) => step)
    .find((step): step is StepOf<'delete-record'> => step.do === 'delete-record');
  const takesClaims = record?.pets === 'go' || (last?.do === 'guard-record' && !last.isGuarded && record === undefined);
  return [...claims.values()].filter((claim) => {
    if (claim.terminating) return false;
    const then = left.claims.get(claim.name);
    if (then?.uid !== claim.uid || then.terminating) return true;
    return takesClaims && then.owner === undefined && then.goesWith.length > 0;
  });
}

/** How long it takes until the pets that come up together are there. */
function startOf(waits: readonly Wait[], { set }: Desired, { pods }: Observed): number {
  const starts = waits.map((on) => (on.for === 'ready' ? (pods.get(on.pet.ordinal)?.startedIn ?? 0) : 0));
  const settles = waits.some((on) => on.for === 'available') ? set.spec.minReadySeconds * 1000 : 0;
  return Math.max(0, ...starts) + settles;
}

function endOf(waits: readonly Wait[]): number {
  return Math.max(0, ...waits.map((on) => (on.for === 'gone' ? on.pet.gracePeriod * 1000 : 0)));
}

/** How many wanted pets a set has that nothing happens to. */
export function untouched(
  { set }: Desired,
  { pods }: Observed,
  { restarted, changedInPlace, removed }: Stakes,
): number {
  const touched = new Set([...restarted, ...changedInPlace, ...removed]);
  return [...pods.values()].filter(
    ({ name, ordinal, ownership }) => ownership === 'ours' && isWanted(set.spec, ordinal) && !touched.has(name),
  ).length;
}
