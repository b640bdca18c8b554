import { LABELS } from './identity.js';
import { isMap } from './json-edit.js';
import type {
  ConfigMap,
  JsonObject,
  KubeObject,
  ObjectMeta,
  OwnerReference,
  PodTemplate,
  Served,
} from './kubernetes.js';
import type { PetSet, SetRef } from './petset.js';
import { CHANGE_CAUSE_ANNOTATION, newRevision } from './revision.js';
import { plainTemplate } from './statefulset.js';

/** A template that a StatefulSet has had (apps/v1). */
export interface ControllerRevision extends KubeObject {
  readonly revision: number;
  readonly data?: JsonObject;
}

/** On a revision: the ControllerRevision that it was, by which the pods of a StatefulSet name their template. */
const WAS_ANNOTATION = 'petset.dev/controller-revision';

/** A ControllerRevision as a revision of a set. */
export interface FormerRevision {
  /** Its name, which is the `controller-revision-hash` of pods. */
  readonly name: string;
  readonly number: number;
  readonly cause: string | undefined;
  readonly template: PodTemplate;
}

/** The ControllerRevisions of a StatefulSet, oldest first; what holds no template is none of them. */
export function formerRevisions(
  revisions: readonly Served<ControllerRevision>[],
  owner: { readonly uid: string },
): readonly FormerRevision[] {
  return revisions
    .filter(({ metadata }) => isOwnedBy(metadata, owner.uid))
    .flatMap(({ metadata, revision, data }) => {
      const template = templateIn(data);
      const cause = metadata.annotations?.[CHANGE_CAUSE_ANNOTATION];
      return template === undefined ? [] : [{ name: metadata.name, number: revision, cause, template }];
    })
    .sort((a, b) => a.number - b.number);
}

function isOwnedBy({ ownerReferences = [] }: ObjectMeta, uid: string): boolean {
  return ownerReferences.some((reference) => reference.uid === uid);
}

/** It is written as a patch of the set: `{"spec": {"template": {"$patch": "replace", ...}}}` (pkg/controller/statefulset, getPatch). */
function templateIn(data: JsonObject | undefined): PodTemplate | undefined {
  const spec = data?.spec;
  const template = isMap(spec) ? spec.template : undefined;
  if (!isMap(template) || !isMap(template.spec)) return undefined;
  const { $patch: _, ...written } = template;
  // What a StatefulSet was made of met the server's own schema.
  return plainTemplate(written as unknown as PodTemplate);
}

/**
 * The revision of ours that remembers what a ControllerRevision does. That of the present template is of the template that
 * the set has now, whatever defaults a server has learnt since.
 */
export function revisionOfFormer(
  { name, number, cause, template }: FormerRevision,
  { set, isPresent }: { readonly set: PetSet; readonly isPresent: boolean },
  ref: SetRef,
  owner: OwnerReference,
): ConfigMap {
  const { [CHANGE_CAUSE_ANNOTATION]: _, ...annotations } = set.metadata.annotations ?? {};
  const because = isPresent ? set.metadata.annotations?.[CHANGE_CAUSE_ANNOTATION] : cause;
  const then: PetSet = {
    ...set,
    metadata: {
      ...set.metadata,
      annotations: { ...annotations, ...(because !== undefined && { [CHANGE_CAUSE_ANNOTATION]: because }) },
    },
    spec: { ...set.spec, template: isPresent ? set.spec.template : template },
  };
  const revision = newRevision(then, ref, number, owner);
  return {
    ...revision,
    metadata: { ...revision.metadata, annotations: { ...revision.metadata.annotations, [WAS_ANNOTATION]: name } },
  };
}

/** By ControllerRevision: the hash of the revision of ours that remembers its template. */
export function hashesByFormer(revisions: readonly ConfigMap[]): ReadonlyMap<string, string> {
  return new Map(
    revisions.flatMap(({ metadata: { annotations, labels } }) => {
      const [name, hash] = [annotations?.[WAS_ANNOTATION], labels?.[LABELS.revision]];
      return name === undefined || hash === undefined ? [] : [[name, hash] as const];
    }),
  );
}
