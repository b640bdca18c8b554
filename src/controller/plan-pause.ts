import type { ObservedPet } from '../petset/observed-pet.js';
import { type KindOfPet, petsThat } from '../petset/kinds.js';
import type { Desired, Observed } from './observed.js';
import type { Wait } from './step.js';

/** What holds everything up until somebody lifts it: the brake of the record, and that of the lowest pet that has it on. */
export function pauses({ paused, record }: Desired, { pods }: Observed): readonly Wait[] {
  const [pet] = petsThat(pods, isPausing).sort(byOrdinal);
  return [
    ...(paused ? [{ for: 'resume-set', record } as const] : []),
    ...(pet ? [{ for: 'resume', pet } as const] : []),
  ];
}

/** Those of them that pause their set, lowest first. A pet that is going away pauses nothing; one that lost its labels does. */
export function pausing(pets: Iterable<ObservedPet>): readonly ObservedPet[] {
  return [...pets].filter(isPausing).sort(byOrdinal);
}

function isPausing({ initialized, ownership, state }: KindOfPet): boolean {
  return !initialized && (ownership === 'ours' || ownership === 'stray') && state !== 'terminating';
}

const byOrdinal = (a: ObservedPet, b: ObservedPet): number => a.ordinal - b.ordinal;
