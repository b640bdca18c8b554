import type { Container, ContainerPort, PodSpec } from '../../model/pod.js';
import { duplicate, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying, oneOf } from './choice.js';
import { portNameFaults, portNumberFaults } from './name.js';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validatePorts(ports: readonly ContainerPort[], field: string, spec: PodSpec): FieldError[] {
  const names = ports.map(({ name }) => name);
  return ports.flatMap((port, index) => {
    const path = `${field}[${index}]`;
    const isDuplicate = port.name !== undefined && names.indexOf(port.name) < index;
    return [
      ...obeying(port.name, `${path}.name`, portNameFaults),
      ...(isDuplicate ? [duplicate(`${path}.name`, port.name ?? '')] : []),
      ...(port.containerPort === 0
        ? [required(`${path}.containerPort`)]
        : validateNumber(port.containerPort, `${path}.containerPort`)),
      ...validateHostPort(port, path, spec),
      ...oneOf(port.protocol, PROTOCOLS, `${path}.protocol`),
    ];
  });
}

/** On the host's network a port is the host's. */
function validateHostPort(
  { hostPort, containerPort }: ContainerPort,
  path: string,
  { hostNetwork }: PodSpec,
): FieldError[] {
  if (hostPort === undefined) return [];
  const field = `${path}.hostPort`;
  if (hostNetwork !== true || hostPort === containerPort) return validateNumber(hostPort, field);
  return [invalidValue(field, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
}

/** Ports of the host that two want. */
export function hostPortConflicts(containers: readonly Container[], field: string): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports = [] }, at) =>
    ports.flatMap(({ protocol = '', hostIP = '', hostPort = 0 }, index) => {
      if (hostPort === 0) return [];
      const place = `${protocol}/${hostIP}/${hostPort}`;
      const isTaken = taken.has(place);
      taken.add(place);
      return isTaken ? [duplicate(`${field}[${at}].ports[${index}].hostPort`, place)] : [];
    }),
  );
}

export function validateNumber(port: number, field: string): FieldError[] {
  return portNumberFaults(port).map((fault) => invalidValue(field, port, fault));
}
