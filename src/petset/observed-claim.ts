import { isAhead } from './claim-ahead.js';
import { claimIdentity, isWanted, LABELS } from './identity.js';
import { type ClaimOwner, ownOwner, type PossibleOwners } from './claim-owner.js';
import type { ClaimUser } from './mounts.js';
import type { ObjectMeta, OwnerReference, PersistentVolumeClaim, Served } from './kubernetes.js';
import type { PetSet } from './petset.js';

/** All that anybody here knows of a claim that is named as one of the set's. */
export interface ObservedClaim {
  readonly name: string;
  readonly uid: string;
  /** The claim template and the ordinal that it is named after. */
  readonly template: string;
  readonly ordinal: number;
  /** The set that its label names; nothing for a claim that was made by hand or by a StatefulSet. */
  readonly labelledFor: string | undefined;
  /** Whom its owner reference names that is none of ours, its controller first, as `StatefulSet/web`; nothing where it has none. */
  readonly owner: string | undefined;
  /** Of ours, its pet and the record of the set: whom it goes with. */
  readonly goesWith: readonly ClaimOwner[];
  /** It was made ahead of its pet, which had not come yet when it was written last. */
  readonly ahead: boolean;
  /** A pod that mounts it and is not named as a pet of the set, if there is one that still runs or is to run. */
  readonly usedBy: ClaimUser | undefined;
  /** It is deleted and not gone yet, or is about to be: all of ours that it goes with are gone. */
  readonly terminating: boolean;
  readonly phase: string;
  readonly volume: string | undefined;
  /** Its size, as far as it is known: the capacity, else what was asked for. */
  readonly size: string | undefined;
  /** How much storage it asks for, and how much it has; nothing where it is not bound. */
  readonly requested: string | undefined;
  readonly capacity: string | undefined;
  /** Its storage says that it cannot become as large as it asks to be. */
  readonly cannotGrow: boolean;
}

/** What the eye needs besides the claim. */
export interface ClaimViewpoint {
  readonly setName: string;
  readonly templates: readonly string[];
  /** The pods besides pets that use claims, by claim. */
  readonly usedBy: ReadonlyMap<string, ClaimUser>;
  /** Of the claim of an ordinal: the record, and the pet if there is one. */
  readonly ownersOf: (ordinal: number) => PossibleOwners;
}

/** Reads a claim; nothing if it is not named as a claim of the set. */
export function observeClaim(
  claim: Served<PersistentVolumeClaim>,
  { setName, templates, usedBy, ownersOf }: ClaimViewpoint,
): ObservedClaim | undefined {
  const { metadata, spec } = claim;
  const identity = claimIdentity(setName, templates, metadata.name);
  if (identity === undefined) return undefined;
  const possible = ownersOf(identity.ordinal);
  const owners = ownersOfClaim(metadata, possible);
  const { record } = possible;
  const { goesWith } = owners;
  const isDoomed = goesWith.length > 0 && goesWith.every(({ isGone }) => isGone);
  return {
    name: metadata.name,
    uid: metadata.uid,
    ...identity,
    labelledFor: metadata.labels?.[LABELS.set],
    ...owners,
    ahead: isAhead(metadata, record),
    usedBy: usedBy.get(metadata.name),
    terminating: metadata.deletionTimestamp !== undefined || isDoomed,
    volume: spec.volumeName,
    ...sizesOf(claim),
  };
}

function ownersOfClaim(
  { ownerReferences = [] }: ObjectMeta,
  possible: PossibleOwners,
): Pick<ObservedClaim, 'owner' | 'goesWith'> {
  const others = ownerReferences.filter((reference) => ownOwner(reference, possible) === undefined);
  return {
    owner: nameOfFirst(others),
    goesWith: ownerReferences.flatMap((reference) => ownOwner(reference, possible) ?? []),
  };
}

function sizesOf({
  spec: { resources },
  status = {},
}: PersistentVolumeClaim): Pick<ObservedClaim, 'phase' | 'size' | 'requested' | 'capacity' | 'cannotGrow'> {
  const requested = resources?.requests?.storage;
  const capacity = status.capacity?.storage;
  return {
    phase: status.phase ?? 'Pending',
    size: capacity ?? requested,
    requested,
    capacity,
    cannotGrow: status.allocatedResourceStatuses?.storage?.endsWith('Infeasible') ?? false,
  };
}

function nameOfFirst(owners: readonly OwnerReference[]): string | undefined {
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  return owner && `${owner.kind}/${owner.name}`;
}

/**
 * What becomes of a claim when its set is deleted: it `goes` with it, by policy, or it `stays`. The garbage collector lets a
 * claim stay that somebody else owns too.
 */
export function fateOnDeletion(
  { labelledFor, ordinal, owner, goesWith, terminating }: ObservedClaim,
  { metadata, spec }: PetSet,
): 'goes' | 'stays' {
  if (terminating) return 'goes';
  if (labelledFor !== metadata.name || owner !== undefined) return 'stays';
  if (goesWith.some(({ kind }) => kind === 'pet') && !isWanted(spec, ordinal)) return 'goes';
  if (spec.persistentVolumeClaimRetentionPolicy.whenDeleted === 'Retain') return 'stays';
  // What was left by a scale-down when claims stayed is not the record's.
  return isWanted(spec, ordinal) || goesWith.length > 0 ? 'goes' : 'stays';
}
