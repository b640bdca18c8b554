import type { ServiceSpec } from '../../model/core.js';
import { duplicate, forbiddenValue, invalidValue, notSupported } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { isCidr, NO_CIDR } from './address.js';

/** How traffic comes to a service: what of it goes with which type (kubernetes pkg/apis/core/validation, ValidateService). */
export function validateTraffic(spec: ServiceSpec): FieldError[] {
  return [
    ...validateAffinity(spec),
    ...validateFamilies(spec),
    ...validateBalancer(spec),
    ...validatePolicies(spec),
    ...validateNodePorts(spec),
  ];
}

const MOST_SECONDS = 86_400;

function validateAffinity({ sessionAffinityConfig }: ServiceSpec): FieldError[] {
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (seconds === undefined || (seconds > 0 && seconds <= MOST_SECONDS)) return [];
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  return [invalidValue(field, seconds, `must be greater than 0 and less than ${MOST_SECONDS}`)];
}

const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** The cluster has addresses of version 4 only. */
function validateFamilies({ ipFamilies = [], ipFamilyPolicy, selector, clusterIP, type }: ServiceSpec): FieldError[] {
  const isFree = clusterIP === 'None' && selector === undefined;
  if (isFree || type === 'ExternalName') return [];
  const field = 'spec.ipFamilyPolicy';
  return [
    ...(ipFamilyPolicy === undefined || POLICIES.includes(ipFamilyPolicy)
      ? []
      : [notSupported(field, ipFamilyPolicy, POLICIES)]),
    ...(ipFamilyPolicy === 'RequireDualStack'
      ? [invalidValue(field, ipFamilyPolicy, 'this cluster is not configured for dual-stack services')]
      : []),
    ...ipFamilies.flatMap((family, index) => {
      const path = `spec.ipFamilies[${index}]`;
      if (ipFamilies.indexOf(family) < index) return [duplicate(path, family)];
      return family === 'IPv6' ? [invalidValue(path, family, 'not configured on this cluster')] : [];
    }),
  ];
}

const BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";
const LOCAL_BALANCER_ONLY = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";

function validateBalancer(spec: ServiceSpec): FieldError[] {
  const { type, loadBalancerSourceRanges: ranges = [], loadBalancerClass, healthCheckNodePort } = spec;
  const isBalancer = type === 'LoadBalancer';
  const field = 'spec.LoadBalancerSourceRanges';
  return [
    ...(ranges.length > 0 && !isBalancer ? [forbiddenValue(field, BALANCER_ONLY)] : []),
    ...(isBalancer ? ranges : []).flatMap((range, index) =>
      isCidr(range) ? [] : [invalidValue(`${field}[${index}]`, range, NO_CIDR)],
    ),
    ...(loadBalancerClass !== undefined && !isBalancer
      ? [forbiddenValue('spec.loadBalancerClass', BALANCER_ONLY)]
      : []),
    ...(healthCheckNodePort !== undefined && !(isBalancer && spec.externalTrafficPolicy === 'Local')
      ? [invalidValue('spec.healthCheckNodePort', healthCheckNodePort, LOCAL_BALANCER_ONLY)]
      : []),
  ];
}

const TRAFFIC = ['Cluster', 'Local'];
const NEARNESS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

function validatePolicies(spec: ServiceSpec): FieldError[] {
  return [
    ...validateExternalPolicy(spec),
    ...knownOrNone(spec.internalTrafficPolicy, TRAFFIC, 'spec.internalTrafficPolicy'),
    ...knownOrNone(spec.trafficDistribution, NEARNESS, 'spec.trafficDistribution'),
  ];
}

const knownOrNone = (word: string | undefined, words: readonly string[], field: string): FieldError[] =>
  word === undefined || words.includes(word) ? [] : [notSupported(field, word, words)];

function validateExternalPolicy({ type, externalTrafficPolicy: policy, externalIPs = [] }: ServiceSpec): FieldError[] {
  const isExternal = type === 'NodePort' || type === 'LoadBalancer' || externalIPs.length > 0;
  const field = 'spec.externalTrafficPolicy';
  if (policy === undefined || isExternal) return knownOrNone(policy, TRAFFIC, field);
  return [invalidValue(field, policy, 'may only be set for externally-accessible services')];
}

function validateNodePorts({ type = '', ports = [] }: ServiceSpec): FieldError[] {
  if (type !== 'ClusterIP') return [];
  return ports.flatMap(({ nodePort }, index) =>
    nodePort === undefined
      ? []
      : [forbiddenValue(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")],
  );
}
