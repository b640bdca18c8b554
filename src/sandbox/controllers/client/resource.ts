import type {
  ConfigMap,
  DisruptionBudget,
  Event,
  Lease,
  Namespace,
  Node,
  ResourceQuota,
  Service,
  ServiceAccount,
} from '../../model/core.js';
import type { EndpointSlice, Endpoints, Secret } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import type { ClusterRole, RoleBinding } from '../../model/rbac.js';
import type { Claim, PersistentVolume, StorageClass } from '../../model/volume.js';

/** Where a kind is served, and (in the type) what its objects look like. */
export interface Resource<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Versions in which the same objects are served besides. */
  readonly otherVersions?: readonly string[];
  /** Never set: it ties the type of the objects to the resource. */
  readonly objects?: T;
}

const core = { group: '', version: 'v1', namespaced: true } as const;
const cluster = { group: '', version: 'v1', namespaced: false } as const;

export const PODS: Resource<Pod> = { ...core, plural: 'pods', kind: 'Pod' };
export const CLAIMS: Resource<Claim> = { ...core, plural: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' };
export const VOLUMES: Resource<PersistentVolume> = {
  ...cluster,
  plural: 'persistentvolumes',
  kind: 'PersistentVolume',
};
export const NODES: Resource<Node> = { ...cluster, plural: 'nodes', kind: 'Node' };
export const NAMESPACES: Resource<Namespace> = { ...cluster, plural: 'namespaces', kind: 'Namespace' };
export const EVENTS: Resource<Event> = { ...core, plural: 'events', kind: 'Event' };
export const CONFIG_MAPS: Resource<ConfigMap> = { ...core, plural: 'configmaps', kind: 'ConfigMap' };
export const SECRETS: Resource<Secret> = { ...core, plural: 'secrets', kind: 'Secret' };
export const SERVICES: Resource<Service> = { ...core, plural: 'services', kind: 'Service' };
export const ENDPOINTS: Resource<Endpoints> = { ...core, plural: 'endpoints', kind: 'Endpoints' };
export const SERVICE_ACCOUNTS: Resource<ServiceAccount> = {
  ...core,
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
};
export const QUOTAS: Resource<ResourceQuota> = { ...core, plural: 'resourcequotas', kind: 'ResourceQuota' };
export const LEASES: Resource<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};
export const STORAGE_CLASSES: Resource<StorageClass> = {
  group: 'storage.k8s.io',
  version: 'v1',
  plural: 'storageclasses',
  kind: 'StorageClass',
  namespaced: false,
};
export const DEFINITIONS: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};
export const DISRUPTION_BUDGETS: Resource<DisruptionBudget> = {
  group: 'policy',
  version: 'v1',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  namespaced: true,
};
export const ENDPOINT_SLICES: Resource<EndpointSlice> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  namespaced: true,
};

export const apiVersionOf = ({ group, version }: Resource): string => (group === '' ? version : `${group}/${version}`);

/** `/api/v1/namespaces/NS/pods/NAME/SUBRESOURCE`; parts that are empty are left out. */
export function pathOf(resource: Resource, namespace = '', name = '', subresource = ''): string {
  const root = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  return [
    `${root}/${resource.version}`,
    ...(namespace === '' ? [] : ['namespaces', encodeURIComponent(namespace)]),
    resource.plural,
    ...(name === '' ? [] : [encodeURIComponent(name)]),
    ...(subresource === '' ? [] : [subresource]),
  ].join('/');
}

/** `namespace/name`, or the name alone: how controllers call an object. */
export const keyOf = ({ metadata }: KubeObject): string =>
  metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1', namespaced: false } as const;

export const CLUSTER_ROLES: Resource<ClusterRole> = { ...rbac, plural: 'clusterroles', kind: 'ClusterRole' };
export const CLUSTER_ROLE_BINDINGS: Resource<RoleBinding> = {
  ...rbac,
  plural: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
};
