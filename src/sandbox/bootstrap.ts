import { BUILT_IN_BINDINGS, BUILT_IN_PARTS, BUILT_IN_ROLES, partLabel } from './apiserver/auth/roles.js';
import type { Client } from './controllers/client/client.js';
import {
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  NAMESPACES,
  SERVICES,
  STORAGE_CLASSES,
} from './controllers/client/resource.js';
import { PROVISIONER } from './controllers/volumes/names.js';
import type { Namespace, Service } from './model/core.js';
import type { ObjectMeta } from './model/meta.js';
import type { ClusterRole, Role, RoleBinding } from './model/rbac.js';
import type { StorageClass } from './model/volume.js';

/** What is in a cluster before anybody put something there. */

const NAMESPACE_NAMES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

const storageClass = (
  name: string,
  own: Pick<StorageClass, 'reclaimPolicy' | 'allowVolumeExpansion'>,
  annotations: Record<string, string>,
): StorageClass => ({
  kind: 'StorageClass',
  apiVersion: 'storage.k8s.io/v1',
  metadata: { name, annotations },
  provisioner: PROVISIONER,
  volumeBindingMode: 'Immediate',
  ...own,
});

const STORAGE: readonly StorageClass[] = [
  storageClass(
    'standard',
    { reclaimPolicy: 'Delete', allowVolumeExpansion: true },
    { 'storageclass.kubernetes.io/is-default-class': 'true' },
  ),
  storageClass('keep', { reclaimPolicy: 'Retain', allowVolumeExpansion: false }, {}),
];

/** The service by which pods reach the API server. */
const API_SERVICE: Service = {
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }] },
  status: { loadBalancer: {} },
};

export async function bootstrap(client: Client): Promise<void> {
  await Promise.all([
    ...NAMESPACE_NAMES.map((name) => client.create(NAMESPACES, namespace(name))),
    ...STORAGE.map((one) => client.create(STORAGE_CLASSES, one)),
    ...Object.entries(BUILT_IN_ROLES).map(([name, rules]) => client.create(CLUSTER_ROLES, clusterRole(name, rules))),
    ...Object.entries(BUILT_IN_BINDINGS).map(([name, groups]) =>
      client.create(CLUSTER_ROLE_BINDINGS, clusterRoleBinding(name, groups)),
    ),
  ]);
  await client.create(SERVICES, API_SERVICE);
}

const namespace = (name: string): Namespace => ({
  kind: 'Namespace',
  apiVersion: 'v1',
  metadata: { name },
  spec: {},
  status: {},
});

const RBAC_VERSION = 'rbac.authorization.k8s.io/v1';

const builtIn = (name: string): ObjectMeta => ({
  name,
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
});

const IS_PART = 'true';

function clusterRole(name: string, rules: Role['rules']): ClusterRole {
  const whole = BUILT_IN_PARTS[name];
  const metadata = builtIn(name);
  const isMadeOfOthers = Object.values(BUILT_IN_PARTS).includes(name);
  return {
    kind: 'ClusterRole',
    apiVersion: RBAC_VERSION,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...(whole !== undefined && { [partLabel(whole)]: IS_PART }) },
    },
    ...(isMadeOfOthers && {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [partLabel(name)]: IS_PART } }] },
    }),
    rules,
  };
}

const clusterRoleBinding = (name: string, groups: readonly string[]): RoleBinding => ({
  kind: 'ClusterRoleBinding',
  apiVersion: RBAC_VERSION,
  metadata: builtIn(name),
  subjects: groups.map((group) => ({ kind: 'Group', name: group })),
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
});
