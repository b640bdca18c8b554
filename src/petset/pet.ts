import type { OwnerReference, PersistentVolumeClaim, Pod, PodTemplate, Volume } from './kubernetes.js';
import { aheadAnnotations } from './claim-ahead.js';
import { claimName, INITIALIZED_ANNOTATION, LABELS, petName } from './identity.js';
import { overrideHash, templateFor } from './overrides.js';
import type { ClaimTemplate, PetSet } from './petset.js';
import { fillInSpec } from './template-variables.js';

/** What a new pet needs besides its set: where it stands, which revision it is of, and whose it is. */
export interface PetBirth {
  readonly namespace: string;
  readonly ordinal: number;
  /** The hash of the template. */
  readonly revision: string;
  /** Where it is not the set's present one. */
  readonly template?: PodTemplate;
  /** It pauses its set until somebody resumes it. */
  readonly braked?: boolean;
  readonly owner: OwnerReference;
}

/**
 * The pod of one pet: the template with the identity of its ordinal (name, host name, DNS name, claims), and with what is
 * different about that ordinal.
 * A volume of the template that has a claim template's name gives way to the claim. Source: the PetSet
 * controller's identity mappers; StatefulSet does the same.
 */
export function newPet(set: PetSet, birth: PetBirth): Pod {
  const { namespace, ordinal, revision, owner, template, braked = false } = birth;
  const { metadata = {}, spec } = templateFor(set.spec, ordinal, template);
  const override = overrideHash(set.spec, ordinal);
  // A template that was copied from a pet must not say of all pets what was so of one.
  const { [LABELS.override]: _, ...withoutOverride } = metadata.labels ?? {};
  const annotations = { ...metadata.annotations, ...(braked && { [INITIALIZED_ANNOTATION]: 'false' }) };
  const name = petName(set.metadata.name, ordinal);
  const volumes = volumesOf(set, ordinal, spec.volumes);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: {
        ...withoutOverride,
        ...(override !== undefined && { [LABELS.override]: override }),
        [LABELS.set]: set.metadata.name,
        [LABELS.revision]: revision,
        [LABELS.podIndex]: String(ordinal),
      },
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ...(metadata.finalizers && { finalizers: metadata.finalizers }),
      ownerReferences: [owner],
    },
    spec: {
      ...fillInSpec(spec, name, ordinal),
      hostname: name,
      ...(set.spec.serviceName !== '' && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

function volumesOf(set: PetSet, ordinal: number, volumes: readonly Volume[] = []): readonly Volume[] {
  const claimed = set.spec.volumeClaimTemplates.map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: claimName(metadata.name, set.metadata.name, ordinal) },
  }));
  const names = new Set(claimed.map((volume) => volume.name));
  return [...claimed, ...volumes.filter((volume) => !names.has(volume.name))];
}

/** What a new claim needs besides its set and its template. */
export type ClaimBirth = Pick<PetBirth, 'namespace' | 'ordinal' | 'owner'> & {
  /** It is to say that it was made ahead of its pet. */
  readonly ahead?: boolean;
};

/**
 * The claim that a template makes for a pet. It carries the set's labels, and no owner unless the set's policy says that
 * claims go with the set: then it is owned by the record, and goes with it whoever deletes that.
 */
export function newClaim(
  set: PetSet,
  template: ClaimTemplate,
  { namespace, ordinal, owner, ahead = false }: ClaimBirth,
): PersistentVolumeClaim {
  const { name, labels } = template.metadata;
  const annotations = ahead
    ? { ...template.metadata.annotations, ...aheadAnnotations(owner) }
    : template.metadata.annotations;
  const goesWithSet = set.spec.persistentVolumeClaimRetentionPolicy.whenDeleted === 'Delete';
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(name, set.metadata.name, ordinal),
      namespace,
      labels: { ...labels, ...set.spec.selector.matchLabels, [LABELS.set]: set.metadata.name },
      ...(annotations && { annotations }),
      ...(goesWithSet && { ownerReferences: [owner] }),
    },
    spec: template.spec,
  };
}
