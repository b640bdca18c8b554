import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: the small groups: coordination, policy, discovery, events, rbac, authorization, autoscaling, scheduling. The notation is explained in ../field.ts. */
export const OTHERS_FIELDS: FieldTable = {
  Lease: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! LeaseSpec',
  LeaseSpec: `
    holderIdentity *string; leaseDurationSeconds *int32; acquireTime *MicroTime; renewTime *MicroTime;
    leaseTransitions *int32; strategy *CoordinatedLeaseStrategy; preferredHolder *string`,
  PodDisruptionBudget: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! PodDisruptionBudgetSpec;
    status! PodDisruptionBudgetStatus`,
  PodDisruptionBudgetSpec: `
    minAvailable *IntOrString; selector *LabelSelector; maxUnavailable *IntOrString;
    unhealthyPodEvictionPolicy *UnhealthyPodEvictionPolicyType`,
  PodDisruptionBudgetStatus: `
    observedGeneration int64; disruptedPods map[string]Time; disruptionsAllowed! int32; currentHealthy! int32;
    desiredHealthy! int32; expectedPods! int32; conditions []Condition @type`,
  Eviction: '~kind string; ~apiVersion string; metadata! ObjectMeta; deleteOptions *DeleteOptions',
  EndpointSlice: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; addressType#4! AddressType; endpoints#2! []Endpoint;
    ports! []discovery.EndpointPort`,
  Endpoint: `
    addresses! []string %; conditions! EndpointConditions; hostname *string; targetRef *ObjectReference;
    deprecatedTopology map[string]string; nodeName *string; zone *string; hints *EndpointHints`,
  EndpointConditions: 'ready *bool; serving *bool; terminating *bool',
  EndpointHints: 'forZones []ForZone; forNodes []ForNode',
  ForZone: 'name! string',
  ForNode: 'name! string',
  'discovery.EndpointPort': '%- name *string; protocol *Protocol; port *int32; appProtocol *string',
  'events.Event': `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; eventTime! MicroTime; series *events.EventSeries;
    reportingController string; reportingInstance string; action string; reason string; regarding! ObjectReference;
    related *ObjectReference; note string; type string; deprecatedSource! EventSource; deprecatedFirstTimestamp! Time;
    deprecatedLastTimestamp! Time; deprecatedCount int32`,
  'events.EventSeries': 'count! int32; lastObservedTime! MicroTime',
  Role: '~kind string; ~apiVersion string; metadata! ObjectMeta; rules! []PolicyRule',
  PolicyRule: `
    verbs! []string; apiGroups []string; resources []string; resourceNames []string; nonResourceURLs []string`,
  RoleBinding: '~kind string; ~apiVersion string; metadata! ObjectMeta; subjects []Subject; roleRef! RoleRef',
  Subject: '%- kind! string; apiGroup string; name! string; namespace string',
  RoleRef: '%- apiGroup! string; kind! string; name! string',
  ClusterRole: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; rules! []PolicyRule; aggregationRule *AggregationRule`,
  AggregationRule: 'clusterRoleSelectors []LabelSelector',
  ClusterRoleBinding: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; subjects []Subject; roleRef! RoleRef`,
  SelfSubjectAccessReview: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! SelfSubjectAccessReviewSpec;
    status! SubjectAccessReviewStatus`,
  SelfSubjectAccessReviewSpec: `
    resourceAttributes *ResourceAttributes; nonResourceAttributes *NonResourceAttributes`,
  ResourceAttributes: `
    namespace string; verb string; group string; version string; resource string; subresource string; name string;
    fieldSelector *FieldSelectorAttributes; labelSelector *LabelSelectorAttributes`,
  FieldSelectorAttributes: 'rawSelector string; requirements []FieldSelectorRequirement',
  LabelSelectorAttributes: 'rawSelector string; requirements []LabelSelectorRequirement',
  NonResourceAttributes: 'path string; verb string',
  SubjectAccessReviewStatus: 'allowed! bool; denied#4 bool; reason#2 string; evaluationError string',
  SubjectAccessReview: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! SubjectAccessReviewSpec;
    status! SubjectAccessReviewStatus`,
  SubjectAccessReviewSpec: `
    resourceAttributes *ResourceAttributes; nonResourceAttributes *NonResourceAttributes; user string;
    groups []string; uid string`,
  TokenReview: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! TokenReviewSpec',
  TokenReviewSpec: 'token string; audiences []string',
  TokenRequest: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! TokenRequestSpec',
  TokenRequestSpec: 'audiences! []string; expirationSeconds#4 *int64; boundObjectRef#3 *BoundObjectReference',
  BoundObjectReference: 'kind string; apiVersion string; name string; uid UID',
  SelfSubjectReview: '~kind string; ~apiVersion string; metadata! ObjectMeta',
  SelfSubjectRulesReview: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; spec! SelfSubjectRulesReviewSpec;
    status! SubjectRulesReviewStatus`,
  SelfSubjectRulesReviewSpec: 'namespace string',
  SubjectRulesReviewStatus: `
    resourceRules! []ResourceRule; nonResourceRules! []NonResourceRule; incomplete! bool; evaluationError string`,
  ResourceRule: 'verbs! []string; apiGroups []string; resources []string; resourceNames []string',
  NonResourceRule: 'verbs! []string; nonResourceURLs []string',
  Scale: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! ScaleSpec; status! ScaleStatus',
  ScaleSpec: 'replicas int32',
  ScaleStatus: 'replicas! int32; selector string',
  PriorityClass: `
    ~kind string; ~apiVersion string; metadata! ObjectMeta; value! int32; globalDefault bool; description string;
    preemptionPolicy *PreemptionPolicy`,
};
