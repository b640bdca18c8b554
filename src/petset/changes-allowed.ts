import { problemsWithTemplates, type RefusedChange } from './claim-templates.js';
import type { ObservedClaim } from './observed-claim.js';
import type { PetSet } from './petset.js';
import { CHANGE_CAUSE_ANNOTATION, canonicalJson } from './revision.js';

/** What of a spec stays as the set was created with; the rest of it may change. As in a StatefulSet, but for claims that grow. */
const FIXED = [
  { field: 'selector', why: 'it says which pods are the pets' },
  { field: 'serviceName', why: 'the DNS names of the pets depend on it' },
  { field: 'podManagementPolicy', why: 'the pets were promised that order' },
] as const;

/** All that may not change of what is to take the place of a set, whose claims are these. */
export function refusedChanges(
  present: PetSet,
  wanted: PetSet,
  claims?: readonly ObservedClaim[],
): readonly RefusedChange[] {
  const fixed = FIXED.flatMap(({ field, why }) => {
    const [from, to] = [present.spec[field], wanted.spec[field]];
    return canonicalJson(from) === canonicalJson(to) ? [] : [{ path: ['spec', field], from, to, why }];
  });
  const [before, after] = [present.spec.volumeClaimTemplates, wanted.spec.volumeClaimTemplates];
  return [...fixed, ...problemsWithTemplates(before, after, claims)];
}

/** The set as it is wanted now; it is still the one that was created, with the cause of its last change. */
export function replacing(present: PetSet, wanted: PetSet): PetSet {
  const { labels, annotations } = wanted.metadata;
  const cause = present.metadata.annotations?.[CHANGE_CAUSE_ANNOTATION];
  const all = { ...(cause !== undefined && { [CHANGE_CAUSE_ANNOTATION]: cause }), ...annotations };
  return {
    ...wanted,
    metadata: {
      name: present.metadata.name,
      ...(labels && { labels }),
      ...(Object.keys(all).length > 0 && { annotations: all }),
    },
  };
}
