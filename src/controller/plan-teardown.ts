import { ORPHAN_FINALIZER } from '../petset/guard.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { Teardown } from '../petset/record-form.js';
import type { Desired, Observed } from './observed.js';
import type { Plan, Step } from './step.js';

/**
 * What is left to do for a set that is to go and has no pet of its own any more, or leaves them: in a clean-up its claims,
 * then its revisions and its record.
 */
export function tearDown(desired: Desired, teardown: Teardown, observed: Observed): Plan {
  // Nothing of it is ours any more once its record is not guarded, whoever has asked for that.
  if (teardown === 'orphan' && isHeldByUs(desired)) {
    const steps = letGo(desired, observed);
    return steps.length > 0 ? { kind: 'act', steps } : release();
  }
  const claims = teardown === 'clean' ? claimsInOrder(desired, observed) : [];
  if (claims.length > 0) return removeClaims(claims, observed);

  const revisions = observed.revisions.filter(({ terminating }) => !terminating);
  if (revisions.length > 0)
    return { kind: 'act', steps: revisions.map((revision) => ({ do: 'delete-revision', revision })) };
  if (isHeldByUs(desired)) return release();
  if (desired.going !== undefined) return { kind: 'wait', on: [{ for: 'record-gone', record: desired.going }] };
  return { kind: 'act', steps: [{ do: 'delete-record', pets: teardown === 'orphan' ? 'stay' : 'go' }] };
}

/** What is to stay of a set that somebody else deletes with all that it owns: the garbage collector must not find it. */
function letGo({ going }: Desired, { pods, claims }: Observed): readonly Step[] {
  if (going?.finalizers.includes(ORPHAN_FINALIZER)) return [];
  const pets = [...pods.values()].filter(({ ownership }) => ownership === 'ours' || ownership === 'stray');
  const kept = [...claims.values()]
    .filter(({ terminating }) => !terminating)
    .filter(({ goesWith }) => goesWith.some(({ kind }) => kind === 'record'));
  return [
    ...pets.map((pet) => ({ do: 'release-pet', pet }) as const),
    ...kept.map((claim) => ({ do: 'own-claim', claim, owner: 'nobody' }) as const),
  ];
}

function isHeldByUs({ going, native }: Desired): boolean {
  return going !== undefined && native?.isGuarded === true;
}

function release(): Plan {
  return { kind: 'act', steps: [{ do: 'guard-record', isGuarded: false }] };
}

/** The claims of the set, highest ordinal first. Only those that carry its label are its own. */
function claimsInOrder({ set }: Desired, { claims }: Observed): readonly ObservedClaim[] {
  return [...claims.values()]
    .filter(({ labelledFor }) => labelledFor === set.metadata.name)
    .sort((a, b) => b.ordinal - a.ordinal || (a.name < b.name ? -1 : 1));
}

/** Not while a pod may use one of them; and the rest of the set waits until they are really gone. */
function removeClaims(own: readonly ObservedClaim[], { pods }: Observed): Plan {
  const users = own.flatMap(({ ordinal }) => pods.get(ordinal) ?? []).filter(({ state }) => state !== 'finished');
  if (users.length > 0) return { kind: 'wait', on: users.map((pet) => ({ for: 'gone', pet })) };
  const used = own.filter(({ usedBy }) => usedBy !== undefined);
  if (used.length > 0) return { kind: 'wait', on: used.map((claim) => ({ for: 'claim-unused', claim })) };

  const standing = own.filter(({ terminating }) => !terminating);
  if (standing.length > 0) return { kind: 'act', steps: standing.map((claim) => ({ do: 'delete-claim', claim })) };
  return { kind: 'wait', on: own.map((claim) => ({ for: 'claim-gone', claim })) };
}
