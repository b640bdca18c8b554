import { AUTOSCALING_FIELDS } from './fields/autoscaling.js';
import { CLUSTER_FIELDS } from './fields/cluster.js';
import { CONTAINERS_FIELDS } from './fields/containers.js';
import { DEFINITIONS_FIELDS } from './fields/definitions.js';
import { DRIVERS_FIELDS } from './fields/drivers.js';
import { META_FIELDS } from './fields/meta.js';
import { NETWORKING_FIELDS } from './fields/networking.js';
import { NODES_FIELDS } from './fields/nodes.js';
import { OTHERS_FIELDS } from './fields/others.js';
import { PODS_FIELDS } from './fields/pods.js';
import { SERVICES_FIELDS } from './fields/services.js';
import { STORAGE_FIELDS } from './fields/storage.js';
import { VOLUMES_FIELDS } from './fields/volumes.js';
import { WORKLOADS_FIELDS } from './fields/workloads.js';
import type { FieldTable } from './field.js';

/** Every struct of the API, by the name its Go type has (with the group before it where two groups share a name). */
export const FIELD_TABLE: FieldTable = {
  ...META_FIELDS,
  ...AUTOSCALING_FIELDS,
  ...DRIVERS_FIELDS,
  ...NETWORKING_FIELDS,
  ...CLUSTER_FIELDS,
  ...CONTAINERS_FIELDS,
  ...DEFINITIONS_FIELDS,
  ...NODES_FIELDS,
  ...OTHERS_FIELDS,
  ...PODS_FIELDS,
  ...SERVICES_FIELDS,
  ...STORAGE_FIELDS,
  ...VOLUMES_FIELDS,
  ...WORKLOADS_FIELDS,
};
