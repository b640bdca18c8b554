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

/** What a spec has where its document says nothing. OnDelete is how PetSets were updated. */
export const DEFAULTS: Omit<PetSetSpec, 'selector' | 'template'> = {
  replicas: 1,
  serviceName: '',
  volumeClaimTemplates: [],
  podManagementPolicy: 'OrderedReady',
  minReadySeconds: 0,
  ordinals: { start: 0, reserve: [], overrides: [] },
  revisionHistoryLimit: 10,
  updateStrategy: { type: 'OnDelete' },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
};

/**
 * The whole set that a document means: what it leaves out is filled in.
 * A missing selector is that of the template's labels, as apps/v1alpha1 had it.
 */
export function withDefaults({ metadata, spec }: WrittenPetSet): PetSet {
  return {
    apiVersion: PETSET_API_VERSION,
    kind: PETSET_KIND,
    metadata,
    spec: {
      replicas: spec.replicas ?? DEFAULTS.replicas,
      selector: isEmpty(spec.selector) ? { matchLabels: spec.template.metadata?.labels ?? {} } : spec.selector,
      serviceName: spec.serviceName ?? DEFAULTS.serviceName,
      template: spec.template,
      volumeClaimTemplates: (spec.volumeClaimTemplates ?? DEFAULTS.volumeClaimTemplates).map(claimTemplate),
      ...policies(spec),
    },
  };
}

type Policies = Omit<PetSetSpec, 'replicas' | 'selector' | 'serviceName' | 'template' | 'volumeClaimTemplates'>;

function policies(spec: WrittenSpec): Policies {
  const { persistentVolumeClaimRetentionPolicy: retention } = spec;
  return {
    podManagementPolicy: spec.podManagementPolicy ?? DEFAULTS.podManagementPolicy,
    minReadySeconds: spec.minReadySeconds ?? DEFAULTS.minReadySeconds,
    ordinals: filled(spec.ordinals, DEFAULTS.ordinals),
    revisionHistoryLimit: spec.revisionHistoryLimit ?? DEFAULTS.revisionHistoryLimit,
    updateStrategy: filled(spec.updateStrategy, DEFAULTS.updateStrategy),
    persistentVolumeClaimRetentionPolicy: filled(retention, DEFAULTS.persistentVolumeClaimRetentionPolicy),
  };
}

/** A field that is there and null counts as left out, as everywhere in Kubernetes. */
function filled<T extends object>(written: Partial<T> | undefined, defaults: T): T {
  const said = Object.entries(written ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { ...defaults, ...Object.fromEntries(said) };
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
