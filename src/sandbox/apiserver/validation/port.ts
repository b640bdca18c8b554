import type { ContainerPort, PodSpec } from '../../model/pod.js';
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

export function validateNumber(port: number, field: string): FieldError[] {
  return portNumberFaults(port).map((fault) => invalidValue(field, port, fault));
}
