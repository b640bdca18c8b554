import type { Endpoint, EndpointSlice, Service } from '../../model/core.js';
import { isReady } from '../../model/pod.js';
import type { Backend, OpenPort } from './backends.js';
import { byPorts, targetRef } from './backends.js';
import { inOrder } from './port-order.js';

/** What a slice holds; who it belongs to does not change. */
export type SliceContent = Pick<EndpointSlice, 'endpoints' | 'ports'>;

/** How many endpoints a slice holds (--max-endpoints-per-slice). */
const MOST = 100;

/** The endpoints of a service, sliced (kubernetes endpointslice/reconciler.go). One slice is there even without any. */
export function slicesOf(service: Service, backends: readonly Backend[]): SliceContent[] {
  const slices = byPorts(backends).flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MOST) }, (_, index) =>
      slice(service, group.slice(index * MOST, (index + 1) * MOST)),
    ),
  );
  return slices.length > 0 ? slices : [{ endpoints: null, ports: null }];
}

function slice(service: Service, group: readonly Backend[]): SliceContent {
  const [{ ports } = { ports: [] }] = group;
  return {
    endpoints: group.map((one) => endpoint(service, one)),
    ports: ports.length === 0 ? null : inOrder(ports, slicePort),
  };
}

function endpoint({ spec }: Service, { pod, ip, hostname }: Backend): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return {
    addresses: [ip],
    // What ends is not ready, unless the service does not care.
    conditions: { ready: spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname !== undefined && { hostname }),
    targetRef: targetRef(pod),
    ...(pod.spec.nodeName !== undefined && { nodeName: pod.spec.nodeName }),
  };
}

/** As Go dumps it (kubernetes endpointslice/util/controller_utils.go, portsInOrder). */
const slicePort = ({ name, port, protocol }: OpenPort): string =>
  `(v1.EndpointPort){Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} AppProtocol:(*string)<nil>}`;
