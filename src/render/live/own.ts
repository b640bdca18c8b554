import type { Standing } from '../../controller/progress.js';
import { type Ascending, inAscendingOrder } from '../../petset/ascending.js';
import { byIdentity } from '../../petset/by-identity.js';
import { type KindOfPet, ordinalsOfPets } from '../../petset/kinds.js';
import { isHealthy } from '../../petset/observed-pet.js';

/** Whether such pets are the set's own. */
export function isOwn({ ownership }: KindOfPet): boolean {
  return ownership === 'ours';
}

export function isHealthyOwn(kind: KindOfPet): boolean {
  return isOwn(kind) && isHealthy(kind);
}

/** The ordinals of the set's own pets; put in order once for all that a drawing asks about them. */
export const ordinalsOfOwn: (pods: Standing['there']['pods']) => Ascending = byIdentity((pods) => {
  const ordinals: number[] = [];
  ordinalsOfPets(pods, isOwn, (ordinal) => ordinals.push(ordinal));
  return inAscendingOrder(ordinals);
});
