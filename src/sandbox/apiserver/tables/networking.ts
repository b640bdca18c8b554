import type {
  Autoscaler,
  Ingress,
  IngressClass,
  MetricSpec,
  MetricTarget,
  NetworkPolicy,
} from '../../model/networking.js';
import { formatSelector } from '../selectors/label-selector.js';
import { age } from './age.js';
import { columns, NONE, UNKNOWN } from './printer.js';
import type { Printer } from './printer.js';

/** Rows of networking.k8s.io and autoscaling (kubernetes pkg/printers/internalversion). */

export const INGRESS_PRINTER: Printer<Ingress> = {
  columns: columns('Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.ingressClassName ?? NONE,
    hosts(spec.rules ?? []),
    (status.loadBalancer.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(','),
    spec.tls === undefined ? '80' : '80, 443',
    age(metadata.creationTimestamp, now),
  ],
};

const MOST_HOSTS = 3;

function hosts(rules: readonly { host?: string }[]): string {
  const named = rules.flatMap(({ host = '' }) => (host === '' ? [] : [host]));
  if (named.length === 0) return '*';
  const shown = named.slice(0, MOST_HOSTS).join(',');
  return named.length > MOST_HOSTS ? `${shown} + ${named.length - MOST_HOSTS} more...` : shown;
}

export const INGRESS_CLASS_PRINTER: Printer<IngressClass> = {
  columns: columns('Name', 'Controller', 'Parameters', 'Age'),
  row: ({ metadata, spec: { controller = '', parameters } }, now) => {
    const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`;
    const told = parameters === undefined ? NONE : `${parameters.kind}${group}/${parameters.name}`;
    return [metadata.name, controller, told, age(metadata.creationTimestamp, now)];
  },
};

export const NETWORK_POLICY_PRINTER: Printer<NetworkPolicy> = {
  columns: columns('Name', 'Pod-Selector', 'Age'),
  row: ({ metadata, spec }, now) => [
    metadata.name,
    formatSelector(spec.podSelector),
    age(metadata.creationTimestamp, now),
  ],
};

export const AUTOSCALER_PRINTER: Printer<Autoscaler> = {
  columns: columns('Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age'),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    targets(spec.metrics ?? []),
    String(spec.minReplicas ?? '<unset>'),
    spec.maxReplicas,
    status.currentReplicas ?? 0,
    age(metadata.creationTimestamp, now),
  ],
};

/** How many targets are told before the others are counted. */
const TARGETS_TOLD = 2;

/** Nobody measures here, so that what is there is unknown. */
function targets(metrics: readonly MetricSpec[]): string {
  if (metrics.length === 0) return NONE;
  const told = metrics.slice(0, TARGETS_TOLD).map(target).join(', ');
  const more = metrics.length - TARGETS_TOLD;
  return more > 0 ? `${told} + ${more} more...` : told;
}

function target({ resource, containerResource, pods, object, external }: MetricSpec): string {
  const ofPods = resource ?? containerResource;
  if (ofPods !== undefined) return `${ofPods.name}: ${UNKNOWN}/${share(ofPods.target)}`;
  const { averageValue, value = '<auto>' } = (pods ?? object ?? external)?.target ?? {};
  if (averageValue === undefined) return `${UNKNOWN}/${value}`;
  return `${UNKNOWN}/${averageValue}${pods === undefined ? ' (avg)' : ''}`;
}

const share = ({ averageUtilization, averageValue = '<auto>' }: MetricTarget): string =>
  averageUtilization === undefined ? averageValue : `${averageUtilization}%`;
