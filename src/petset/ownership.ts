import type { OwnerReference, Pod } from './kubernetes.js';
import type { PetSet } from './petset.js';
import { selectorMatches, selectorQuery } from './selector.js';

/**
 * Whose a pod is that has the name of a pet:
 * - `ours`: its owner is the set's record
 * - `orphan`: nobody's, so the set may adopt it
 * - `stray`: its owner is the set's record, but somebody took away the labels that the set selects by
 * - `leftover`: a former record of this name owned it; the garbage collector is about to delete it
 * - `foreign`: somebody else's, or nobody's and not of the set's labels
 */
export type Ownership = 'ours' | 'orphan' | 'stray' | 'leftover' | 'foreign';

/** Decides whose a pod is. `owner` is the reference that pets of the set carry: never a controller's, see the design. */
export function ownershipOf(pod: Pod, set: PetSet, owner: OwnerReference): Ownership {
  const owners = pod.metadata.ownerReferences ?? [];
  if (owners.some(({ controller }) => controller === true)) return 'foreign';
  const isSelected = selectorMatches(set.spec.selector, pod.metadata.labels);
  if (owners.some(({ uid }) => uid === owner.uid)) return isSelected ? 'ours' : 'stray';
  if (!isSelected) return 'foreign';
  return owners.some(({ kind, name }) => kind === owner.kind && name === owner.name) ? 'leftover' : 'orphan';
}

/** Why a foreign or a stray pod is not ours, to be read after its name. */
export function describeForeign(pod: Pod, set: PetSet): string {
  const controller = pod.metadata.ownerReferences?.find((owner) => owner.controller === true);
  if (controller !== undefined) return `belongs to ${controller.kind}/${controller.name}`;
  return `has labels that do not match the selector of the set (${selectorQuery(set.spec.selector)})`;
}
