import type { ControllerRevision, CronJob, Job, Workload } from '../../model/workload.js';
import { setCronJobDefaults, setJobDefaults } from '../defaults/job.js';
import {
  setDaemonSetDefaults,
  setDeploymentDefaults,
  setReplicaDefaults,
  setStatefulSetDefaults,
} from '../defaults/workload.js';
import {
  CONTROLLER_REVISION_PRINTER,
  CRON_JOB_PRINTER,
  DAEMON_SET_PRINTER,
  DEPLOYMENT_PRINTER,
  JOB_PRINTER,
  REPLICA_SET_PRINTER,
  REPLICATION_CONTROLLER_PRINTER,
  STATEFUL_SET_PRINTER,
} from '../tables/workloads.js';
import {
  validateReplicas,
  validateSelectorUpdate,
  validateStatefulSet,
  validateStatefulSetUpdate,
} from '../validation/workload.js';
import type { Kind, Subresource } from './kind.js';

/** Kinds that are stored and shown, but that no controller here acts on. */

const SCALE: Subresource = {
  name: 'scale',
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  verbs: ['get', 'patch', 'update'],
};

const WORKLOAD = { namespaced: true, hasStatus: true, countsGenerations: true, categories: ['all'] } as const;
const APPS = { ...WORKLOAD, group: 'apps', version: 'v1' } as const;
const BATCH = { ...WORKLOAD, group: 'batch', version: 'v1' } as const;

export const STATEFUL_SET: Kind<Workload> = {
  ...APPS,
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  subresources: [SCALE],
  printer: STATEFUL_SET_PRINTER,
  setDefaults: setStatefulSetDefaults,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
};

export const DEPLOYMENT: Kind<Workload> = {
  ...APPS,
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  subresources: [SCALE],
  printer: DEPLOYMENT_PRINTER,
  setDefaults: setDeploymentDefaults,
  validate: validateReplicas,
  validateUpdate: validateSelectorUpdate,
};

export const REPLICA_SET: Kind<Workload> = {
  ...APPS,
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  subresources: [SCALE],
  selectable: { 'status.replicas': ({ status }) => String(status.replicas ?? 0) },
  printer: REPLICA_SET_PRINTER,
  setDefaults: setReplicaDefaults,
  validate: validateReplicas,
  validateUpdate: validateSelectorUpdate,
};

export const DAEMON_SET: Kind<Workload> = {
  ...APPS,
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  printer: DAEMON_SET_PRINTER,
  setDefaults: setDaemonSetDefaults,
};

export const CONTROLLER_REVISION: Kind<ControllerRevision> = {
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  namespaced: true,
  printer: CONTROLLER_REVISION_PRINTER,
};

export const REPLICATION_CONTROLLER: Kind<Workload> = {
  ...WORKLOAD,
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  subresources: [SCALE],
  selectable: { 'status.replicas': ({ status }) => String(status.replicas ?? 0) },
  printer: REPLICATION_CONTROLLER_PRINTER,
  setDefaults: setReplicaDefaults,
};

export const JOB: Kind<Job> = {
  ...BATCH,
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  selectable: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
  printer: JOB_PRINTER,
  setDefaults: setJobDefaults,
};

export const CRON_JOB: Kind<CronJob> = {
  ...BATCH,
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  printer: CRON_JOB_PRINTER,
  setDefaults: setCronJobDefaults,
};
