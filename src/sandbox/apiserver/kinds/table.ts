import { DEFINITION } from '../custom/definitions/kind.js';
import { BINDING } from './core/bindings.js';
import { NAMESPACE, NODE, LIMIT_RANGE, RESOURCE_QUOTA } from './core/cluster.js';
import { CONFIG_MAP, SECRET, SERVICE_ACCOUNT } from './core/configuration.js';
import { EVENT, NEW_EVENT } from './core/events.js';
import { POD } from './core/pods.js';
import { POD_TEMPLATE } from './core/pod-templates.js';
import { ENDPOINTS, SERVICE } from './core/services.js';
import { CLAIM, PERSISTENT_VOLUME } from './core/volumes.js';
import {
  CSI_DRIVER,
  CSI_NODE,
  CSI_STORAGE_CAPACITY,
  RUNTIME_CLASS,
  VOLUME_ATTACHMENT,
  VOLUME_ATTRIBUTES_CLASS,
} from './drivers.js';
import type { Kind } from './kind.js';
import { AUTOSCALER, INGRESS, INGRESS_CLASS, NETWORK_POLICY, OLD_AUTOSCALER } from './networking.js';
import { DISRUPTION_BUDGET, ENDPOINT_SLICE, LEASE, PRIORITY_CLASS, STORAGE_CLASS } from './others.js';
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from './rbac.js';
import {
  CONTROLLER_REVISION,
  CRON_JOB,
  DAEMON_SET,
  DEPLOYMENT,
  JOB,
  REPLICATION_CONTROLLER,
  REPLICA_SET,
  STATEFUL_SET,
} from './workloads.js';

/** The table of kinds: everything that is stored. Adding a kind is adding an entry (and its struct to the field table). */
export const KINDS: readonly Kind[] = [
  BINDING,
  CONFIG_MAP,
  ENDPOINTS,
  EVENT,
  LIMIT_RANGE,
  NAMESPACE,
  NODE,
  CLAIM,
  PERSISTENT_VOLUME,
  POD,
  POD_TEMPLATE,
  REPLICATION_CONTROLLER,
  RESOURCE_QUOTA,
  SECRET,
  SERVICE_ACCOUNT,
  SERVICE,
  CONTROLLER_REVISION,
  DAEMON_SET,
  DEPLOYMENT,
  REPLICA_SET,
  STATEFUL_SET,
  NEW_EVENT,
  AUTOSCALER,
  OLD_AUTOSCALER,
  CRON_JOB,
  JOB,
  INGRESS_CLASS,
  INGRESS,
  NETWORK_POLICY,
  DISRUPTION_BUDGET,
  CLUSTER_ROLE_BINDING,
  CLUSTER_ROLE,
  ROLE_BINDING,
  ROLE,
  CSI_DRIVER,
  CSI_NODE,
  CSI_STORAGE_CAPACITY,
  STORAGE_CLASS,
  VOLUME_ATTACHMENT,
  VOLUME_ATTRIBUTES_CLASS,
  DEFINITION,
  PRIORITY_CLASS,
  LEASE,
  RUNTIME_CLASS,
  ENDPOINT_SLICE,
];
