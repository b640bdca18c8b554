import type { Claim } from '../../model/volume.js';
import type { UpdateStrategy, Workload } from '../../model/workload.js';
import { setPodSpecDefaults } from './pod.js';
import { setClaimDefaults } from './volume.js';

/** Defaults of apps/v1 (kubernetes pkg/apis/apps/v1/defaults.go). */

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
