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
  validateDaemonSet,
  validateDeployment,
  validateReplicaSet,
  validateSelectorUpdate,
  validateStatefulSet,
  validateStatefulSetUpdate,
} from '../validation/workload.js';
import { templateWarnings } from '../warnings/pod.js';
import type { Kind } from './kind.js';
import { SCALE } from './scale.js';

/** Kinds that are stored and shown, but that no controller here acts on. */

/** Says at once what would be waited for in vain. */
const warnings =
  (plural: string) =>
  ({ spec }: Pick<Workload | Job, 'spec'>): readonly string[] => [
    ...noController(plural),
    ...templateWarnings(spec.template, 'spec.template'),
  ];

const noController = (plural: string): readonly string[] => [
  `this embedded cluster has no controller for ${plural}: it is stored, no pods are made`,
];

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
  warnings: warnings('statefulsets'),
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
  validate: validateDeployment,
  validateUpdate: validateSelectorUpdate,
  warnings: warnings('deployments'),
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
  validate: validateReplicaSet,
  validateUpdate: validateSelectorUpdate,
  warnings: warnings('replicasets'),
};

export const DAEMON_SET: Kind<Workload> = {
  ...APPS,
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  printer: DAEMON_SET_PRINTER,
  setDefaults: setDaemonSetDefaults,
  validate: validateDaemonSet,
  validateUpdate: validateSelectorUpdate,
  warnings: warnings('daemonsets'),
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
  warnings: warnings('replicationcontrollers'),
};

export const JOB: Kind<Job> = {
  ...BATCH,
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  selectable: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
  printer: JOB_PRINTER,
  setDefaults: setJobDefaults,
  warnings: warnings('jobs'),
};

export const CRON_JOB: Kind<CronJob> = {
  ...BATCH,
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  printer: CRON_JOB_PRINTER,
  setDefaults: setCronJobDefaults,
  warnings: ({ spec }) => [
    ...noController('cronjobs'),
    ...templateWarnings(spec.jobTemplate.spec.template, 'spec.jobTemplate.spec.template'),
  ],
};
