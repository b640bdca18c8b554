import { isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Desired, Observed } from './observed.js';
import type { Obstacle } from './step.js';

/** The first thing, lowest ordinal first, that is in the way and will not go by itself. While it is there nothing is done. */
export function obstacleOf(desired: Desired, observed: Observed): Obstacle | undefined {
  if (desired.moving !== undefined)
    return { object: desired.record, problem: 'is being moved: kubectl petset install, or uninstall, ends that' };
  const pods = [...observed.pods.values()].filter(({ state }) => state !== 'terminating').sort(byOrdinal);
  const claims = [...observed.claims.values()].sort(byOrdinal);
  if (desired.teardown === 'orphan') return undefined;
  // A set that stays lets go of them; one that goes would take what they hold on to with it.
  const strays = desired.teardown === undefined ? [] : pods.filter(({ ownership }) => ownership === 'stray');
  return [...strays.map(podObstacle), ...inTheWay(desired, pods, claims)][0];
}

/** What besides strays is in the way; of pets that only go, nothing is. */
function inTheWay(
  desired: Desired,
  pods: readonly ObservedPet[],
  claims: readonly ObservedClaim[],
): readonly Obstacle[] {
  const { set, teardown, replacements } = desired;
  if (teardown === 'delete') return [];
  if (teardown !== undefined) {
    const own = claims.filter(({ labelledFor }) => labelledFor === set.metadata.name);
    return ofClaimsToGo(own, pods);
  }
  const replaced = claims.filter(({ uid }) => replacements.some(({ claimUids }) => claimUids.includes(uid)));
  // A pod that has come in the place of the one that was to be replaced keeps its claims: nothing is in the way then.
  return [...ofWanted(desired, pods, claims), ...ofClaimsToGo(replaced, [])];
}

const byOrdinal = (a: { readonly ordinal: number }, b: { readonly ordinal: number }): number => a.ordinal - b.ordinal;

const podObstacle = ({ name, foreign }: ObservedPet): Obstacle => ({
  object: `pod/${name}`,
  problem: foreign ?? 'is not ours',
});

/** Pods and claims that have the names of wanted ones and are somebody else's. */
function ofWanted(
  { set }: Desired,
  pods: readonly ObservedPet[],
  claims: readonly ObservedClaim[],
): readonly Obstacle[] {
  const own = set.metadata.name;
  const isInTheWay = ({ ordinal }: { readonly ordinal: number }): boolean => isWanted(set.spec, ordinal);
  return [
    ...pods.filter((pod) => pod.ownership === 'foreign' && isInTheWay(pod)).map(podObstacle),
    ...claims.flatMap((claim) => {
      if (claim.labelledFor === own || claim.terminating || !isInTheWay(claim)) return [];
      const belongsTo = claim.labelledFor === undefined ? claim.owner : `petset/${claim.labelledFor}`;
      if (belongsTo === undefined) return [];
      return [{ object: `persistentvolumeclaim/${claim.name}`, problem: `belongs to ${belongsTo}` }];
    }),
  ];
}

/** Pods which are not the set's pets, and which use the claims that are to go, or may: by its name a pod could be the pet. */
function ofClaimsToGo(claims: readonly ObservedClaim[], pods: readonly ObservedPet[]): readonly Obstacle[] {
  const namesakes = pods.filter(({ ownership, state }) => isNamesake(ownership) && state !== 'finished');
  return claims.flatMap(({ name, ordinal, usedBy }) => {
    const isToGo = `persistentvolumeclaim/${name}, which is to be deleted`;
    if (usedBy?.terminating === false)
      return [{ object: `pod/${usedBy.name}`, problem: `is no pet of this set and uses ${isToGo}` }];
    const namesake = namesakes.find((pod) => pod.ordinal === ordinal);
    const problem = `has the name of a pet of this set, is none, and may use ${isToGo}`;
    return namesake === undefined ? [] : [{ object: `pod/${namesake.name}`, problem }];
  });
}

const isNamesake = (ownership: ObservedPet['ownership']): boolean => ownership === 'orphan' || ownership === 'foreign';
