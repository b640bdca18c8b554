import type { KubeObject } from '../../model/meta.js';
import type { ResourceRequest, Server } from '../request/request.js';
import { CLAIM_RESIZE } from './claim-resize.js';
import { CLUSTER_IP } from './cluster-ip.js';
import { DEFAULT_STORAGE_CLASS } from './default-storage-class.js';
import { ESCALATION } from './escalation.js';
import { LIMIT_RANGER } from './limit-range/plugin.js';
import { NAMESPACE_LIFECYCLE } from './namespace-lifecycle.js';
import { NODE_TAINT } from './node-taint.js';
import { POD_DEFAULTS } from './pod-defaults.js';
import type { Plugin } from './plugin.js';
import { POD_SECURITY } from './pod-security/plugin.js';
import { QUOTA } from './quota.js';
import { RUNTIME_CLASS } from './runtime-class.js';
import { SERVICE_ACCOUNT } from './service-account.js';

/** What looks at every write, in the order in which the server asks. */
const PLUGINS: readonly Plugin[] = [
  ESCALATION,
  NAMESPACE_LIFECYCLE,
  LIMIT_RANGER,
  SERVICE_ACCOUNT,
  NODE_TAINT,
  POD_DEFAULTS,
  RUNTIME_CLASS,
  DEFAULT_STORAGE_CLASS,
  CLUSTER_IP,
  CLAIM_RESIZE,
  POD_SECURITY,
  QUOTA,
];

/** Lets plugins complete a new object, before it is validated. */
export function mutateNew(server: Server, request: ResourceRequest, draft: KubeObject): void {
  server.mutate(draft);
  for (const plugin of PLUGINS) plugin.mutateNew?.(server, request, draft);
}

/** The same for an update. */
export function mutateUpdate(server: Server, request: ResourceRequest, draft: KubeObject, present: KubeObject): void {
  for (const plugin of PLUGINS) plugin.mutateUpdate?.(server, request, draft, present);
}

/** Lets plugins refuse a new object, after it was found valid. */
export function checkCreate(server: Server, request: ResourceRequest, object: KubeObject): void {
  for (const plugin of PLUGINS) plugin.checkCreate?.(server, request, object);
}

export function checkUpdate(server: Server, request: ResourceRequest, object: KubeObject, present: KubeObject): void {
  for (const plugin of PLUGINS) plugin.checkUpdate?.(server, request, object, present);
}

export function checkDelete(server: Server, request: ResourceRequest, object: KubeObject): void {
  for (const plugin of PLUGINS) plugin.checkDelete?.(server, request, object);
}
