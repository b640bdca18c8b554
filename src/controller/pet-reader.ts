import type { Pod, Served } from '../petset/kubernetes.js';
import { type ObservedPet, observePet, type Viewpoint } from '../petset/observed-pet.js';

/**
 * Reads pods as `observePet` does, each of them once as long as it is the same one: of a large set one pet changes at a
 * time, and all of them are looked at every time.
 */
export class PetReader {
  private known = new WeakMap<Served<Pod>, ObservedPet>();
  private by: Pick<Viewpoint, 'set' | 'owner'> | undefined;

  readonly read = (pod: Served<Pod>, ordinal: number, viewpoint: Viewpoint): ObservedPet => {
    this.lookWith(viewpoint);
    const known = this.known.get(pod);
    // That one changes by time alone.
    if (known !== undefined && known.state !== 'settling') return known;
    const pet = observePet(pod, ordinal, viewpoint);
    this.known.set(pod, pet);
    return pet;
  };

  /** Another set, or another record of it, sees other pets in the same pods. */
  private lookWith({ set, owner }: Viewpoint): void {
    if (this.by?.set === set && this.by.owner === owner) return;
    this.by = { set, owner };
    this.known = new WeakMap();
  }
}
