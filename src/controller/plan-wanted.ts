import { ordinalAt, placeOf, wantedOrdinals } from '../petset/identity.js';
import { type KindOfClaim, ordinalsOfClaims, ordinalsOfPets, petsThat } from '../petset/kinds.js';
import type { Desired, Observed } from './observed.js';

/**
 * The wanted ordinals for which something may be needed, lowest first: all but those that have a healthy pet on all of its
 * claims, as nearly all of a large set have. Each has its place among the wanted ones, where what it has is counted.
 */
export function* busyOrdinals({ set }: Desired, { pods, claims, unverified }: Observed): Generator<number> {
  const { spec } = set;
  const all = 1 + spec.volumeClaimTemplates.length;
  // There are no more in good order than there are pods: beyond that many places one is as good as any.
  const counts = new Uint16Array(Math.min(spec.replicas, pods.size + 1));
  const count = (ordinal: number): void => {
    const place = placeOf(spec, ordinal);
    if (place !== undefined && place < counts.length) counts[place] = (counts[place] ?? 0) + 1;
  };
  ordinalsOfPets(
    pods,
    ({ state, ownership }) => state === 'healthy' && ownership !== 'orphan' && ownership !== 'leftover',
    count,
  );
  ordinalsOfClaims(claims, (claim) => !isToBeAdopted(claim), count);
  const held = new Set<number>();
  if (unverified !== undefined && unverified.size > 0)
    for (const pet of petsThat(pods, ({ state }) => state === 'healthy'))
      if (unverified.has(pet.uid)) held.add(pet.ordinal);
  for (let place = 0; place < counts.length; place++) {
    const isInOrder = counts[place] === all;
    if (isInOrder && held.size === 0) continue;
    const ordinal = ordinalAt(spec, place) ?? 0;
    if (!isInOrder || held.has(ordinal)) yield ordinal;
  }
  yield* wantedOrdinals(spec, counts.length);
}

export function isToBeAdopted({ labelledFor, terminating }: KindOfClaim): boolean {
  return labelledFor === undefined && !terminating;
}
