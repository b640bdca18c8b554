import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: namespaces, configuration, accounts, quotas and events. The notation is explained in ../field.ts. */
export const CLUSTER_FIELDS: FieldTable = {
  Namespace: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! NamespaceSpec; status! NamespaceStatus`,
  NamespaceSpec: 'finalizers []FinalizerName',
  NamespaceStatus: 'phase NamespacePhase; conditions []NamespaceCondition @type',
  NamespaceCondition: `
    type! NamespaceConditionType; status! ConditionStatus; lastTransitionTime#4! Time; reason string; message string`,
  Binding: '~kind string; ~apiVersion string; metadata! ObjectMeta; target! ObjectReference',
  ObjectReference: `
    %- kind string; namespace string; name string; uid UID; apiVersion string; resourceVersion string; fieldPath string`,
  ConfigMap: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; immutable#4 *bool; data#2 map[string]string;
    binaryData map[string]bytes`,
  Secret: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; immutable#5 *bool; data#2 map[string]bytes;
    stringData#4 map[string]string; type#3 SecretType`,
  Event: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; involvedObject! ObjectReference; reason string;
    message string; source! EventSource; firstTimestamp! Time; lastTimestamp! Time; count int32; type string;
    eventTime! MicroTime; series *EventSeries; action string; related *ObjectReference; reportingComponent! string;
    reportingInstance! string`,
  EventSource: 'component string; host string',
  EventSeries: 'count int32; lastObservedTime! MicroTime',
  ServiceAccount: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; secrets []ObjectReference @name;
    imagePullSecrets []LocalObjectReference; automountServiceAccountToken *bool`,
  ResourceQuota: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! ResourceQuotaSpec; status! ResourceQuotaStatus`,
  ResourceQuotaSpec: 'hard ResourceList; scopes []ResourceQuotaScope; scopeSelector *ScopeSelector',
  ScopeSelector: '%- matchExpressions []ScopedResourceSelectorRequirement',
  ScopedResourceSelectorRequirement: `
    scopeName! ResourceQuotaScope; operator! ScopeSelectorOperator; values []string`,
  ResourceQuotaStatus: 'hard ResourceList; used ResourceList',
  LimitRange: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! LimitRangeSpec',
  LimitRangeSpec: 'limits! []LimitRangeItem',
  LimitRangeItem: `
    type! LimitType; max ResourceList; min ResourceList; default ResourceList; defaultRequest ResourceList;
    maxLimitRequestRatio ResourceList`,
};
