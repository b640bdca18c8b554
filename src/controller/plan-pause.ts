import type { ObservedPet } from '../petset/observed-pet.js';
import type { Desired, Observed } from './observed.js';
import type { Wait } from './step.js';

/** What holds everything up until somebody lifts it: the brake of the record, and that of the lowest pet that has it on. */
export function pauses({ paused, record }: Desired, { pods }: Observed): readonly Wait[] {
  const [pet] = pausing(pods.values());
  return [
    ...(paused ? [{ for: 'resume-set', record } as const] : []),
    ...(pet ? [{ for: 'resume', pet } as const] : []),
  ];
}

/** Those of them that pause their set, lowest first. A pet that is going away pauses nothing; one that lost its labels does. */
export function pausing(pets: Iterable<ObservedPet>): readonly ObservedPet[] {
  const braked: ObservedPet[] = [];
  for (const pet of pets) if (!pet.initialized && isPausing(pet)) braked.push(pet);
  return braked.sort((a, b) => a.ordinal - b.ordinal);
}

function isPausing({ ownership, state }: ObservedPet): boolean {
  return (ownership === 'ours' || ownership === 'stray') && state !== 'terminating';
}
