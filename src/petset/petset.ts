import type { ClaimSpec, JsonObject, KubeObject, LabelSelector, ObjectMeta, PodTemplate } from './kubernetes.js';

export const PETSET_API_VERSION = 'petset.dev/v1alpha1';
export const PETSET_KIND = 'PetSet';

export type PodManagementPolicy = 'OrderedReady' | 'Parallel';
export type ClaimRetention = 'Retain' | 'Delete';

export interface ClaimTemplate {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: ClaimSpec;
}

export interface UpdateStrategy {
  readonly type: 'OnDelete' | 'RollingUpdate';
  readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: number | string };
}

/** A strategic merge patch on the pod template, for the pet of one ordinal. */
export interface OrdinalOverride {
  readonly ordinal: number;
  readonly template: JsonObject;
}

export interface Ordinals {
  readonly start: number;
  /** Ordinals that are skipped; there are `replicas` pets all the same. OpenKruise has it as `reserveOrdinals`. */
  readonly reserve: readonly number[];
  readonly overrides: readonly OrdinalOverride[];
}

/** What a user may leave out is filled in by `withDefaults`. Names and meanings are those of StatefulSet. */
export interface PetSetSpec {
  readonly replicas: number;
  readonly selector: LabelSelector;
  readonly serviceName: string;
  readonly template: PodTemplate;
  readonly volumeClaimTemplates: readonly ClaimTemplate[];
  readonly podManagementPolicy: PodManagementPolicy;
  /** Seconds that a pet must have been ready before it counts as available. */
  readonly minReadySeconds: number;
  readonly ordinals: Ordinals;
  readonly revisionHistoryLimit: number;
  readonly updateStrategy: UpdateStrategy;
  readonly persistentVolumeClaimRetentionPolicy: {
    readonly whenDeleted: ClaimRetention;
    readonly whenScaled: ClaimRetention;
  };
}

export interface PetSet extends KubeObject {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: PetSetSpec;
}

/** Names a set within a cluster. */
export interface SetRef {
  readonly namespace: string;
  readonly name: string;
}
