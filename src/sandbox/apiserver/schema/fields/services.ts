import type { FieldTable } from '../field.js';

/** Fields of Kubernetes 1.34: services and their endpoints. The notation is explained in ../field.ts. */
export const SERVICES_FIELDS: FieldTable = {
  Service: 'kind string; apiVersion string; metadata! ObjectMeta; spec! ServiceSpec; status! ServiceStatus',
  ServiceSpec: `
    ports []ServicePort @port; selector map[string]string; clusterIP string; clusterIPs []string; type ServiceType;
    externalIPs []string; sessionAffinity ServiceAffinity; loadBalancerIP string; loadBalancerSourceRanges []string;
    externalName string; externalTrafficPolicy ServiceExternalTrafficPolicy; healthCheckNodePort int32;
    publishNotReadyAddresses bool; sessionAffinityConfig *SessionAffinityConfig; ipFamilies []IPFamily;
    ipFamilyPolicy *IPFamilyPolicy; allocateLoadBalancerNodePorts *bool; loadBalancerClass *string;
    internalTrafficPolicy *ServiceInternalTrafficPolicy; trafficDistribution *string`,
  ServicePort: `
    name string; protocol Protocol; appProtocol *string; port! int32; targetPort! IntOrString; nodePort int32`,
  SessionAffinityConfig: 'clientIP *ClientIPConfig',
  ClientIPConfig: 'timeoutSeconds *int32',
  ServiceStatus: 'loadBalancer! LoadBalancerStatus; conditions []Condition @type',
  LoadBalancerStatus: 'ingress []LoadBalancerIngress',
  LoadBalancerIngress: 'ip string; hostname string; ipMode *LoadBalancerIPMode; ports []PortStatus',
  PortStatus: 'port! int32; protocol! Protocol; error *string',
  Endpoints: 'kind string; apiVersion string; metadata! ObjectMeta; subsets []EndpointSubset',
  EndpointSubset: 'addresses []EndpointAddress; notReadyAddresses []EndpointAddress; ports []EndpointPort',
  EndpointAddress: 'ip! string; hostname string; nodeName *string; targetRef *ObjectReference',
  EndpointPort: 'name string; port! int32; protocol Protocol; appProtocol *string',
};
