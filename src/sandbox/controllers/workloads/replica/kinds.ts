import type { KubeObject } from '../../../model/meta.js';
import type { ReplicationController, Workload, WorkloadStatus } from '../../../model/workload.js';
import type { Resource } from '../../client/resource.js';
import { REPLICA_SETS, REPLICATION_CONTROLLERS } from '../resources.js';

/** A kind that keeps so many pods of one template: replica sets, and what was before them. */
export interface ReplicaKind<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Who tells its events. */
  readonly component: string;
  readonly asSet: (object: T) => Workload;
  readonly withStatus: (object: T, status: WorkloadStatus) => T;
}

export const REPLICA_SET_KIND: ReplicaKind<Workload> = {
  resource: REPLICA_SETS,
  component: 'replicaset-controller',
  asSet: (set) => set,
  withStatus: (set, status) => ({ ...set, status }),
};

export const REPLICATION_CONTROLLER_KIND: ReplicaKind<ReplicationController> = {
  resource: REPLICATION_CONTROLLERS,
  component: 'replication-controller',
  asSet: ({ spec, ...object }) => {
    const { selector: matchLabels = {}, template = { metadata: {}, spec: { containers: [] } } } = spec;
    return { ...object, spec: { ...spec, template, selector: { matchLabels } } };
  },
  withStatus: (object, status) => ({ ...object, status }),
};
