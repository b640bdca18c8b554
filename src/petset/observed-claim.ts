import { claimIdentity, LABELS } from './identity.js';
import type { ClaimUser } from './mounts.js';
import type { OwnerReference, PersistentVolumeClaim, Served } from './kubernetes.js';

/** All that anybody here knows of a claim that is named as one of the set's. */
export interface ObservedClaim {
  readonly name: string;
  readonly uid: string;
  /** The claim template and the ordinal that it is named after. */
  readonly template: string;
  readonly ordinal: number;
  /** The set that its label names; nothing for a claim that was made by hand or by a StatefulSet. */
  readonly labelledFor: string | undefined;
  /** Whom its owner reference names, its controller first, as `StatefulSet/web`; nothing where it has none. */
  readonly owner: string | undefined;
  /** A pod that mounts it and is not named as a pet of the set, if there is one that still runs or is to run. */
  readonly usedBy: ClaimUser | undefined;
  readonly terminating: boolean;
  readonly phase: string;
  readonly volume: string | undefined;
  /** Its size, as far as it is known: the capacity, else what was asked for. */
  readonly size: string | undefined;
}

/** Reads a claim; nothing if it is not named as a claim of the set. `usedBy` are the pods besides pets, by claim. */
export function observeClaim(
  setName: string,
  templates: readonly string[],
  claim: Served<PersistentVolumeClaim>,
  usedBy: ReadonlyMap<string, ClaimUser>,
): ObservedClaim | undefined {
  const { metadata, spec, status } = claim;
  const identity = claimIdentity(setName, templates, metadata.name);
  return (
    identity && {
      name: metadata.name,
      uid: metadata.uid,
      ...identity,
      labelledFor: metadata.labels?.[LABELS.set],
      owner: ownerOf(metadata.ownerReferences ?? []),
      usedBy: usedBy.get(metadata.name),
      terminating: metadata.deletionTimestamp !== undefined,
      phase: status?.phase ?? 'Pending',
      volume: spec.volumeName,
      size: status?.capacity?.storage ?? spec.resources?.requests?.storage,
    }
  );
}

function ownerOf(owners: readonly OwnerReference[]): string | undefined {
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  return owner && `${owner.kind}/${owner.name}`;
}
