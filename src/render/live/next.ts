import { type Facts, labelOf } from './facts.js';
import type { Place } from './place.js';

/** So many are named. */
const NAMED = 3;

/** Who has its turn next, in order; nothing where nobody has. */
export function nextOnes(places: readonly Place[], facts: Facts): readonly string[] {
  const { standing, leaving, waits } = facts;
  const coming = standing.wanted.replicas > 0 ? places.filter(({ pet }) => pet === undefined) : [];
  const going = places.filter(({ ordinal }) => leaving.has(ordinal)).reverse();
  const next = [...coming, ...going].filter(({ ordinal }) => !waits.has(ordinal));
  const named = next.slice(0, NAMED).map(({ ordinal }) => labelOf(ordinal, facts));
  return next.length > NAMED ? [...named, '...'] : named;
}
