import type { ObservedClaim } from '../petset/observed-claim.js';
import type { Observed } from './observed.js';
import type { Plan } from './step.js';

/**
 * What is left to do for a set that is to go and has no pet of its own any more: its claims, highest ordinal first,
 * then, when they are really gone, its revisions and its record. Only claims that carry the set's label are its own.
 */
export function cleanUp(setName: string, { pods, claims, revisions }: Observed): Plan {
  const own = [...claims.values()]
    .filter(({ labelledFor }) => labelledFor === setName)
    .sort((a, b) => b.ordinal - a.ordinal || (a.name < b.name ? -1 : 1));

  const user = own.map(({ ordinal }) => pods.get(ordinal)).find((pod) => pod !== undefined);
  if (user?.ownership === 'leftover' || user?.state === 'terminating')
    return { kind: 'wait', on: [{ for: 'gone', pet: user }] };
  if (user !== undefined) {
    const problem =
      'is not a pet of this set any more, but has the name of one that used the claims which are to be deleted';
    return { kind: 'stuck', obstacle: { object: `pod/${user.name}`, problem } };
  }

  const standing = own.filter(({ terminating }) => !terminating);
  if (standing.length > 0) return { kind: 'act', steps: standing.map((claim) => ({ do: 'delete-claim', claim })) };
  if (own.length > 0) return { kind: 'wait', on: own.map((claim: ObservedClaim) => ({ for: 'claim-gone', claim })) };
  return {
    kind: 'act',
    steps: [...revisions.map(({ name }) => ({ do: 'delete-revision', name }) as const), { do: 'delete-record' }],
  };
}
