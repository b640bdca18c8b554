import type { Condition, KubeObject, LabelSelector } from './meta.js';

/** Volumes of pods, claims, persistent volumes and their classes. */

export interface Volume {
  name: string;
  emptyDir?: { medium?: string; sizeLimit?: string };
  nfs?: { server: string; path: string };
  csi?: { driver: string; nodePublishSecretRef?: { name?: string } };
  gcePersistentDisk?: { pdName: string; partition?: number };
  image?: { reference?: string; pullPolicy?: string };
  hostPath?: { path: string; type?: string };
  persistentVolumeClaim?: { claimName: string; readOnly?: boolean };
  configMap?: { name?: string; optional?: boolean; defaultMode?: number; items?: KeyToPath[] };
  secret?: { secretName?: string; optional?: boolean; defaultMode?: number; items?: KeyToPath[] };
  downwardAPI?: { defaultMode?: number; items?: DownwardFile[] };
  projected?: { defaultMode?: number; sources: ProjectedSource[] | null };
  ephemeral?: { volumeClaimTemplate?: { spec: ClaimSpec } };
}

export interface FieldReference {
  apiVersion?: string;
  fieldPath: string;
}

export interface KeyToPath {
  key: string;
  path: string;
  mode?: number;
}

/** A file that tells something of its pod. */
export interface DownwardFile {
  path: string;
  fieldRef?: FieldReference;
  resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
  mode?: number;
}

export interface ProjectedSource {
  secret?: { name?: string; items?: KeyToPath[] };
  configMap?: { name?: string; items?: KeyToPath[] };
  downwardAPI?: { items?: DownwardFile[] };
  serviceAccountToken?: { expirationSeconds?: number; path: string };
  clusterTrustBundle?: object;
  podCertificate?: object;
}

export interface Claim extends KubeObject {
  spec: ClaimSpec;
  status: {
    phase?: string;
    accessModes?: string[];
    capacity?: Record<string, string>;
    conditions?: Condition[];
    allocatedResources?: Record<string, string>;
    allocatedResourceStatuses?: Record<string, string>;
  };
}

export interface ClaimSpec {
  accessModes?: string[];
  selector?: LabelSelector;
  resources: { limits?: Record<string, string>; requests?: Record<string, string> };
  volumeName?: string;
  storageClassName?: string;
  volumeMode?: string;
  dataSource?: DataSource;
  dataSourceRef?: DataSource & { namespace?: string };
  volumeAttributesClassName?: string;
}

/** What a claim is to be filled from. */
export interface DataSource {
  apiGroup: string | null;
  kind: string;
  name: string;
}

export interface ClaimReference {
  kind?: string;
  namespace?: string;
  name?: string;
  uid?: string;
  apiVersion?: string;
  resourceVersion?: string;
}

export interface PersistentVolume extends KubeObject {
  spec: {
    capacity?: Record<string, string>;
    hostPath?: { path: string; type?: string };
    accessModes?: string[];
    claimRef?: ClaimReference;
    persistentVolumeReclaimPolicy?: string;
    storageClassName?: string;
    volumeMode?: string;
    volumeAttributesClassName?: string;
    nodeAffinity?: object;
  };
  status: { phase?: string; message?: string; reason?: string; lastPhaseTransitionTime?: string };
}

export interface StorageClass extends KubeObject {
  provisioner: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: string;
  mountOptions?: string[];
  allowVolumeExpansion?: boolean;
  volumeBindingMode?: string;
}
