import { changeCause } from '../petset/revision.js';
import { petsThat } from '../petset/kinds.js';
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
  const others = revisions.filter(
    ({ hash, terminating }) => hash !== revision && hash !== recorded?.from && !terminating,
  );
  const limit = set.spec.revisionHistoryLimit;
  if (others.length <= limit) return NOTHING;
  const isLive = (hash: string): boolean => petsThat(pods, (pet) => pet.revision === hash).length > 0;
  const former = others.filter(({ hash }) => !isLive(hash)).sort((a, b) => b.number - a.number);
  const forgotten = former.slice(limit).reverse();
  return step(...forgotten.map((each) => ({ do: 'delete-revision', revision: each }) as const));
}
