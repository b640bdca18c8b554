import type { Json } from './json.js';
import type { Condition, KubeObject, LabelSelector } from './meta.js';
import type { PodTemplate } from './pod.js';
import type { Claim } from './volume.js';

/** Kinds that make pods, or look after those that do. */

export interface Workload extends KubeObject {
  spec: WorkloadSpec;
  status: WorkloadStatus;
}

export interface WorkloadSpec {
  replicas?: number;
  selector?: LabelSelector | null;
  template: PodTemplate;
  serviceName?: string;
  podManagementPolicy?: string;
  updateStrategy?: UpdateStrategy;
  strategy?: UpdateStrategy;
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
  volumeClaimTemplates?: Claim[];
  minReadySeconds?: number;
  paused?: boolean;
  ordinals?: { start?: number };
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
}

export interface UpdateStrategy {
  type?: string;
  rollingUpdate?: { partition?: number; maxUnavailable?: number | string; maxSurge?: number | string };
}

export interface WorkloadCondition extends Condition {
  lastUpdateTime?: string;
}

/** Its selector is a plain map, and its template may be missing. */
export interface ReplicationController extends KubeObject {
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    selector?: Record<string, string>;
    template?: PodTemplate;
  };
  status: WorkloadStatus;
}

export interface WorkloadStatus {
  observedGeneration?: number;
  replicas?: number;
  readyReplicas?: number;
  currentReplicas?: number;
  updatedReplicas?: number;
  availableReplicas?: number;
  unavailableReplicas?: number;
  fullyLabeledReplicas?: number;
  terminatingReplicas?: number;
  currentRevision?: string;
  updateRevision?: string;
  collisionCount?: number;
  conditions?: WorkloadCondition[];
  currentNumberScheduled?: number;
  desiredNumberScheduled?: number;
  numberReady?: number;
  updatedNumberScheduled?: number;
  numberAvailable?: number;
}

export interface ControllerRevision extends KubeObject {
  data?: Json;
  revision: number;
}

export interface JobSpec {
  parallelism?: number;
  completions?: number;
  activeDeadlineSeconds?: number;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  ttlSecondsAfterFinished?: number;
  completionMode?: string;
  suspend?: boolean;
  selector?: LabelSelector;
  manualSelector?: boolean;
  podReplacementPolicy?: string;
  managedBy?: string;
  podFailurePolicy?: { rules: { action: string; onExitCodes?: object; onPodConditions?: object[] }[] | null };
  successPolicy?: object;
  template: PodTemplate;
}

export interface Job extends KubeObject {
  spec: JobSpec;
  status: {
    conditions?: Condition[];
    startTime?: string;
    completionTime?: string;
    active?: number;
    succeeded?: number;
    failed?: number;
  };
}

/** How many pods a workload is to have, and has. */
export interface Scale extends KubeObject {
  spec: { replicas?: number };
  status: { replicas: number; selector?: string };
}

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    timeZone?: string;
    startingDeadlineSeconds?: number;
    concurrencyPolicy?: string;
    suspend?: boolean;
    jobTemplate: { spec: JobSpec };
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
  };
  status: { active?: object[]; lastScheduleTime?: string };
}
