import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: pods and what places them. The notation is explained in ../field.ts. */
export const PODS_FIELDS: FieldTable = {
  Pod: 'kind string; apiVersion string; metadata! ObjectMeta; spec! PodSpec; status! PodStatus',
  PodSpec: `
    volumes []Volume @name; initContainers []Container @name; containers! []Container @name;
    ephemeralContainers []EphemeralContainer @name; restartPolicy RestartPolicy; terminationGracePeriodSeconds *int64;
    activeDeadlineSeconds *int64; dnsPolicy DNSPolicy; nodeSelector map[string]string; serviceAccountName string;
    serviceAccount string; automountServiceAccountToken *bool; nodeName string; hostNetwork bool; hostPID bool;
    hostIPC bool; shareProcessNamespace *bool; securityContext *PodSecurityContext;
    imagePullSecrets []LocalObjectReference @name; hostname string; subdomain string; affinity *Affinity;
    schedulerName string; tolerations []Toleration; hostAliases []HostAlias @ip; priorityClassName string;
    priority *int32; dnsConfig *PodDNSConfig; readinessGates []PodReadinessGate; runtimeClassName *string;
    enableServiceLinks *bool; preemptionPolicy *PreemptionPolicy; overhead ResourceList;
    topologySpreadConstraints []TopologySpreadConstraint @topologyKey; setHostnameAsFQDN *bool; os *PodOS;
    hostUsers *bool; schedulingGates []PodSchedulingGate @name; resourceClaims []PodResourceClaim @name;
    resources *ResourceRequirements; hostnameOverride *string`,
  PodSecurityContext: `
    seLinuxOptions *SELinuxOptions; windowsOptions *WindowsSecurityContextOptions; runAsUser *int64;
    runAsGroup *int64; runAsNonRoot *bool; supplementalGroups []int64;
    supplementalGroupsPolicy *SupplementalGroupsPolicy; fsGroup *int64; sysctls []Sysctl;
    fsGroupChangePolicy *PodFSGroupChangePolicy; seccompProfile *SeccompProfile; appArmorProfile *AppArmorProfile;
    seLinuxChangePolicy *PodSELinuxChangePolicy`,
  Sysctl: 'name! string; value! string',
  Affinity: 'nodeAffinity *NodeAffinity; podAffinity *PodAffinity; podAntiAffinity *PodAntiAffinity',
  NodeAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution *NodeSelector;
    preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm`,
  NodeSelector: 'nodeSelectorTerms! []NodeSelectorTerm',
  NodeSelectorTerm: 'matchExpressions []NodeSelectorRequirement; matchFields []NodeSelectorRequirement',
  NodeSelectorRequirement: 'key! string; operator! NodeSelectorOperator; values []string',
  PreferredSchedulingTerm: 'weight! int32; preference! NodeSelectorTerm',
  PodAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm;
    preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm`,
  PodAffinityTerm: `
    labelSelector *LabelSelector; namespaces []string; topologyKey! string; namespaceSelector *LabelSelector;
    matchLabelKeys []string; mismatchLabelKeys []string`,
  WeightedPodAffinityTerm: 'weight! int32; podAffinityTerm! PodAffinityTerm',
  PodAntiAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm;
    preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm`,
  Toleration: `
    key string; operator TolerationOperator; value string; effect TaintEffect; tolerationSeconds *int64`,
  HostAlias: 'ip! string; hostnames []string',
  PodDNSConfig: 'nameservers []string; searches []string; options []PodDNSConfigOption',
  PodDNSConfigOption: 'name string; value *string',
  PodReadinessGate: 'conditionType! PodConditionType',
  TopologySpreadConstraint: `
    maxSkew! int32; topologyKey! string; whenUnsatisfiable! UnsatisfiableConstraintAction;
    labelSelector *LabelSelector; minDomains *int32; nodeAffinityPolicy *NodeInclusionPolicy;
    nodeTaintsPolicy *NodeInclusionPolicy; matchLabelKeys []string`,
  PodOS: 'name! OSName',
  PodSchedulingGate: 'name! string',
  PodResourceClaim: 'name! string; resourceClaimName *string; resourceClaimTemplateName *string',
  PodStatus: `
    observedGeneration int64; phase PodPhase; conditions []PodCondition @type; message string; reason string;
    nominatedNodeName string; hostIP string; hostIPs []HostIP @ip; podIP string; podIPs []PodIP @ip; startTime *Time;
    initContainerStatuses []ContainerStatus; containerStatuses []ContainerStatus; qosClass PodQOSClass;
    ephemeralContainerStatuses []ContainerStatus; resize PodResizeStatus;
    resourceClaimStatuses []PodResourceClaimStatus @name; extendedResourceClaimStatus *PodExtendedResourceClaimStatus`,
  PodCondition: `
    type! PodConditionType; observedGeneration int64; status! ConditionStatus; lastProbeTime! Time;
    lastTransitionTime! Time; reason string; message string`,
  HostIP: 'ip! string',
  PodIP: 'ip! string',
  PodResourceClaimStatus: 'name! string; resourceClaimName *string',
  PodExtendedResourceClaimStatus: `
    requestMappings! []ContainerExtendedResourceRequest; resourceClaimName! string`,
  ContainerExtendedResourceRequest: 'containerName! string; resourceName! string; requestName! string',
};
