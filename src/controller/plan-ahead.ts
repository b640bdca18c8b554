import { claimName, isWanted, wantedOrdinals } from '../petset/identity.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { PetSet } from '../petset/petset.js';
import { type Needs, NOTHING, step } from './needs.js';
import type { Desired, Observed } from './observed.js';
import type { Step, Wait } from './step.js';

/**
 * The claims of the pets that come after those that are waited for, so that whoever provides storage has begun by then: of so
 * many ordinals. What is there already is dealt with when its turn comes.
 */
export function claimsAhead(
  { set }: Desired,
  { pods, claims }: Observed,
  waits: readonly Wait[],
  most: number,
): readonly Step[] {
  const { volumeClaimTemplates: templates } = set.spec;
  if (most === 0 || templates.length === 0) return [];
  const reached = Math.max(-1, ...waits.map(ordinalOf));
  const steps: Step[] = [];
  let left = most;
  for (const ordinal of wantedOrdinals(set.spec)) {
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
  const settled: ObservedClaim[] = [];
  for (const claim of claims.values())
    if (claim.ahead && !claim.terminating && (pods.has(claim.ordinal) || !isMarkedAhead(set))) settled.push(claim);
  return step(...settled.map((claim) => ({ do: 'settle-claim', claim }) as const));
}

/** Claims whose pets are not wanted any more, before they have come: no pet has ever had them. */
export function abandonedNeeds({ set }: Desired, { claims, pods }: Observed): Needs {
  const abandoned: ObservedClaim[] = [];
  for (const claim of claims.values()) if (claim.ahead && !isWanted(set.spec, claim.ordinal)) abandoned.push(claim);
  const toGo = abandoned.filter(
    ({ ordinal, terminating, usedBy }) => !terminating && usedBy === undefined && !pods.has(ordinal),
  );
  return step(...toGo.map((claim) => ({ do: 'delete-claim', claim }) as const));
}
