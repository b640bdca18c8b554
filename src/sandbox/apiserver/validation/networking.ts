import { isIP } from 'node:net';

import { asJson } from '../../model/json.js';
import type {
  Autoscaler,
  Ingress,
  IngressBackend,
  IngressClass,
  IngressRule,
  MetricSpec,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../model/networking.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying } from './choice.js';
import { dnsSubdomainFaults, portNameFaults, portNumberFaults, dns1035Faults } from './name.js';
import { isCidr, NO_CIDR } from './address.js';
import { validateLabelSelector } from './selector.js';

/** What is wrong with kinds of networking.k8s.io and autoscaling (kubernetes pkg/apis/networking, pkg/apis/autoscaling). */

const NOTHING = 'either `defaultBackend` or `rules` must be specified';

export function validateIngress({ spec }: Ingress): FieldError[] {
  const { defaultBackend, rules = [], ingressClassName } = spec;
  return [
    ...(rules.length === 0 && defaultBackend === undefined ? [invalidValue('spec', null, NOTHING)] : []),
    ...rules.flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
    ...(defaultBackend === undefined ? [] : validateBackend(defaultBackend, 'spec.defaultBackend')),
    ...obeying(ingressClassName, 'spec.ingressClassName', dnsSubdomainFaults),
  ];
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

function validateRule({ host = '', http }: IngressRule, field: string): FieldError[] {
  const hostName = host.replace(/^\*\./, '');
  return [
    ...(isIP(host) === 0 ? [] : [invalidValue(`${field}.host`, host, 'must be a DNS name, not an IP address')]),
    ...(host === '' ? [] : dnsSubdomainFaults(hostName).map((fault) => invalidValue(`${field}.host`, host, fault))),
    ...(http !== undefined && (http.paths ?? []).length === 0 ? [required(`${field}.http.paths`)] : []),
    ...(http?.paths ?? []).flatMap(({ path = '', pathType, backend }, index) => {
      const place = `${field}.http.paths[${index}]`;
      return [
        ...(pathType === null
          ? [required(`${place}.pathType`, 'pathType must be specified')]
          : PATH_TYPES.includes(pathType)
            ? validatePath(path, pathType, `${place}.path`)
            : [notSupported(`${place}.pathType`, pathType, PATH_TYPES)]),
        ...validateBackend(backend, `${place}.backend`),
      ];
    }),
  ];
}

function validatePath(path: string, type: string, field: string): FieldError[] {
  const isFree = type === 'ImplementationSpecific' && path === '';
  return isFree || path.startsWith('/') ? [] : [invalidValue(field, path, 'must be an absolute path')];
}

function validateBackend({ service, resource }: IngressBackend, field: string): FieldError[] {
  if (service === undefined) {
    if (resource !== undefined) return [];
    return [invalidValue(field, '', 'resource or service backend is required')];
  }
  return [
    ...(resource === undefined ? [] : [invalidValue(field, '', 'cannot set both resource and service backends')]),
    ...(service.name === ''
      ? [required(`${field}.service.name`)]
      : dns1035Faults(service.name).map((fault) => invalidValue(`${field}.service.name`, service.name, fault))),
    ...validateServicePort(service.port, field),
  ];
}

function validateServicePort(
  { name = '', number = 0 }: { name?: string; number?: number },
  field: string,
): FieldError[] {
  const port = `${field}.service.port`;
  if (name === '' && number === 0) return [required(field, 'port name or number is required')];
  return [
    ...(name !== '' && number !== 0 ? [invalidValue(field, '', 'cannot set both port name & port number')] : []),
    ...(name === '' ? [] : portNameFaults(name).map((fault) => invalidValue(`${port}.name`, name, fault))),
    ...(number === 0 ? [] : portNumberFaults(number).map((fault) => invalidValue(`${port}.number`, number, fault))),
  ];
}

export function validateIngressClass({ spec: { controller = '' } }: IngressClass): FieldError[] {
  if (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/.+$/.test(controller)) return [];
  if (controller === '') return [required('spec.controller')];
  return [invalidValue('spec.controller', controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
}

const POLICY_TYPES = ['Ingress', 'Egress'];

export function validateNetworkPolicy({ spec }: NetworkPolicy): FieldError[] {
  const types = spec.policyTypes ?? [];
  return [
    ...validateLabelSelector(spec.podSelector, 'spec.podSelector'),
    ...(spec.ingress ?? []).flatMap(({ ports = [], from = [] }, index) => [
      ...validatePorts(ports, `spec.ingress[${index}].ports`),
      ...validatePeers(from, `spec.ingress[${index}].from`),
    ]),
    ...(spec.egress ?? []).flatMap(({ ports = [], to = [] }, index) => [
      ...validatePorts(ports, `spec.egress[${index}].ports`),
      ...validatePeers(to, `spec.egress[${index}].to`),
    ]),
    ...(types.length > POLICY_TYPES.length
      ? [invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')]
      : types.flatMap((type, index) =>
          POLICY_TYPES.includes(type) ? [] : [notSupported(`spec.policyTypes[${index}]`, type, POLICY_TYPES)],
        )),
  ];
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

function validatePorts(ports: readonly NetworkPolicyPort[], field: string): FieldError[] {
  return ports.flatMap(({ protocol = 'TCP', port, endPort }, index) => {
    const place = `${field}[${index}]`;
    const faults = port === undefined ? [] : typeof port === 'number' ? portNumberFaults(port) : portNameFaults(port);
    return [
      ...(PROTOCOLS.includes(protocol) ? [] : [notSupported(`${place}.protocol`, protocol, PROTOCOLS)]),
      ...faults.map((fault) => invalidValue(`${place}.port`, port ?? '', fault)),
      ...(endPort !== undefined && typeof port === 'number' && endPort < port
        ? [
            // The server shows the port here.
            invalidValue(`${place}.endPort`, port, 'must be greater than or equal to `port`'),
          ]
        : []),
      ...(endPort !== undefined && typeof port !== 'number'
        ? [
            port === undefined
              ? invalidValue(`${place}.endPort`, endPort, 'may not be specified when `port` is not specified')
              : invalidValue(`${place}.endPort`, endPort, 'may not be specified when `port` is non-numeric'),
          ]
        : []),
    ];
  });
}

function validatePeers(peers: readonly NetworkPolicyPeer[], field: string): FieldError[] {
  return peers.flatMap(({ podSelector, namespaceSelector, ipBlock }, index) => {
    const place = `${field}[${index}]`;
    const given = [podSelector, namespaceSelector, ipBlock].filter((one) => one !== undefined);
    return [
      ...validateLabelSelector(podSelector, `${place}.podSelector`),
      ...validateLabelSelector(namespaceSelector, `${place}.namespaceSelector`),
      ...(ipBlock === undefined || isCidr(ipBlock.cidr)
        ? []
        : [invalidValue(`${place}.ipBlock.cidr`, ipBlock.cidr, NO_CIDR)]),
      ...(given.length === 0 ? [required(place, 'must specify a peer')] : []),
      ...(ipBlock !== undefined && given.length > 1
        ? [forbiddenValue(place, 'may not specify both ipBlock and another peer')]
        : []),
    ];
  });
}

const TO_ZERO = 'must specify at least one Object or External metric to support scaling to zero replicas';

export function validateAutoscaler({ spec }: Autoscaler): FieldError[] {
  const { minReplicas: least = 1, maxReplicas: most, metrics = [] } = spec;
  const scalesToZero = metrics.some(({ type }) => type === 'Object' || type === 'External');
  return [
    ...(least < 1 ? [invalidValue('spec.minReplicas', least, 'must be greater than or equal to 1')] : []),
    ...(most < 1 ? [invalidValue('spec.maxReplicas', most, 'must be greater than 0')] : []),
    ...(most < least ? [invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : []),
    ...validateScaled(spec.scaleTargetRef, 'spec.scaleTargetRef'),
    ...(least === 0 && !scalesToZero ? [forbiddenValue('spec.metrics', TO_ZERO)] : []),
    ...metrics.flatMap((metric, index) => validateMetric(metric, `spec.metrics[${index}]`)),
  ];
}

function validateScaled(
  { kind, name, apiVersion = '' }: Autoscaler['spec']['scaleTargetRef'],
  field: string,
): FieldError[] {
  return [
    ...(kind === '' ? [required(`${field}.kind`)] : []),
    ...(name === '' ? [required(`${field}.name`)] : []),
    ...(apiVersion === ''
      ? [invalidValue(`${field}.apiVersion`, apiVersion, 'apiVersion must specify API group')]
      : []),
  ];
}

const METRIC_TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

function validateMetric(metric: MetricSpec, field: string): FieldError[] {
  const missing = metric.type === '' ? [required(`${field}.type`, 'must specify a metric source type')] : [];
  if (!METRIC_TYPES.includes(metric.type))
    return [...missing, notSupported(`${field}.type`, metric.type, METRIC_TYPES)];
  const source = metric.type.charAt(0).toLowerCase() + metric.type.slice(1);
  if (asJson(metric)[source] !== undefined) return [];
  return [required(`${field}.${source}`, 'must populate information for the given metric source')];
}
