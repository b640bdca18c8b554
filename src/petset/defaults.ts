import { withoutNulls } from './json-edit.js';
import type { LabelSelector, ObjectMeta, PodTemplate } from './kubernetes.js';
import {
  type ClaimTemplate,
  PETSET_API_VERSION,
  PETSET_KIND,
  type PetSet,
  type PetSetSpec,
  type UpdateStrategy,
} from './petset.js';

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
      selector: selectorOf(spec),
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
    updateStrategy: updateStrategy(filled(spec.updateStrategy, DEFAULTS.updateStrategy)),
    persistentVolumeClaimRetentionPolicy: filled(retention, DEFAULTS.persistentVolumeClaimRetentionPolicy),
  };
}

function filled<T extends object>(written: Partial<T> | undefined, defaults: T): T {
  return { ...defaults, ...withoutNulls(written ?? {}) };
}

function updateStrategy({ rollingUpdate, ...strategy }: UpdateStrategy): UpdateStrategy {
  return { ...strategy, ...(rollingUpdate && { rollingUpdate: withoutNulls(rollingUpdate) }) };
}

function selectorOf({ selector, template }: WrittenSpec): LabelSelector {
  const { matchExpressions, ...written } = withoutNulls(selector ?? {});
  const requirements = matchExpressions?.map(({ values, ...each }) => ({ ...each, ...(values && { values }) }));
  const whole = { ...written, ...(requirements && { matchExpressions: requirements }) };
  return isEmpty(whole) ? { matchLabels: template.metadata?.labels ?? {} } : whole;
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function claimTemplate({ metadata, spec }: ClaimTemplate): ClaimTemplate {
  const { name, labels, annotations } = metadata;
  return {
    metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec,
  };
}
