import { isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Desired, Observed } from './observed.js';
import type { Obstacle } from './step.js';

/** The first thing, lowest ordinal first, that is in the way and will not go by itself. While it is there nothing is done. */
export function obstacleOf(desired: Desired, observed: Observed): Obstacle | undefined {
  const pods = [...observed.pods.values()].filter(({ state }) => state !== 'terminating').sort(byOrdinal);
  const claims = [...observed.claims.values()].sort(byOrdinal);
  const [obstacle] = [
    ...pods.filter(({ ownership }) => ownership === 'stray').map(podObstacle),
    ...(desired.clean ? ofCleanUp(desired, pods, claims) : ofWanted(desired, pods, claims)),
  ];
  return obstacle;
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
    ...pods.filter(isInTheWay).flatMap((pod) => (pod.ownership === 'foreign' ? [podObstacle(pod)] : [])),
    ...claims.filter(isInTheWay).flatMap((claim) => {
      const belongsTo = claim.labelledFor === undefined ? claim.owner : `petset/${claim.labelledFor}`;
      if (claim.labelledFor === own || belongsTo === undefined) return [];
      return [{ object: `persistentvolumeclaim/${claim.name}`, problem: `belongs to ${belongsTo}` }];
    }),
  ];
}

/** Pods which are not the set's pets, and which use the claims that are to go, or could: a pet's name is as good as its claim. */
function ofCleanUp(
  { set }: Desired,
  pods: readonly ObservedPet[],
  claims: readonly ObservedClaim[],
): readonly Obstacle[] {
  return claims
    .filter(({ labelledFor }) => labelledFor === set.metadata.name)
    .flatMap(({ name, ordinal, usedBy }) => {
      const namesake = pods.find((pod) => pod.ordinal === ordinal && !['ours', 'leftover'].includes(pod.ownership));
      const user = usedBy ?? namesake?.name;
      const problem = `is no pet of this set and uses persistentvolumeclaim/${name}, which is to be deleted`;
      return user === undefined ? [] : [{ object: `pod/${user}`, problem }];
    });
}
