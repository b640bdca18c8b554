import { own } from '../../model/json.js';
import type { Container, Pod, ResourceRequirements } from '../../model/pod.js';
import { allContainersOf } from '../../model/pod.js';
import { quantityNano } from '../../model/quantity.js';

/** What a pod is told about itself. */

const FIELDS: Readonly<Record<string, (pod: Pod, node: NodeFacts) => string>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
  'metadata.uid': ({ metadata }) => metadata.uid ?? '',
  'metadata.labels': ({ metadata }) => lines(metadata.labels),
  'metadata.annotations': ({ metadata }) => lines(metadata.annotations),
  'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
  'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
  'status.podIP': ({ status }) => status.podIP ?? '',
  'status.podIPs': ({ status }) => status.podIP ?? '',
  'status.hostIP': (_pod, { hostIP }) => hostIP,
  'status.hostIPs': (_pod, { hostIP }) => hostIP,
};

export interface NodeFacts {
  readonly hostIP: string;
}

const lines = (record: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(record ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');

/** The value of a field that a `fieldRef` names. */
export function fieldOf(pod: Pod, path: string, node: NodeFacts): string {
  const [, holder, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (holder === 'labels') return own(pod.metadata.labels, key) ?? '';
  if (holder === 'annotations') return own(pod.metadata.annotations, key) ?? '';
  return own(FIELDS, path)?.(pod, node) ?? '';
}

/** What a container gets whose limit is not set: all of the node. */
const ALLOCATABLE: Readonly<Record<string, string>> = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti' };

/** The amount that a `resourceFieldRef` names, in whole units. */
export function resourceOf(
  { spec }: Pod,
  { containerName, resource }: { containerName?: string; resource: string },
  self?: Container,
): string {
  const container = allContainersOf(spec).find(({ name }) => name === containerName) ?? self;
  const [which = '', name = ''] = resource.split('.');
  const amounts: ResourceRequirements = container?.resources ?? {};
  const amount =
    which === 'limits' ? (own(amounts.limits, name) ?? own(ALLOCATABLE, name)) : own(amounts.requests, name);
  return String(Math.ceil(Number(quantityNano(amount ?? '0')) / 1e9));
}
