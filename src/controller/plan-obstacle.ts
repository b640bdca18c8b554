import { isWanted } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { claimsThat, type KindOfClaim, type KindOfPet, petsThat } from '../petset/kinds.js';
import type { Desired, Observed } from './observed.js';
import type { Obstacle } from './step.js';

/** The first thing, lowest ordinal first, that is in the way and will not go by itself. While it is there nothing is done. */
export function obstacleOf(desired: Desired, observed: Observed): Obstacle | undefined {
  if (desired.moving !== undefined) return { object: desired.record, problem: 'is being moved', endedBy: MOVES };
  if (desired.teardown === 'orphan') return undefined;
  // A set that stays lets go of them; one that goes would take what they hold on to with it.
  const strays = desired.teardown === undefined ? [] : podsThat(({ ownership }) => ownership === 'stray', observed);
  return [...strays.map(podObstacle), ...inTheWay(desired, observed)][0];
}

/** One goes on with the move, the other takes it back. */
const MOVES = [
  ['petset', 'install'],
  ['petset', 'uninstall'],
];

/** What besides strays is in the way; of pets that only go, nothing is. */
function inTheWay(desired: Desired, observed: Observed): readonly Obstacle[] {
  const { set, teardown, replacements } = desired;
  if (teardown === 'delete') return [];
  if (teardown !== undefined) {
    const own = claimsThat(observed.claims, ({ labelledFor }) => labelledFor === set.metadata.name);
    return ofClaimsToGo(own.sort(byOrdinal), podsThat(isNamesake, observed));
  }
  const named = new Set(replacements.flatMap(({ claimUids }) => claimUids));
  const replaced = named.size === 0 ? [] : [...observed.claims.values()].filter(({ uid }) => named.has(uid));
  // A pod that has come in the place of the one that was to be replaced keeps its claims: nothing is in the way then.
  return [...ofWanted(desired, observed), ...ofClaimsToGo(replaced.sort(byOrdinal), [])];
}

/** Those that are not going, lowest first. */
function podsThat(
  isMeant: (kind: KindOfPet) => boolean,
  { pods }: Observed,
  isMeantOrdinal?: (ordinal: number) => boolean,
): readonly ObservedPet[] {
  return petsThat(pods, (kind) => kind.state !== 'terminating' && isMeant(kind), isMeantOrdinal).sort(byOrdinal);
}

const byOrdinal = (a: { readonly ordinal: number }, b: { readonly ordinal: number }): number => a.ordinal - b.ordinal;

const podObstacle = ({ name, foreign }: ObservedPet): Obstacle => ({
  object: `pod/${name}`,
  problem: foreign ?? 'is not ours',
});

/** Pods and claims that have the names of wanted ones and are somebody else's. */
function ofWanted({ set }: Desired, observed: Observed): readonly Obstacle[] {
  const own = set.metadata.name;
  const isInTheWay = (ordinal: number): boolean => isWanted(set.spec, ordinal);
  const pods = podsThat(({ ownership }) => ownership === 'foreign', observed, isInTheWay);
  const isOthers = ({ labelledFor, terminating }: KindOfClaim): boolean => labelledFor !== own && !terminating;
  const claims = claimsThat(observed.claims, isOthers, isInTheWay).sort(byOrdinal);
  return [
    ...pods.map(podObstacle),
    ...claims.flatMap(({ name, labelledFor, owner }) => {
      const belongsTo = labelledFor === undefined ? owner : `petset/${labelledFor}`;
      if (belongsTo === undefined) return [];
      return [{ object: `persistentvolumeclaim/${name}`, problem: `belongs to ${belongsTo}` }];
    }),
  ];
}

/** Pods which are not the set's pets, and which use the claims that are to go, or may: by its name a pod could be the pet. */
function ofClaimsToGo(claims: readonly ObservedClaim[], namesakes: readonly ObservedPet[]): readonly Obstacle[] {
  return claims.flatMap(({ name, ordinal, usedBy }) => {
    const isToGo = `persistentvolumeclaim/${name}, which is to be deleted`;
    if (usedBy?.terminating === false)
      return [{ object: `pod/${usedBy.name}`, problem: `is no pet of this set and uses ${isToGo}` }];
    const namesake = namesakes.find((pod) => pod.ordinal === ordinal);
    const problem = `has the name of a pet of this set, is none, and may use ${isToGo}`;
    return namesake === undefined ? [] : [{ object: `pod/${namesake.name}`, problem }];
  });
}

const isNamesake = ({ ownership, state }: KindOfPet): boolean =>
  (ownership === 'orphan' || ownership === 'foreign') && state !== 'finished';
