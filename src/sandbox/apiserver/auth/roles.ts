import type { PolicyRule } from '../../model/rbac.js';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const rule = (group: string, resources: string, verbs: string[]): PolicyRule => ({
  verbs,
  apiGroups: [group],
  resources: resources.split(' '),
});

/** Role cluster-admin. */
export const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Role view. */
const VIEW_RULES: readonly PolicyRule[] = [
  rule(
    '',
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status',
    READ,
  ),
  rule(
    '',
    'bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status',
    READ,
  ),
  rule('', 'namespaces', READ),
  rule('discovery.k8s.io', 'endpointslices', READ),
  rule(
    'apps',
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
    READ,
  ),
  rule('autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status', READ),
  rule('batch', 'cronjobs cronjobs/status jobs jobs/status', READ),
  rule(
    'extensions',
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
    READ,
  ),
  rule('policy', 'poddisruptionbudgets poddisruptionbudgets/status', READ),
  rule('networking.k8s.io', 'ingresses ingresses/status networkpolicies', READ),
  rule('resource.k8s.io', 'resourceclaims resourceclaims/status resourceclaimtemplates', READ),
];

/** What role edit may besides what view may. */
const EDIT_ONLY_RULES: readonly PolicyRule[] = [
  rule('', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy', READ),
  rule('', 'serviceaccounts', ['impersonate']),
  rule('', 'pods pods/attach pods/exec pods/portforward pods/proxy', WRITE),
  rule('', 'pods/eviction', ['create']),
  rule(
    '',
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
    WRITE,
  ),
  rule('', 'serviceaccounts/token', ['create']),
  rule(
    'apps',
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
    WRITE,
  ),
  rule('autoscaling', 'horizontalpodautoscalers', WRITE),
  rule('batch', 'cronjobs jobs', WRITE),
  rule(
    'extensions',
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale',
    WRITE,
  ),
  rule('policy', 'poddisruptionbudgets', WRITE),
  rule('networking.k8s.io', 'ingresses networkpolicies', WRITE),
  rule('coordination.k8s.io', 'leases', [...WRITE, ...READ]),
  rule('resource.k8s.io', 'resourceclaims resourceclaimtemplates', WRITE),
];

/** What role admin may besides what edit may. */
const ADMIN_ONLY_RULES: readonly PolicyRule[] = [
  rule('authorization.k8s.io', 'localsubjectaccessreviews', ['create']),
  rule('rbac.authorization.k8s.io', 'rolebindings roles', [...WRITE, ...READ]),
];

const EDIT_RULES: readonly PolicyRule[] = [...EDIT_ONLY_RULES, ...VIEW_RULES];

const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*'];

/** The cluster roles of Kubernetes 1.34 that people rather than components have. */
export const BUILT_IN_ROLES: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cluster-admin': EVERYTHING,
  admin: [...EDIT_RULES, ...ADMIN_ONLY_RULES],
  edit: EDIT_RULES,
  view: VIEW_RULES,
  'system:aggregate-to-admin': ADMIN_ONLY_RULES,
  'system:aggregate-to-edit': EDIT_ONLY_RULES,
  'system:aggregate-to-view': VIEW_RULES,
  'system:discovery': [{ verbs: ['get'], nonResourceURLs: [...DISCOVERY, ...HEALTH] }],
  'system:basic-user': [
    rule('authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews', ['create']),
    rule('authentication.k8s.io', 'selfsubjectreviews', ['create']),
  ],
  'system:public-info-viewer': [{ verbs: ['get'], nonResourceURLs: HEALTH }],
};

/** Which of them are part of which others. More roles may be, by the label that says so. */
export const BUILT_IN_PARTS: Readonly<Record<string, string>> = {
  'system:aggregate-to-admin': 'admin',
  edit: 'admin',
  'system:aggregate-to-edit': 'edit',
  view: 'edit',
  'system:aggregate-to-view': 'view',
};

/** The label of a role that is part of another one. */
export const partLabel = (role: string): string => `rbac.authorization.k8s.io/aggregate-to-${role}`;

/** Which groups have which of them, without a namespace. */
export const BUILT_IN_BINDINGS: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['system:masters'],
  'system:discovery': ['system:authenticated'],
  'system:basic-user': ['system:authenticated'],
  'system:public-info-viewer': ['system:authenticated', 'system:unauthenticated'],
};
