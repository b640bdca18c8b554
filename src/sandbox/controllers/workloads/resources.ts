import type { ControllerRevision, ReplicationController, Workload } from '../../model/workload.js';
import type { Autoscaler } from '../../model/networking.js';
import type { Resource } from '../client/resource.js';

const apps = { group: 'apps', version: 'v1', namespaced: true } as const;

export const STATEFUL_SETS: Resource<Workload> = { ...apps, plural: 'statefulsets', kind: 'StatefulSet' };
export const REVISIONS: Resource<ControllerRevision> = {
  ...apps,
  plural: 'controllerrevisions',
  kind: 'ControllerRevision',
};
export const REPLICA_SETS: Resource<Workload> = { ...apps, plural: 'replicasets', kind: 'ReplicaSet' };
export const DEPLOYMENTS: Resource<Workload> = { ...apps, plural: 'deployments', kind: 'Deployment' };
export const REPLICATION_CONTROLLERS: Resource<ReplicationController> = {
  group: '',
  version: 'v1',
  namespaced: true,
  plural: 'replicationcontrollers',
  kind: 'ReplicationController',
};
export const AUTOSCALERS: Resource<Autoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  namespaced: true,
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
};
