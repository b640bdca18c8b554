import { isWanted } from '../petset/identity.js';
import { isHealthy, type ObservedPet } from '../petset/observed-pet.js';
import { isRolledOut } from '../petset/rollout.js';
import type { Desired, Observed } from './observed.js';
import { claimsToGrow } from './plan-claims.js';
import { isOutdated } from './plan-rollout.js';
import { pauses } from './plan-pause.js';

/**
 * What a set is on its way to, of several things what is done first:
 * - `clean`, `delete`, `orphan`: it is to go, with its claims, without them, or without its pets
 * - `roll-out`: pets come to another template
 * - `replace`: somebody wants a pet anew
 * - `fill`: pets are missing
 * - `recover`: every pet is there, and not every one is healthy
 * - `shrink`: there are pets that are not wanted any more
 * - `grow`: claims become larger
 * - `rest`: all is as it should be
 */
export type OperationKind =
  'clean' | 'delete' | 'orphan' | 'roll-out' | 'replace' | 'fill' | 'recover' | 'shrink' | 'grow' | 'rest';

/** What a set is doing, and how far it is: counted in pets, but for `clean` in pets and claims and for `grow` in claims. */
export interface Operation {
  readonly kind: OperationKind;
  /** How many are still to be done. */
  readonly left: number;
  /** Of how many; nothing where only what is left can be seen, as of pets that go. */
  readonly total: number | undefined;
  /** It does not go on before somebody resumes it. */
  readonly paused: boolean;
}

type Progress = Omit<Operation, 'paused'>;

/** What a set is doing. Follows from the record and what is there alone, so that whoever looks sees the same. */
export function operationOf(desired: Desired, observed: Observed): Operation {
  return { ...progressOf(desired, observed), paused: pauses(desired, observed).length > 0 };
}

function progressOf(desired: Desired, observed: Observed): Progress {
  const { set, teardown, replacements } = desired;
  const own = [...observed.pods.values()].filter(({ ownership }) => ownership === 'ours' || ownership === 'stray');
  if (teardown !== undefined) return going(desired, own, observed);
  if (replacements.length > 0) return { kind: 'replace', left: replacements.length, total: undefined };
  const wanted = own.filter(({ ordinal }) => isWanted(set.spec, ordinal));
  const rollout = rollingOut(desired, wanted);
  if (rollout !== undefined) return rollout;
  const { replicas } = set.spec;
  const ready = wanted.filter(isHealthy).length;
  if (ready < replicas) {
    return { kind: wanted.length < replicas ? 'fill' : 'recover', left: replicas - ready, total: replicas };
  }
  const excess = own.length - wanted.length;
  if (excess > 0) return { kind: 'shrink', left: excess, total: undefined };
  const growing = claimsToGrow(desired, observed).length;
  return growing > 0 ? { kind: 'grow', left: growing, total: undefined } : { kind: 'rest', left: 0, total: replicas };
}

function going({ set, teardown = 'delete' }: Desired, pets: readonly ObservedPet[], { claims }: Observed): Progress {
  const own = [...claims.values()].filter(({ labelledFor }) => labelledFor === set.metadata.name);
  const left = pets.length + (teardown === 'clean' ? own.length : 0);
  return { kind: teardown, left: teardown === 'orphan' ? 0 : left, total: undefined };
}

/** Those count that a rollout comes to: not the ordinals below its partition. A pet that is away is not there yet. */
function rollingOut(desired: Desired, wanted: readonly ObservedPet[]): Progress | undefined {
  const { rollout, recorded, set } = desired;
  if (rollout === undefined || recorded === undefined) return undefined;
  const { replicas, ordinals } = set.spec;
  const isBelow = (ordinal: number): boolean => !isRolledOut(rollout, ordinal, set.spec);
  const skipped = new Set(ordinals.reserve.filter((each) => each >= ordinals.start && isBelow(each))).size;
  const total = replicas - Math.min(rollout.partition - skipped, replicas);
  const there = wanted.filter((pet) => !isBelow(pet.ordinal) && !isOutdated(pet, desired) && isHealthy(pet)).length;
  return total > there ? { kind: 'roll-out', left: total - there, total } : undefined;
}
