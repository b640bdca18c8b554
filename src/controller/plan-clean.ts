import type { Desired, Observed } from './observed.js';
import type { Plan } from './step.js';

/**
 * What is left to do for a set that is to go and has no pet of its own any more: its claims, highest ordinal first,
 * then, when they are really gone, its revisions and its record. Only claims that carry the set's label are its own.
 */
export function cleanUp({ set, going }: Desired, { pods, claims, revisions }: Observed): Plan {
  const own = [...claims.values()]
    .filter(({ labelledFor }) => labelledFor === set.metadata.name)
    .sort((a, b) => b.ordinal - a.ordinal || (a.name < b.name ? -1 : 1));

  const users = own.flatMap(({ ordinal }) => pods.get(ordinal) ?? []).filter(({ state }) => state !== 'finished');
  if (users.length > 0) return { kind: 'wait', on: users.map((pet) => ({ for: 'gone', pet })) };
  const used = own.filter(({ usedBy }) => usedBy !== undefined);
  if (used.length > 0) return { kind: 'wait', on: used.map((claim) => ({ for: 'claim-unused', claim })) };

  const standing = own.filter(({ terminating }) => !terminating);
  if (standing.length > 0) return { kind: 'act', steps: standing.map((claim) => ({ do: 'delete-claim', claim })) };
  if (own.length > 0) return { kind: 'wait', on: own.map((claim) => ({ for: 'claim-gone', claim })) };

  const [revision] = revisions.filter(({ terminating }) => !terminating);
  if (revision !== undefined) return { kind: 'act', steps: [{ do: 'delete-revision', revision }] };
  if (going !== undefined) return { kind: 'wait', on: [{ for: 'record-gone', record: going }] };
  return { kind: 'act', steps: [{ do: 'delete-record' }] };
}
