import type { Pod, Served } from '../petset/kubernetes.js';
import { type ObservedPet, observePet, type Viewpoint } from '../petset/observed-pet.js';

/** Reads pods as `observePet` does with the same eyes, each of them once as long as it is the same object. */
export class PetReader {
  private readonly known = new WeakMap<Served<Pod>, ObservedPet>();

  read(pod: Served<Pod>, ordinal: number, viewpoint: Viewpoint): ObservedPet {
    const known = this.known.get(pod);
    if (known !== undefined && !isOver(known, viewpoint.now)) return known;
    const pet = observePet(pod, ordinal, viewpoint);
    this.known.set(pod, pet);
    return pet;
  }
}

/** A pet settles by time alone. */
function isOver({ state, availableAt = 0 }: ObservedPet, now: number): boolean {
  return state === 'settling' && availableAt <= now;
}
