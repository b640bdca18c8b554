import type { Service, ServicePort, ServiceSpec } from '../../model/core.js';
import { fill } from './fill.js';

/** What the server fills in; cluster IPs are allocated by admission/cluster-ip.ts. */
export function setServiceDefaults({ spec }: Service): void {
  fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  else if (spec.sessionAffinity === 'ClientIP') {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10_800, ...spec.sessionAffinityConfig?.clientIP } };
  }
  for (const port of spec.ports ?? []) setPortDefaults(port);
  if (spec.type !== 'ExternalName') fill(spec, { internalTrafficPolicy: 'Cluster' });
  if (isExternal(spec)) fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer') fill(spec, { allocateLoadBalancerNodePorts: true });
}

function setPortDefaults(port: ServicePort): void {
  fill(port, { protocol: 'TCP' });
  if (port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
}

const isExternal = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';
