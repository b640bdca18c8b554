import type { OwnerReference } from './kubernetes.js';

/** Whom of ours a claim can go with, by its owner references: its pet, or the record of its set. */
export interface ClaimOwner {
  readonly kind: 'pet' | 'record';
  readonly uid: string;
  /** There is none of this uid any more: the garbage collector is about to find out. */
  readonly isGone: boolean;
}

/** Those who may own a claim for us. */
export interface PossibleOwners {
  readonly record: OwnerReference;
  /** Its pod, where there is one; without a uid where there is none. */
  readonly pet: { readonly name: string; readonly uid: string | undefined };
}

/** The reference that makes a claim go with its pet. No controller's, as with the references of pets; see the design. */
export function petReference({ name, uid }: { readonly name: string; readonly uid: string }): OwnerReference {
  return { ...POD, name, uid };
}

/**
 * Which of ours a reference is to; nothing for somebody else's. A former pet or record of the same name counts: a reference
 * to it had the same purpose (kubernetes pkg/controller/statefulset, hasStaleOwnerRef).
 */
export function ownOwner(reference: OwnerReference, { record, pet }: PossibleOwners): ClaimOwner | undefined {
  const { uid } = reference;
  if (isOfSameName(reference, record)) return { kind: 'record', uid, isGone: uid !== record.uid };
  if (isOfSameName(reference, { ...POD, name: pet.name })) return { kind: 'pet', uid, isGone: uid !== pet.uid };
  return undefined;
}

const POD = { apiVersion: 'v1', kind: 'Pod' };

function isOfSameName(
  { apiVersion, kind, name }: Omit<OwnerReference, 'uid'>,
  other: Omit<OwnerReference, 'uid'>,
): boolean {
  return apiVersion === other.apiVersion && kind === other.kind && name === other.name;
}
