import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: pods and what places them. The notation is explained in ../field.ts. */
export const PODS_FIELDS: FieldTable = {
  Pod: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! PodSpec; status! PodStatus',
  PodSpec: `
    volumes []Volume @name; initContainers#20 []Container @name; containers#2! []Container @name;
    ephemeralContainers#34 []EphemeralContainer @name; restartPolicy#3 RestartPolicy;
    terminationGracePeriodSeconds *int64; activeDeadlineSeconds *int64; dnsPolicy DNSPolicy;
    nodeSelector map[string]string %-; serviceAccountName string; serviceAccount string;
    automountServiceAccountToken#21 *bool; nodeName#10 string; hostNetwork bool; hostPID bool; hostIPC bool;
    shareProcessNamespace#27 *bool; securityContext#14 *PodSecurityContext;
    imagePullSecrets []LocalObjectReference @name; hostname string; subdomain string; affinity *Affinity;
    schedulerName string; tolerations#22 []Toleration; hostAliases []HostAlias @ip; priorityClassName string;
    priority *int32; dnsConfig *PodDNSConfig; readinessGates#28 []PodReadinessGate; runtimeClassName *string;
    enableServiceLinks *bool; preemptionPolicy *PreemptionPolicy; overhead ResourceList;
    topologySpreadConstraints []TopologySpreadConstraint @topologyKey %topologyKey+whenUnsatisfiable; setHostnameAsFQDN#35 *bool; os *PodOS;
    hostUsers *bool; schedulingGates []PodSchedulingGate @name; resourceClaims []PodResourceClaim @name;
    resources *ResourceRequirements; hostnameOverride *string`,
  PodSecurityContext: `
    seLinuxOptions *SELinuxOptions; windowsOptions#8 *WindowsSecurityContextOptions; runAsUser#2 *int64;
    runAsGroup#6 *int64; runAsNonRoot#3 *bool; supplementalGroups []int64;
    supplementalGroupsPolicy#12 *SupplementalGroupsPolicy; fsGroup#5 *int64; sysctls#7 []Sysctl;
    fsGroupChangePolicy#9 *PodFSGroupChangePolicy; seccompProfile *SeccompProfile; appArmorProfile *AppArmorProfile;
    seLinuxChangePolicy#13 *PodSELinuxChangePolicy`,
  Sysctl: 'name! string; value! string',
  Affinity: 'nodeAffinity *NodeAffinity; podAffinity *PodAffinity; podAntiAffinity *PodAntiAffinity',
  NodeAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution *NodeSelector;
    preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm`,
  NodeSelector: '%- nodeSelectorTerms! []NodeSelectorTerm',
  NodeSelectorTerm: '%- matchExpressions []NodeSelectorRequirement; matchFields []NodeSelectorRequirement',
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
  PodResourceClaim: 'name! string; resourceClaimName#3 *string; resourceClaimTemplateName *string',
  PodStatus: `
    observedGeneration#17 int64; phase#1 PodPhase; conditions []PodCondition @type; message string; reason string;
    nominatedNodeName#11 string; hostIP#5 string; hostIPs#16 []HostIP @ip %-; podIP#6 string; podIPs#12 []PodIP @ip;
    startTime#7 *Time; initContainerStatuses#10 []ContainerStatus; containerStatuses#8 []ContainerStatus;
    qosClass PodQOSClass; ephemeralContainerStatuses#13 []ContainerStatus; resize PodResizeStatus;
    resourceClaimStatuses []PodResourceClaimStatus @name;
    extendedResourceClaimStatus#18 *PodExtendedResourceClaimStatus`,
  PodCondition: `
    type! PodConditionType; observedGeneration#7 int64; status#2! ConditionStatus; lastProbeTime! Time;
    lastTransitionTime! Time; reason string; message string`,
  HostIP: 'ip! string',
  PodIP: 'ip! string',
  PodResourceClaimStatus: 'name! string; resourceClaimName *string',
  PodExtendedResourceClaimStatus: `
    requestMappings! []ContainerExtendedResourceRequest; resourceClaimName! string`,
  ContainerExtendedResourceRequest: 'containerName! string; resourceName! string; requestName! string',
};
