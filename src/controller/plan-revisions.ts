import { changeCause } from '../petset/revision.js';
import { alone, type Needs, NOTHING, step } from './needs.js';
import type { Desired, Observed } from './observed.js';

/** The present template is remembered before a pet is made of it, as the newest one, and why it is there. */
export function revisionNeeds({ set, revision }: Desired, { revisions }: Observed): Needs {
  const own = revisions.find(({ hash }) => hash === revision);
  if (own === undefined) return alone({ do: 'create-revision' });
  const newest = Math.max(...revisions.map(({ number }) => number));
  const isNewest = own.number === newest && revisions.every((each) => each === own || each.number < newest);
  if (own.terminating || (isNewest && own.cause === changeCause(set))) return NOTHING;
  return alone({ do: 'renumber-revision', revision: own, number: isNewest ? newest : newest + 1 });
}

/**
 * Templates of before go, oldest first, but for as many as the set wants to remember; those that a pet is of, or may be
 * made of again, do not count. Source: pkg/controller/statefulset, truncateHistory.
 */
export function historyNeeds({ set, revision, recorded }: Desired, { revisions, pods }: Observed): Needs {
  const live = new Set([revision, recorded?.from, ...[...pods.values()].map((pet) => pet.revision)]);
  const former = revisions
    .filter(({ hash, terminating }) => !live.has(hash) && !terminating)
    .sort((a, b) => b.number - a.number);
  const forgotten = former.slice(set.spec.revisionHistoryLimit).reverse();
  return step(...forgotten.map((each) => ({ do: 'delete-revision', revision: each }) as const));
}
