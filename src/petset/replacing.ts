import { keepingDefaults } from './filled-in.js';
import { getIn } from './json-edit.js';
import type { Json, PodTemplate } from './kubernetes.js';
import type { PetSet } from './petset.js';
import { CHANGE_CAUSE_ANNOTATION, changeCause, RESTARTED_ANNOTATION, revisionHash } from './revision.js';

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
  const said = keepingDefaults(present.spec, wanted.spec);
  const template = restartedAs(present.spec.template, said.template);
  const spec = { ...said, template, ...Object.fromEntries(kept.map((field) => [field, present.spec[field]])) };
  const isNewTemplate = revisionHash(template) !== revisionHash(present.spec.template);
  return withCause({ ...wanted, spec }, changeCause(wanted) ?? (isNewTemplate ? undefined : changeCause(present)));
}

/** A restart is no part of a document, and is not to be undone by it: that would be one more. kubectl's apply keeps it, too. */
function restartedAs(present: PodTemplate, wanted: PodTemplate): PodTemplate {
  const at = present.metadata?.annotations?.[RESTARTED_ANNOTATION];
  const { annotations } = wanted.metadata ?? {};
  if (at === undefined || annotations?.[RESTARTED_ANNOTATION] !== undefined) return wanted;
  return { ...wanted, metadata: { ...wanted.metadata, annotations: { ...annotations, [RESTARTED_ANNOTATION]: at } } };
}

function withCause(set: PetSet, cause: string | undefined): PetSet {
  if (cause === undefined) return set;
  const annotations = { ...set.metadata.annotations, [CHANGE_CAUSE_ANNOTATION]: cause };
  return { ...set, metadata: { ...set.metadata, annotations } };
}
