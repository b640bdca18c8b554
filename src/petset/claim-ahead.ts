import type { ObjectMeta, OwnerReference } from './kubernetes.js';

/** On a claim that was made for a pet which is still to come: the uid of the record for whose set it was made. */
const AHEAD_ANNOTATION = 'petset.dev/ahead';

/** What says of a claim that it was made ahead, for the set of this record. */
export function aheadAnnotations({ uid }: OwnerReference): Readonly<Record<string, string>> {
  return { [AHEAD_ANNOTATION]: uid };
}

/** Whether a claim was made ahead for the set of this record: not for a former one of its name. */
export function isAhead({ annotations }: ObjectMeta, { uid }: OwnerReference): boolean {
  return annotations?.[AHEAD_ANNOTATION] === uid;
}

/** What a patch says of a claim of which that is so no longer. */
export const NOT_AHEAD = { annotations: { [AHEAD_ANNOTATION]: null } } as const;
