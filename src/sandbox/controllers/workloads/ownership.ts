import { matchesSelector } from '../../model/labels.js';
import type { KubeObject, LabelSelector, OwnerReference } from '../../model/meta.js';

/** The one owner of an object that decides over it. */
export const controllerOf = ({ metadata }: KubeObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

export const isControlledBy = (object: KubeObject, owner: KubeObject): boolean =>
  controllerOf(object)?.uid === owner.metadata.uid;

export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export type Claiming = 'own' | 'adopt' | 'release' | 'ignore';

/** What an owner does about an object that may be its own (ClaimObject of kubernetes pkg/controller/controller_ref_manager.go). */
export function claimingOf(owner: KubeObject, object: KubeObject, fits: boolean): Claiming {
  const isOwnerGoing = owner.metadata.deletionTimestamp !== undefined;
  const controller = controllerOf(object);
  if (controller !== undefined) {
    if (controller.uid !== owner.metadata.uid) return 'ignore';
    if (fits) return 'own';
    return isOwnerGoing ? 'ignore' : 'release';
  }
  const isGoing = object.metadata.deletionTimestamp !== undefined;
  return isOwnerGoing || isGoing || !fits ? 'ignore' : 'adopt';
}

/** A selector as workloads carry it: one that is missing chooses nothing. */
export const chooses = (selector: LabelSelector | null | undefined, object: KubeObject): boolean =>
  matchesSelector(selector ?? undefined, object.metadata.labels);

/** What has to hold for a patch of the owners of an object, and what they are from then on. */
export function ownersPatch({ metadata }: KubeObject, owners: readonly OwnerReference[]): object {
  const { uid, resourceVersion } = metadata;
  return { metadata: { uid, resourceVersion, ownerReferences: owners.length === 0 ? null : owners } };
}
