import { getIn } from './json-edit.js';
import type { Json } from './kubernetes.js';
import type { PetSet } from './petset.js';
import { CHANGE_CAUSE_ANNOTATION, changeCause, revisionHash } from './revision.js';

/**
 * What stays as it is where a document leaves it out, though a new set would get a default: how many pets there are is
 * often said by `scale` alone, and the selector of a set was the labels of its first template.
 */
const KEPT = ['replicas', 'selector'] as const;

/**
 * The set that a document means in place of one that is there. Where neither says why there is a new template, nobody
 * knows: the cause of the former one is not that of this one.
 */
export function replacing(present: PetSet, wanted: PetSet, written: Json): PetSet {
  const kept = KEPT.filter((field) => (getIn(written, ['spec', field]) ?? null) === null);
  const spec = { ...wanted.spec, ...Object.fromEntries(kept.map((field) => [field, present.spec[field]])) };
  const isNewTemplate = revisionHash(wanted.spec.template) !== revisionHash(present.spec.template);
  return withCause({ ...wanted, spec }, changeCause(wanted) ?? (isNewTemplate ? undefined : changeCause(present)));
}

function withCause(set: PetSet, cause: string | undefined): PetSet {
  if (cause === undefined) return set;
  const annotations = { ...set.metadata.annotations, [CHANGE_CAUSE_ANNOTATION]: cause };
  return { ...set, metadata: { ...set.metadata, annotations } };
}
