import type { Field } from '../../schema/field.js';

/** Fields that have to be told though their form in Go does not say so, and the other way round. */
const REQUIRED: ReadonlySet<string> = new Set([
  ...['Binding.target', 'Condition.lastTransitionTime', 'ContainerRestartRule.action', 'CronJobSpec.jobTemplate'],
  ...[
    'ContainerRestartRuleOnExitCodes.operator',
    'CustomResourceDefinition.spec',
    'CustomResourceDefinitionSpec.names',
  ],
  ...['DaemonSetSpec.selector', 'DaemonSetSpec.template', 'DeploymentSpec.selector', 'DeploymentSpec.template'],
  ...['Event.metadata', 'Event.involvedObject', 'events.Event.eventTime', 'events.EventSeries.lastObservedTime'],
  ...['ContainerResourceMetricSource.target', 'ContainerResourceMetricStatus.current', 'ExternalMetricSource.metric'],
  ...['ExternalMetricSource.target', 'ExternalMetricStatus.current', 'ExternalMetricStatus.metric'],
  ...['HorizontalPodAutoscalerSpec.scaleTargetRef', 'ObjectMetricSource.describedObject', 'ObjectMetricSource.metric'],
  ...['ObjectMetricSource.target', 'ObjectMetricStatus.current', 'ObjectMetricStatus.describedObject'],
  ...['ObjectMetricStatus.metric', 'PodsMetricSource.metric', 'PodsMetricSource.target', 'PodsMetricStatus.current'],
  ...['PodsMetricStatus.metric', 'ResourceMetricSource.target', 'ResourceMetricStatus.current'],
  ...['v1.HorizontalPodAutoscalerSpec.scaleTargetRef'],
  ...['JobSpec.template', 'PersistentVolumeClaimTemplate.spec', 'PodCertificateProjection.keyType'],
  ...['PodCertificateProjection.signerName', 'PreferredSchedulingTerm.preference', 'ReplicaSetSpec.selector'],
  ...['RoleBinding.roleRef', 'ClusterRoleBinding.roleRef', 'ScaleIOPersistentVolumeSource.secretRef'],
  ...['ScaleIOVolumeSource.secretRef', 'SelfSubjectAccessReview.spec', 'SelfSubjectRulesReview.spec'],
  ...['StatefulSetSpec.selector', 'StatefulSetSpec.template', 'WeightedPodAffinityTerm.podAffinityTerm'],
]);

const OPTIONAL: ReadonlySet<string> = new Set([
  ...['ClusterRole.rules', 'ContainerImage.names', 'CustomResourceDefinitionStatus.conditions', 'EndpointSlice.ports'],
  ...['CustomResourceDefinitionStatus.storedVersions', 'Event.reportingComponent', 'Event.reportingInstance'],
  ...['HorizontalPodAutoscalerStatus.currentMetrics'],
  ...['NodeRuntimeHandler.name', 'ProjectedVolumeSource.sources', 'ResourceFieldSelector.divisor', 'Role.rules'],
  ...['ServicePort.targetPort', 'StatefulSetOrdinals.start', 'StatefulSetSpec.serviceName'],
  ...['StatefulSetStatus.availableReplicas'],
]);

/** Most fields have to be told that are always written, but for structs and times, which Go cannot leave out. */
export function isRequired(struct: string, { name, always, pointer, type }: Field): boolean {
  const field = `${struct}.${name}`;
  if (REQUIRED.has(field)) return true;
  if (!always || pointer || type.form === 'struct' || OPTIONAL.has(field)) return false;
  return type.form !== 'scalar' || (type.scalar !== 'Time' && type.scalar !== 'MicroTime');
}
