import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: services and their endpoints. The notation is explained in ../field.ts. */
export const SERVICES_FIELDS: FieldTable = {
  Service: '~kind string; ~apiVersion string; metadata! ObjectMeta; spec! ServiceSpec; status! ServiceStatus',
  ServiceSpec: `
    ports []ServicePort @port %port+protocol; selector map[string]string %-; clusterIP string; clusterIPs#18 []string;
    type#4 ServiceType; externalIPs []string; sessionAffinity#7 ServiceAffinity; loadBalancerIP string;
    loadBalancerSourceRanges []string; externalName string; externalTrafficPolicy ServiceExternalTrafficPolicy;
    healthCheckNodePort int32; publishNotReadyAddresses bool; sessionAffinityConfig *SessionAffinityConfig;
    ipFamilies#19 []IPFamily; ipFamilyPolicy#17 *IPFamilyPolicy; allocateLoadBalancerNodePorts#20 *bool;
    loadBalancerClass *string; internalTrafficPolicy *ServiceInternalTrafficPolicy; trafficDistribution *string`,
  ServicePort: `
    name string; protocol Protocol =TCP; appProtocol#6 *string; port#3! int32; targetPort! IntOrString; nodePort int32`,
  SessionAffinityConfig: 'clientIP *ClientIPConfig',
  ClientIPConfig: 'timeoutSeconds *int32',
  ServiceStatus: 'loadBalancer! LoadBalancerStatus; conditions []Condition @type',
  LoadBalancerStatus: 'ingress []LoadBalancerIngress',
  LoadBalancerIngress: 'ip string; hostname string; ipMode *LoadBalancerIPMode; ports []PortStatus',
  PortStatus: 'port! int32; protocol! Protocol; error *string',
  Endpoints: '~kind string; ~apiVersion string; metadata! ObjectMeta; subsets []EndpointSubset',
  EndpointSubset: 'addresses []EndpointAddress; notReadyAddresses []EndpointAddress; ports []EndpointPort',
  EndpointAddress: '%- ip! string; hostname#3 string; nodeName *string; targetRef#2 *ObjectReference',
  EndpointPort: '%- name string; port! int32; protocol Protocol; appProtocol *string',
};
