import { CLUSTER_FIELDS } from '../../schema/fields/cluster.js';
import { CONTAINERS_FIELDS } from '../../schema/fields/containers.js';
import { DEFINITIONS_FIELDS } from '../../schema/fields/definitions.js';
import { META_FIELDS } from '../../schema/fields/meta.js';
import { WORKLOADS_FIELDS } from '../../schema/fields/workloads.js';

export const META_PACKAGE = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const CORE = 'io.k8s.api.core.v1';

/** Structs of small groups, by the package that documents name them by. */
const OTHERS: Readonly<Record<string, string>> = {
  'io.k8s.api.coordination.v1': 'Lease LeaseSpec',
  'io.k8s.api.policy.v1': 'PodDisruptionBudget PodDisruptionBudgetSpec PodDisruptionBudgetStatus Eviction',
  'io.k8s.api.discovery.v1':
    'EndpointSlice Endpoint EndpointConditions EndpointHints ForZone ForNode discovery.EndpointPort',
  'io.k8s.api.events.v1': 'events.Event events.EventSeries',
  'io.k8s.api.rbac.v1': 'Role PolicyRule RoleBinding Subject RoleRef ClusterRole AggregationRule ClusterRoleBinding',
  'io.k8s.api.authorization.v1':
    'SelfSubjectAccessReview SelfSubjectAccessReviewSpec ResourceAttributes FieldSelectorAttributes LabelSelectorAttributes NonResourceAttributes SubjectAccessReviewStatus SelfSubjectRulesReview SelfSubjectRulesReviewSpec SubjectRulesReviewStatus ResourceRule NonResourceRule',
  'io.k8s.api.authentication.v1': 'SelfSubjectReview',
  'io.k8s.api.autoscaling.v1': 'Scale ScaleSpec ScaleStatus',
  'io.k8s.api.scheduling.v1': 'PriorityClass',
  'io.k8s.api.storage.v1': 'StorageClass',
};

const PACKAGES: ReadonlyMap<string, string> = new Map([
  ...Object.keys(META_FIELDS).map((struct) => [struct, META_PACKAGE] as const),
  ...Object.keys(WORKLOADS_FIELDS).map((struct) => [struct, workloadPackage(struct)] as const),
  ...Object.keys(DEFINITIONS_FIELDS).map(
    (struct) => [struct, 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'] as const,
  ),
  ...Object.keys({ ...CLUSTER_FIELDS, ...CONTAINERS_FIELDS }).map((struct) => [struct, CORE] as const),
  ...Object.entries(OTHERS).flatMap(([name, structs]) => structs.split(' ').map((struct) => [struct, name] as const)),
]);

/** Some workloads are older than the groups of workloads. */
function workloadPackage(struct: string): string {
  if (/^(?:PodTemplate|ReplicationController)/.test(struct)) return CORE;
  return /Job|^PodFailure|^Success|^Uncounted/.test(struct) ? 'io.k8s.api.batch.v1' : 'io.k8s.api.apps.v1';
}

/** What a document calls a struct: `io.k8s.api.core.v1.Pod`. */
export const definitionName = (struct: string): string =>
  `${PACKAGES.get(struct) ?? CORE}.${struct.replace(/^.*\./, '')}`;
