import type { Service, ServiceSpec } from '../../model/core.js';

/** What the server fills in; cluster IPs are allocated by admission/cluster-ip.ts. */
export function setServiceDefaults({ spec }: Service): void {
  spec.sessionAffinity ??= 'None';
  spec.type ??= 'ClusterIP';
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP';
    if (port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
  }
  if (spec.type === 'ExternalName') return;
  spec.internalTrafficPolicy ??= 'Cluster';
  if (isExternal(spec)) spec.externalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
}

const isExternal = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';
