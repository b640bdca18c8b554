import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: networking.k8s.io. The notation is explained in ../field.ts. */
export const NETWORKING_FIELDS: FieldTable = {
  Ingress: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! IngressSpec; status! IngressStatus',
  IngressSpec: `
    ingressClassName#4 *string; defaultBackend#1 *IngressBackend; tls []IngressTLS; rules []IngressRule`,
  IngressBackend: 'service#4 *IngressServiceBackend; resource#3 *TypedLocalObjectReference',
  IngressServiceBackend: 'name! string; port! ServiceBackendPort',
  ServiceBackendPort: 'name string; number int32',
  IngressTLS: 'hosts []string; secretName string',
  IngressRule: 'host string; {http *HTTPIngressRuleValue}',
  HTTPIngressRuleValue: 'paths! []HTTPIngressPath',
  HTTPIngressPath: 'path string; pathType#3! *PathType; backend#2! IngressBackend',
  IngressStatus: 'loadBalancer! IngressLoadBalancerStatus',
  IngressLoadBalancerStatus: 'ingress []IngressLoadBalancerIngress',
  IngressLoadBalancerIngress: 'ip string; hostname string; ports#4 []IngressPortStatus',
  IngressPortStatus: 'port! int32; protocol! Protocol; error *string',
  IngressClass: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! IngressClassSpec',
  IngressClassSpec: 'controller string; parameters *IngressClassParametersReference',
  IngressClassParametersReference: 'apiGroup *string; kind! string; name! string; scope *string; namespace *string',
  NetworkPolicy: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! NetworkPolicySpec',
  NetworkPolicySpec: `
    podSelector! LabelSelector; ingress []NetworkPolicyIngressRule; egress []NetworkPolicyEgressRule;
    policyTypes []PolicyType`,
  NetworkPolicyIngressRule: 'ports []NetworkPolicyPort; from []NetworkPolicyPeer',
  NetworkPolicyEgressRule: 'ports []NetworkPolicyPort; to []NetworkPolicyPeer',
  NetworkPolicyPort: 'protocol *Protocol; port *IntOrString; endPort *int32',
  NetworkPolicyPeer: 'podSelector *LabelSelector; namespaceSelector *LabelSelector; ipBlock *IPBlock',
  IPBlock: 'cidr! string; except []string',
};
