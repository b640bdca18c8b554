import type { KubeObject, OwnerReference } from '../../../model/meta.js';
import type { Pod } from '../../../model/pod.js';
import type { Claim } from '../../../model/volume.js';
import type { Workload } from '../../../model/workload.js';
import { controllerReference } from '../ownership.js';
import { isInRange } from './identity.js';

/** Claims that go with their set or their pod are theirs; others are nobody's (persistentVolumeClaimRetentionPolicy). */

interface Policy {
  readonly whenDeleted: boolean;
  readonly whenScaled: boolean;
}

/** When claims are deleted. */
function policyOf({ spec }: Workload): Policy {
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return { whenDeleted: whenDeleted === 'Delete', whenScaled: whenScaled === 'Delete' };
}

const names = (owner: OwnerReference, { apiVersion, kind, metadata }: KubeObject): boolean =>
  owner.apiVersion === apiVersion && owner.kind === kind && owner.name === metadata.name;

/** Whether a claim is of an owner of this name that is gone. */
const isStale = (claim: Claim, object: KubeObject): boolean =>
  claim.metadata.ownerReferences?.some((owner) => names(owner, object) && owner.uid !== object.metadata.uid) === true;

/** Whether somebody else decides over a claim that is to go with its set or its pod. */
export function isForeign(claim: Claim, set: Workload, pod: Pod): boolean {
  const { whenDeleted, whenScaled } = policyOf(set);
  if (!whenDeleted && !whenScaled) return false;
  return (claim.metadata.ownerReferences ?? []).some((owner) => {
    const mine = [set, pod].find((object) => names(owner, object));
    return mine === undefined ? owner.controller === true : owner.uid !== mine.metadata.uid;
  });
}

/** What a pod cannot be made for: a claim that goes with its predecessor, who was scaled down. */
export const goesWithPredecessor = (claim: Claim, set: Workload, pod: Pod): boolean =>
  policyOf(set).whenScaled && isStale(claim, pod);

/** The owners that a claim is to have where those it has are not right; nothing where they are. */
export function ownersToBe(claim: Claim, set: Workload, pod: Pod): OwnerReference[] | undefined {
  if (isStale(claim, set) || isStale(claim, pod)) return undefined;
  const present = claim.metadata.ownerReferences ?? [];
  const others = present.filter((owner) => !names(owner, set) && !names(owner, pod));
  const mine = isForeign(claim, set, pod) ? [] : wantedOwners(set, pod).map(controllerReference);
  const held = present.filter(({ uid }) => uid === set.metadata.uid || uid === pod.metadata.uid);
  const isRight =
    held.length === mine.length &&
    mine.every((owner) => held.some(({ uid, controller }) => uid === owner.uid && controller === true));
  return isRight ? undefined : [...others, ...mine];
}

function wantedOwners(set: Workload, pod: Pod): KubeObject[] {
  const { whenDeleted, whenScaled } = policyOf(set);
  if (whenScaled && !isInRange(set, pod)) return [pod];
  return whenDeleted ? [set] : [];
}
