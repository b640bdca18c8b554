import type { EndpointAddress, EndpointSubset, Service } from '../../model/core.js';
import { isReady } from '../../model/pod.js';
import type { Backend, OpenPort } from './backends.js';
import { byPorts, targetRef } from './backends.js';
import { inOrder } from './port-order.js';

/** The endpoints of a service in the older form (kubernetes pkg/controller/endpoint). */
export function subsetsOf({ spec }: Service, backends: readonly Backend[]): EndpointSubset[] {
  const tolerant = spec.publishNotReadyAddresses === true;
  const hasPorts = (spec.ports ?? []).length > 0;
  const shown = backends.filter(
    ({ pod, ports }) => (tolerant || pod.metadata.deletionTimestamp === undefined) && (!hasPorts || ports.length > 0),
  );
  return byPorts(shown).map((group) => {
    const addresses = group.filter(({ pod }) => tolerant || isReady(pod));
    const others = group.filter((one) => !addresses.includes(one));
    const [{ ports } = { ports: [] }] = group;
    return {
      ...(addresses.length > 0 && { addresses: addresses.map(address) }),
      ...(others.length > 0 && { notReadyAddresses: others.map(address) }),
      ...(ports.length > 0 && {
        ports: inOrder(ports, subsetPort).map(({ name, ...port }) => ({ ...(name !== '' && { name }), ...port })),
      }),
    };
  });
}

const address = ({ pod, ip, hostname }: Backend): EndpointAddress => ({
  ip,
  ...(hostname !== undefined && { hostname }),
  ...(pod.spec.nodeName !== undefined && { nodeName: pod.spec.nodeName }),
  targetRef: targetRef(pod),
});

/** As Go dumps it (kubernetes pkg/api/v1/endpoints/util.go, portsByHash). */
const subsetPort = ({ name, port, protocol }: OpenPort): string =>
  `(v1.EndpointPort){Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} AppProtocol:(*string)<nil>}`;
