import { asJson, equalJson } from '../../model/json.js';
import type { ControllerRevision, CronJob, Job, ReplicationController, Workload } from '../../model/workload.js';
import { setCronJobDefaults, setJobDefaults, setJobSelector } from '../defaults/job.js';
import {
  setDaemonSetDefaults,
  setDeploymentDefaults,
  setReplicaDefaults,
  setReplicationControllerDefaults,
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
import { required } from '../status/field-error.js';
import { notNegative } from '../validation/choice.js';
import { validateCronJob, validateJob, validateJobUpdate } from '../validation/job.js';
import { dnsLabelFaults } from '../validation/name.js';
import { validateReplicationController } from '../validation/replication-controller.js';
import {
  validateDaemonSet,
  validateDeployment,
  validateReplicaSet,
  validateSelectorUpdate,
  validateStatefulSet,
  validateStatefulSetUpdate,
} from '../validation/workload.js';
import { nameWarnings, templateWarnings } from '../warnings/pod.js';
import type { Kind } from './kind.js';
import { SCALE } from './scale.js';

/** Kinds that make pods; some are stored and shown here, and no controller acts on them. */

const templateFaults =
  (namesPods = false) =>
  ({ metadata, spec }: Workload | Job): readonly string[] => [
    ...(namesPods ? nameWarnings(metadata.name, 'Pod names and hostnames') : []),
    ...templateWarnings(spec.template, 'spec.template'),
  ];

/** Says at once what would be waited for in vain. */
const warnings =
  (plural: string, namesPods = false) =>
  (object: Workload | Job): readonly string[] => [...noController(plural), ...templateFaults(namesPods)(object)];

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
  nameFaults: dnsLabelFaults,
  setDefaults: setStatefulSetDefaults,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: templateFaults(),
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
  warnings: templateFaults(true),
};

export const REPLICA_SET: Kind<Workload> = {
  ...APPS,
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  subresources: [SCALE],
  printer: REPLICA_SET_PRINTER,
  setDefaults: setReplicaDefaults,
  validate: validateReplicaSet,
  validateUpdate: validateSelectorUpdate,
  warnings: templateFaults(true),
};

/** A field of older versions that v1 keeps as an annotation. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function tellGeneration({ metadata }: Workload, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}

export const DAEMON_SET: Kind<Workload> = {
  ...APPS,
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  printer: DAEMON_SET_PRINTER,
  setDefaults: setDaemonSetDefaults,
  prepareCreate: (set) => tellGeneration(set, 1),
  prepareUpdate: (set, present) => {
    const was = Number(present.metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
    tellGeneration(set, equalJson(asJson(set.spec.template), asJson(present.spec.template)) ? was : was + 1);
  },
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
  validate: ({ data, revision }) => [
    ...notNegative(revision, 'revision'),
    ...(data === undefined || data === null ? [required('data', 'data is mandatory')] : []),
  ],
};

export const REPLICATION_CONTROLLER: Kind<ReplicationController> = {
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
  orphansByDefault: true,
  setDefaults: setReplicationControllerDefaults,
  validate: validateReplicationController,
  warnings: ({ spec }) => (spec.template === undefined ? [] : templateWarnings(spec.template, 'spec.template')),
};

export const JOB: Kind<Job> = {
  ...BATCH,
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  selectable: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
  printer: JOB_PRINTER,
  setDefaults: setJobDefaults,
  orphansByDefault: true,
  deletionWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  prepareCreate: setJobSelector,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
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
  validate: validateCronJob,
  warnings: ({ spec }) => [
    ...noController('cronjobs'),
    ...templateWarnings(spec.jobTemplate.spec.template, 'spec.jobTemplate.spec.template'),
  ],
};
