import type { KubeObject } from '../../model/meta.js';
import type { ControllerRevision, CronJob, Job, ReplicationController, Workload } from '../../model/workload.js';
import { formatSelector } from '../selectors/label-selector.js';
import { age, humanDuration } from './age.js';
import { containerNames, images } from './containers.js';
import { selector } from './services.js';
import { columns, NONE } from './printer.js';
import type { Cell, Printer } from './printer.js';

const wide = ({ spec }: Workload): Cell[] => [
  containerNames(spec.template),
  images(spec.template),
  formatSelector(spec.selector),
];

export const STATEFUL_SET_PRINTER: Printer<Workload> = {
  columns: columns('Name', 'Ready', 'Age', 'Containers*', 'Images*'),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    age(metadata.creationTimestamp, now),
    containerNames(spec.template),
    images(spec.template),
  ],
};

export const DEPLOYMENT_PRINTER: Printer<Workload> = {
  columns: columns('Name', 'Ready', 'Up-to-date', 'Available', 'Age', 'Containers*', 'Images*', 'Selector*'),
  row: (deployment, now) => [
    deployment.metadata.name,
    `${deployment.status.readyReplicas ?? 0}/${deployment.spec.replicas ?? 0}`,
    deployment.status.updatedReplicas ?? 0,
    deployment.status.availableReplicas ?? 0,
    age(deployment.metadata.creationTimestamp, now),
    ...wide(deployment),
  ],
};

export const REPLICA_SET_PRINTER: Printer<Workload> = {
  columns: columns(
    ...['Name', 'Desired:integer', 'Current:integer', 'Ready:integer', 'Age', 'Containers*', 'Images*', 'Selector*'],
  ),
  row: (set, now) => [
    set.metadata.name,
    set.spec.replicas ?? 0,
    set.status.replicas ?? 0,
    set.status.readyReplicas ?? 0,
    age(set.metadata.creationTimestamp, now),
    ...wide(set),
  ],
};

function asReplicaSet(set: ReplicationController): Workload {
  const template = set.spec.template ?? { metadata: {}, spec: { containers: [] } };
  return { ...set, spec: { ...set.spec, template, selector: {} } };
}

/** A replication controller's selector is a plain map. */
export const REPLICATION_CONTROLLER_PRINTER: Printer<ReplicationController> = {
  columns: REPLICA_SET_PRINTER.columns,
  row: (set, now) => [
    ...REPLICA_SET_PRINTER.row(asReplicaSet(set), now).slice(0, -1),
    selector(set.spec.selector ?? {}),
  ],
};

export const DAEMON_SET_PRINTER: Printer<Workload> = {
  columns: columns(
    ...['Name', 'Desired:integer', 'Current:integer', 'Ready:integer', 'Up-to-date:integer', 'Available:integer'],
    ...['Node Selector', 'Age', 'Containers*', 'Images*', 'Selector*'],
  ),
  row: (set, now) => [
    set.metadata.name,
    set.status.desiredNumberScheduled ?? 0,
    set.status.currentNumberScheduled ?? 0,
    set.status.numberReady ?? 0,
    set.status.updatedNumberScheduled ?? 0,
    set.status.numberAvailable ?? 0,
    selector(set.spec.template.spec.nodeSelector),
    age(set.metadata.creationTimestamp, now),
    ...wide(set),
  ],
};

export const CONTROLLER_REVISION_PRINTER: Printer<ControllerRevision> = {
  columns: columns('Name', 'Controller', 'Revision', 'Age'),
  row: (revision, now) => [
    revision.metadata.name,
    controllerOf(revision),
    revision.revision,
    age(revision.metadata.creationTimestamp, now),
  ],
};

function controllerOf({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return NONE;
  const [group = '', version] = owner.apiVersion.split('/');
  const kind = owner.kind.toLowerCase();
  return version === undefined ? `${kind}/${owner.name}` : `${kind}.${group}/${owner.name}`;
}

export const JOB_PRINTER: Printer<Job> = {
  columns: columns('Name', 'Status', 'Completions', 'Duration', 'Age', 'Containers*', 'Images*', 'Selector*'),
  row: (job, now) => [
    job.metadata.name,
    jobWord(job),
    `${job.status.succeeded ?? 0}/${job.spec.completions ?? 1}`,
    jobDuration(job, now),
    age(job.metadata.creationTimestamp, now),
    containerNames(job.spec.template),
    images(job.spec.template),
    formatSelector(job.spec.selector),
  ],
};

function jobWord({ metadata, status }: Job): string {
  const is = (wanted: string): boolean =>
    status.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') === true;
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (is('Suspended')) return 'Suspended';
  return is('FailureTarget') ? 'FailureTarget' : is('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function jobDuration({ status }: Job, now: number): string {
  if (status.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}

export const CRON_JOB_PRINTER: Printer<CronJob> = {
  columns: columns(
    ...['Name', 'Schedule', 'Timezone', 'Suspend', 'Active:integer', 'Last Schedule', 'Age'],
    ...['Containers*', 'Images*', 'Selector*'],
  ),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.schedule,
    spec.timeZone ?? NONE,
    spec.suspend === true ? 'True' : 'False',
    status.active?.length ?? 0,
    status.lastScheduleTime === undefined ? NONE : age(status.lastScheduleTime, now),
    age(metadata.creationTimestamp, now),
    containerNames(spec.jobTemplate.spec.template),
    images(spec.jobTemplate.spec.template),
    formatSelector(spec.jobTemplate.spec.selector),
  ],
};
