import type { Service, ServicePort, ServiceSpec } from '../../model/core.js';
import { duplicate, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { isIP } from 'node:net';
import { NO_ADDRESS } from './address.js';
import { obeying, oneOf } from './choice.js';
import { validateLabels } from './meta.js';
import { dnsLabelFaults, dnsSubdomainFaults, portNameFaults } from './name.js';
import { validateNumber } from './port.js';
import { validateTraffic } from './service-traffic.js';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** What is wrong with a service (kubernetes pkg/apis/core/validation, ValidateService). */
export function validateService({ spec }: Service): FieldError[] {
  return [
    ...validatePorts(spec),
    ...validateLabels(spec.selector ?? {}, 'spec.selector'),
    ...oneOf(spec.sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity'),
    ...oneOf(spec.type, TYPES, 'spec.type'),
    ...validateExternalName(spec),
    ...validateAddresses(spec.externalIPs ?? [], 'spec.externalIPs'),
    ...validateClusterIps(spec),
    ...validateTraffic(spec),
  ];
}

function validatePorts({ ports = [], clusterIP, type }: ServiceSpec): FieldError[] {
  const needsPorts = clusterIP !== 'None' && type !== 'ExternalName';
  if (ports.length === 0) return needsPorts ? [required('spec.ports')] : [];
  const names = ports.map(({ name }) => name);
  const isSame = (a: ServicePort, b: ServicePort): boolean => a.port === b.port && a.protocol === b.protocol;
  return [
    ...ports.flatMap((port, index) => validatePort(port, index, names)),
    ...ports.flatMap((port, index) =>
      ports.findIndex((one) => isSame(one, port)) < index ? [duplicate(`spec.ports[${index}]`, shown(port))] : [],
    ),
  ];
}

/** The server shows what two ports must not have in common, under the names of its own struct. */
const shown = ({ port, protocol }: ServicePort): Record<string, string | number | null> => ({
  Name: '',
  Protocol: protocol ?? '',
  AppProtocol: null,
  Port: port,
  TargetPort: 0,
  NodePort: 0,
});

function validatePort(port: ServicePort, index: number, names: readonly (string | undefined)[]): FieldError[] {
  const path = `spec.ports[${index}]`;
  const { name, targetPort } = port;
  const isMissing = name === undefined && names.length > 1;
  return [
    ...(isMissing ? [required(`${path}.name`)] : obeying(name, `${path}.name`, dnsLabelFaults)),
    ...(name !== undefined && names.indexOf(name) < index ? [duplicate(`${path}.name`, name)] : []),
    ...validateNumber(port.port, `${path}.port`),
    ...oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`),
    ...(typeof targetPort === 'number'
      ? validateNumber(targetPort, `${path}.targetPort`)
      : obeying(targetPort, `${path}.targetPort`, portNameFaults)),
  ];
}

function validateExternalName({ type, externalName = '' }: ServiceSpec): FieldError[] {
  if (type !== 'ExternalName') return [];
  return externalName === ''
    ? [required('spec.externalName')]
    : obeying(externalName, 'spec.externalName', dnsSubdomainFaults);
}

function validateAddresses(addresses: readonly string[], field: string): FieldError[] {
  return addresses.flatMap((address, index) =>
    isIP(address) === 0 ? [invalidValue(`${field}[${index}]`, address, NO_ADDRESS)] : [],
  );
}

function validateClusterIps({ clusterIPs = [], type }: ServiceSpec): FieldError[] {
  const [first] = clusterIPs;
  if (first === undefined || first === '') return [];
  if (first !== 'None') return validateAddresses(clusterIPs, 'spec.clusterIPs');
  const isOpen = type === 'NodePort' || type === 'LoadBalancer';
  return isOpen ? [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)] : [];
}

/** A cluster IP stays for the life of a service. */
export function validateServiceUpdate({ spec }: Service, { spec: present }: Service): FieldError[] {
  const was = present.clusterIPs?.[0];
  const isAllocated = was !== undefined && present.type !== 'ExternalName' && spec.type !== 'ExternalName';
  if (!isAllocated || spec.clusterIPs?.[0] === was) return [];
  return [invalidValue('spec.clusterIPs[0]', spec.clusterIPs ?? [], 'may not change once set')];
}
