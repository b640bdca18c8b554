import { isWanted } from '../petset/identity.js';
import { isHealthy } from '../petset/observed-pet.js';
import { isRolledOut } from '../petset/rollout.js';
import { claimsThat, type KindOfPet, ordinalsOfPets } from '../petset/kinds.js';
import type { Desired, Observed } from './observed.js';
import { claimsToGrow } from './plan-claims.js';
import { outdatedPets } from './plan-rollout.js';
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

/** How many pets there are: of the set; of these wanted; of these healthy; and of these as a rollout wants those that it comes to. */
interface Count {
  own: number;
  wanted: number;
  ready: number;
  rolledOut: number;
}

function progressOf(desired: Desired, observed: Observed): Progress {
  const { set, teardown, replacements } = desired;
  const count = counted(desired, observed);
  if (teardown !== undefined) return going(desired, count, observed);
  if (replacements.length > 0) return { kind: 'replace', left: replacements.length, total: undefined };
  const rollout = rollingOut(desired, count);
  if (rollout !== undefined) return rollout;
  const { replicas } = set.spec;
  const { own, wanted, ready } = count;
  if (ready < replicas) {
    return { kind: wanted < replicas ? 'fill' : 'recover', left: replicas - ready, total: replicas };
  }
  if (own > wanted) return { kind: 'shrink', left: own - wanted, total: undefined };
  const growing = claimsToGrow(desired, observed).length;
  return growing > 0 ? { kind: 'grow', left: growing, total: undefined } : { kind: 'rest', left: 0, total: replicas };
}

function counted(desired: Desired, { pods }: Observed): Count {
  const { rollout, recorded, set } = desired;
  const count = { own: 0, wanted: 0, ready: 0, rolledOut: 0 };
  ordinalsOfPets(pods, isOfSet, (ordinal) => {
    count.own++;
    if (isWanted(set.spec, ordinal)) count.wanted++;
  });
  const isReady = (kind: KindOfPet): boolean => isOfSet(kind) && isHealthy(kind);
  ordinalsOfPets(pods, isReady, (ordinal) => {
    if (isWanted(set.spec, ordinal)) count.ready++;
  });
  if (rollout === undefined || recorded === undefined) return count;
  const isReached = (ordinal: number): boolean =>
    isRolledOut(rollout, ordinal, set.spec) && isWanted(set.spec, ordinal);
  ordinalsOfPets(pods, isReady, (ordinal) => {
    if (isReached(ordinal)) count.rolledOut++;
  });
  count.rolledOut -= outdatedPets(desired, pods, isReady, isReached).length;
  return count;
}

function isOfSet({ ownership }: KindOfPet): boolean {
  return ownership === 'ours' || ownership === 'stray';
}

function going({ set, teardown = 'delete' }: Desired, { own }: Count, { claims }: Observed): Progress {
  if (teardown === 'orphan') return { kind: teardown, left: 0, total: undefined };
  const ofClaims =
    teardown === 'clean' ? claimsThat(claims, ({ labelledFor }) => labelledFor === set.metadata.name).length : 0;
  return { kind: teardown, left: own + ofClaims, total: undefined };
}

/** Those count that a rollout comes to: not the ordinals below its partition. A pet that is away is not there yet. */
function rollingOut({ rollout, recorded, set }: Desired, { rolledOut }: Count): Progress | undefined {
  if (rollout === undefined || recorded === undefined) return undefined;
  const { replicas, ordinals } = set.spec;
  const isBelow = (ordinal: number): boolean => !isRolledOut(rollout, ordinal, set.spec);
  const skipped = new Set(ordinals.reserve.filter((each) => each >= ordinals.start && isBelow(each))).size;
  const total = replicas - Math.min(rollout.partition - skipped, replicas);
  return total > rolledOut ? { kind: 'roll-out', left: total - rolledOut, total } : undefined;
}
