import { type FieldPath, formatPath } from './field-error.js';
import type { PetSet } from './petset.js';
import { CHANGE_CAUSE_ANNOTATION, canonicalJson } from './revision.js';

/** A field that may not change, with what it is and what it was to become. */
export interface RefusedChange {
  readonly path: FieldPath;
  readonly from: unknown;
  readonly to: unknown;
  readonly why: string;
}

/** What of a spec stays as the set was created with; the rest of it may change. As in a StatefulSet, but for claims that grow. */
const FIXED = [
  { field: 'selector', why: 'it says which pods are the pets' },
  { field: 'serviceName', why: 'the DNS names of the pets depend on it' },
  { field: 'podManagementPolicy', why: 'the pets were promised that order' },
  { field: 'volumeClaimTemplates', why: 'claims that were made from it cannot change' },
] as const;

/** All that may not change of what is to take the place of a set. */
export function refusedChanges(present: PetSet, wanted: PetSet): readonly RefusedChange[] {
  return FIXED.flatMap(({ field, why }) => {
    const [from, to] = [present.spec[field], wanted.spec[field]];
    return canonicalJson(from) === canonicalJson(to) ? [] : [{ path: ['spec', field], from, to, why }];
  });
}

/** `spec.serviceName: is "nginx" and cannot become "web": the DNS names of the pets depend on it` */
export function describeRefusedChange({ path, from, to, why }: RefusedChange): string {
  return `${formatPath(path)}: is ${JSON.stringify(from)} and cannot become ${JSON.stringify(to)}: ${why}`;
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
