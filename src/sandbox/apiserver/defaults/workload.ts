import type { Claim } from '../../model/volume.js';
import type { ObjectMeta } from '../../model/meta.js';
import type { PodTemplate } from '../../model/pod.js';
import type { ReplicationController, UpdateStrategy, Workload } from '../../model/workload.js';
import { setPodSpecDefaults } from './pod.js';
import { setClaimDefaults } from './volume.js';

/** Defaults of apps/v1 (kubernetes pkg/apis/apps/v1/defaults.go). */

/** Kinds of old have the labels of their pods where they have none of their own. */
export function setLabelsFromTemplate(metadata: ObjectMeta, template: PodTemplate): void {
  const { labels = {} } = template.metadata;
  if (Object.keys(metadata.labels ?? {}).length === 0 && Object.keys(labels).length > 0)
    metadata.labels = { ...labels };
}

export function setReplicationControllerDefaults({ metadata, spec }: ReplicationController): void {
  spec.replicas ??= 1;
  if (spec.template === undefined) return;
  const { labels = {} } = spec.template.metadata;
  if (Object.keys(spec.selector ?? {}).length === 0 && Object.keys(labels).length > 0) spec.selector = { ...labels };
  setLabelsFromTemplate(metadata, spec.template);
  setPodSpecDefaults(spec.template.spec);
}

export function setReplicaDefaults({ spec }: Workload): void {
  spec.replicas ??= 1;
  setPodSpecDefaults(spec.template.spec);
}

export function setStatefulSetDefaults(set: Workload): void {
  const { spec } = set;
  setReplicaDefaults(set);
  for (const claim of spec.volumeClaimTemplates ?? []) setTemplateDefaults(claim);
  spec.podManagementPolicy ??= 'OrderedReady';
  spec.updateStrategy = rolling(spec.updateStrategy, { partition: 0 });
  // Behind a feature gate that is closed in 1.34: dropped without a word.
  delete spec.updateStrategy.rollingUpdate?.maxUnavailable;
  spec.revisionHistoryLimit ??= 10;
  spec.persistentVolumeClaimRetentionPolicy = {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
    ...spec.persistentVolumeClaimRetentionPolicy,
  };
}

/** A claim in a template tells its kind, and its status as if it were one. */
function setTemplateDefaults(claim: Claim): void {
  setClaimDefaults(claim);
  Object.assign(claim, { kind: 'PersistentVolumeClaim', apiVersion: 'v1' });
}

export function setDeploymentDefaults(deployment: Workload): void {
  const { spec } = deployment;
  setReplicaDefaults(deployment);
  spec.strategy = rolling(spec.strategy, { maxUnavailable: '25%', maxSurge: '25%' });
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
}

export function setDaemonSetDefaults({ spec }: Workload): void {
  setPodSpecDefaults(spec.template.spec);
  spec.updateStrategy = rolling(spec.updateStrategy, { maxUnavailable: 1, maxSurge: 0 });
  spec.revisionHistoryLimit ??= 10;
}

function rolling(strategy: UpdateStrategy = {}, defaults: UpdateStrategy['rollingUpdate'] = {}): UpdateStrategy {
  const type = strategy.type ?? 'RollingUpdate';
  return type === 'RollingUpdate'
    ? { type, rollingUpdate: { ...defaults, ...strategy.rollingUpdate } }
    : { ...strategy, type };
}
