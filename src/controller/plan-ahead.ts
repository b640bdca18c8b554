import { claimName, isWanted, placeOf, wantedOrdinals } from '../petset/identity.js';
import type { PetSet } from '../petset/petset.js';
import { claimsThat, type KindOfClaim } from '../petset/kinds.js';
import { type Needs, NOTHING, step } from './needs.js';
import type { Desired, Observed } from './observed.js';
import type { Step, Wait } from './step.js';

/**
 * The claims of the pets that come after those that are waited for, so that whoever provides storage has begun by then: of so
 * many ordinals. What is there already is dealt with when its turn comes. `busy`: the ordinals that need something, where somebody
 * keeps count of them.
 */
export function claimsAhead(
  { set }: Desired,
  { pods, claims }: Observed,
  waits: readonly Wait[],
  most: number,
  busy?: Iterable<number>,
): readonly Step[] {
  const { volumeClaimTemplates: templates } = set.spec;
  if (most === 0 || templates.length === 0) return [];
  const reached = waits.reduce((highest, on) => Math.max(highest, ordinalOf(on)), -1);
  const steps: Step[] = [];
  let left = most;
  for (const ordinal of busy ?? wantedOrdinals(set.spec, placeOf(set.spec, reached) ?? 0)) {
    if (left === 0) break;
    if (ordinal <= reached || pods.has(ordinal)) continue;
    left--;
    for (const { metadata } of templates)
      if (!claims.has(claimName(metadata.name, set.metadata.name, ordinal)))
        steps.push({ do: 'create-claim', template: metadata.name, ordinal, ahead: true });
  }
  return steps;
}

function ordinalOf(on: Wait): number {
  if ('pet' in on) return on.pet.ordinal;
  return 'claim' in on ? on.claim.ordinal : -1;
}

/**
 * Whether a claim that is made ahead says so: only where a scale-down deletes claims with their pets, for there is none yet
 * that it could go with. Anywhere else it stays like any other.
 */
export function isMarkedAhead({ spec }: PetSet): boolean {
  return spec.persistentVolumeClaimRetentionPolicy.whenScaled === 'Delete';
}

/** A claim that was made ahead is one like any other as soon as its pet has come, or once claims are to stay. */
export function settlingNeeds({ set, teardown }: Desired, { claims, pods }: Observed): Needs {
  if (teardown === 'clean' || teardown === 'orphan') return NOTHING;
  const isSettled = (ordinal: number): boolean => pods.has(ordinal) || !isMarkedAhead(set);
  const settled = claimsThat(claims, ({ ahead, terminating }) => ahead && !terminating, isSettled);
  return step(...settled.map((claim) => ({ do: 'settle-claim', claim }) as const));
}

/** Claims whose pets are not wanted any more, before they have come: no pet has ever had them. */
export function abandonedNeeds({ set }: Desired, { claims, pods }: Observed): Needs {
  const isAbandoned = (ordinal: number): boolean => !isWanted(set.spec, ordinal) && !pods.has(ordinal);
  const isInPeace = ({ ahead, terminating, usedBy }: KindOfClaim): boolean =>
    ahead && !terminating && usedBy === undefined;
  const toGo = claimsThat(claims, isInPeace, isAbandoned);
  return step(...toGo.map((claim) => ({ do: 'delete-claim', claim }) as const));
}
