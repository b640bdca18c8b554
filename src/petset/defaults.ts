import type { LabelSelector, ObjectMeta, PodTemplate } from './kubernetes.js';
import { type ClaimTemplate, PETSET_API_VERSION, PETSET_KIND, type PetSet, type PetSetSpec } from './petset.js';

/** The spec as a user may write it: all but the template may be missing. */
export type WrittenSpec = Partial<
  Omit<PetSetSpec, 'template' | 'updateStrategy' | 'ordinals' | 'persistentVolumeClaimRetentionPolicy'>
> & {
  readonly template: PodTemplate;
  readonly updateStrategy?: Partial<PetSetSpec['updateStrategy']>;
  readonly ordinals?: Partial<PetSetSpec['ordinals']>;
  readonly persistentVolumeClaimRetentionPolicy?: Partial<PetSetSpec['persistentVolumeClaimRetentionPolicy']>;
};

/** A PetSet document that met the schema. */
export interface WrittenPetSet {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: WrittenSpec;
}

/**
 * The whole set that a document means: what it leaves out is filled in.
 * A missing selector is that of the template's labels, as apps/v1alpha1 had it; OnDelete is how PetSets were updated.
 */
export function withDefaults({ metadata, spec }: WrittenPetSet): PetSet {
  return {
    apiVersion: PETSET_API_VERSION,
    kind: PETSET_KIND,
    metadata,
    spec: {
      replicas: spec.replicas ?? 1,
      selector: isEmpty(spec.selector) ? { matchLabels: spec.template.metadata?.labels ?? {} } : spec.selector,
      serviceName: spec.serviceName ?? '',
      template: spec.template,
      volumeClaimTemplates: (spec.volumeClaimTemplates ?? []).map(claimTemplate),
      ...policies(spec),
    },
  };
}

type Policies = Pick<
  PetSetSpec,
  | 'podManagementPolicy'
  | 'minReadySeconds'
  | 'ordinals'
  | 'revisionHistoryLimit'
  | 'updateStrategy'
  | 'persistentVolumeClaimRetentionPolicy'
>;

function policies(spec: WrittenSpec): Policies {
  const retention = spec.persistentVolumeClaimRetentionPolicy;
  return {
    podManagementPolicy: spec.podManagementPolicy ?? 'OrderedReady',
    minReadySeconds: spec.minReadySeconds ?? 0,
    ordinals: ordinals(spec.ordinals ?? {}),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    updateStrategy: { ...spec.updateStrategy, type: spec.updateStrategy?.type ?? 'OnDelete' },
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: retention?.whenDeleted ?? 'Retain',
      whenScaled: retention?.whenScaled ?? 'Retain',
    },
  };
}

/** A field that is there and null counts as left out, as everywhere in Kubernetes. */
function ordinals({ start, reserve, overrides }: Partial<PetSetSpec['ordinals']>): PetSetSpec['ordinals'] {
  return { start: start ?? 0, reserve: reserve ?? [], overrides: overrides ?? [] };
}

function isEmpty(selector: LabelSelector | undefined): selector is undefined {
  if (selector === undefined) return true;
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

function claimTemplate({ metadata, spec }: ClaimTemplate): ClaimTemplate {
  const { name, labels, annotations } = metadata;
  return {
    metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec,
  };
}
