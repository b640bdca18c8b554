import type { Service, ServiceSpec } from '../../model/core.js';
import type { Server } from '../request/request.js';
import { serviceOf } from './plugin.js';
import type { Plugin } from './plugin.js';

/** 10.96.0.0/16, the range of a kubeadm cluster; the first address is that of the API server. */
const RANGE = [10, 96] as const;
const RESERVED = 1;
const SIZE = 65_536;
const FIRST_NODE_PORT = 30_000;
const NODE_PORTS = 2768;

/** Allocates what a service does not bring: its cluster address, and the ports that nodes open for it. */
export const CLUSTER_IP: Plugin = {
  mutateNew: (server, request, draft) => {
    const service = serviceOf(request, draft);
    if (service !== undefined) allocate(server, service.spec);
  },
  mutateUpdate: (server, request, draft, before) => {
    const [service, present] = [serviceOf(request, draft), serviceOf(request, before)];
    if (service === undefined || present === undefined) return;
    keepAllocated(service.spec, present.spec);
    allocate(server, service.spec);
  },
};

function allocate(server: Server, spec: ServiceSpec): void {
  if (spec.type === 'ExternalName') return;
  const ip = spec.clusterIP === undefined || spec.clusterIP === '' ? freeAddress(server) : spec.clusterIP;
  const isDual = ip === 'None' && spec.selector === undefined;
  Object.assign(spec, {
    clusterIP: ip,
    clusterIPs: spec.clusterIPs ?? [ip],
    // A headless service without a selector may have endpoints of either family.
    ipFamilies: spec.ipFamilies ?? (isDual ? ['IPv4', 'IPv6'] : ['IPv4']),
    ipFamilyPolicy: spec.ipFamilyPolicy ?? (isDual ? 'RequireDualStack' : 'SingleStack'),
  });
  if (hasNodePorts(spec)) openNodePorts(server, spec);
}

/** A balancer may do without. */
const hasNodePorts = ({ type, allocateLoadBalancerNodePorts = true }: ServiceSpec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts);

const ALLOCATED = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;

/** An update may leave out what was allocated; both fields of the address follow the one that was changed. */
function keepAllocated(spec: ServiceSpec, present: ServiceSpec): void {
  if (spec.type === 'ExternalName' || present.type === 'ExternalName') return;
  const { clusterIP = '' } = spec;
  if (clusterIP !== '' && clusterIP !== present.clusterIP) spec.clusterIPs = [clusterIP];
  for (const field of ALLOCATED) Object.assign(spec, { [field]: spec[field] ?? present[field] });
}

const services = ({ store }: Server): Service[] => store.collection('services').list('') as Service[];

function freeAddress(server: Server): string {
  const taken = new Set(services(server).map(({ spec }) => spec.clusterIP));
  const start = Math.floor(server.random.fraction() * SIZE);
  for (let step = 0; step < SIZE; step += 1) {
    const index = (start + step) % SIZE;
    const address = [...RANGE, index >> 8, index & 255].join('.');
    if (index > RESERVED && index < SIZE - 1 && !taken.has(address)) return address;
  }
  throw new Error('all cluster addresses are taken');
}

function openNodePorts(server: Server, spec: ServiceSpec): void {
  const taken = new Set(
    services(server).flatMap((service) => (service.spec.ports ?? []).map(({ nodePort }) => nodePort)),
  );
  let candidate = Math.floor(server.random.fraction() * NODE_PORTS);
  for (const port of spec.ports ?? []) {
    if (port.nodePort !== undefined) continue;
    while (taken.has(FIRST_NODE_PORT + candidate)) candidate = (candidate + 1) % NODE_PORTS;
    port.nodePort = FIRST_NODE_PORT + candidate;
    taken.add(port.nodePort);
  }
}
