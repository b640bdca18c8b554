import { claimIdentity, LABELS } from './identity.js';
import type { PersistentVolumeClaim, Served } from './kubernetes.js';

/** All that anybody here knows of a claim that is named as one of the set's. */
export interface ObservedClaim {
  readonly name: string;
  readonly uid: string;
  /** The claim template and the ordinal that it is named after. */
  readonly template: string;
  readonly ordinal: number;
  /** The set that its label names; nothing for a claim that was made by hand or by a StatefulSet. */
  readonly labelledFor: string | undefined;
  readonly terminating: boolean;
  readonly phase: string;
  readonly volume: string | undefined;
  /** Its size, as far as it is known: the capacity, else what was asked for. */
  readonly size: string | undefined;
}

/** Reads a claim; nothing if it is not named as a claim of the set. */
export function observeClaim(
  setName: string,
  templates: readonly string[],
  claim: Served<PersistentVolumeClaim>,
): ObservedClaim | undefined {
  const { metadata, spec, status } = claim;
  const identity = claimIdentity(setName, templates, metadata.name);
  return (
    identity && {
      name: metadata.name,
      uid: metadata.uid,
      ...identity,
      labelledFor: metadata.labels?.[LABELS.set],
      terminating: metadata.deletionTimestamp !== undefined,
      phase: status?.phase ?? 'Pending',
      volume: spec.volumeName,
      size: status?.capacity?.storage ?? spec.resources?.requests?.storage,
    }
  );
}
