import type {
  ConfigMap,
  Event,
  Lease,
  Namespace,
  Node,
  ResourceQuota,
  Secret,
  ServiceAccount,
} from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import { age } from './age.js';
import { columns, NONE, UNKNOWN } from './printer.js';
import type { Printer } from './printer.js';

/** Name and age: what a kind without columns of its own shows. */
export const PLAIN_PRINTER: Printer<KubeObject> = {
  columns: columns('Name', 'Created At:date'),
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? UNKNOWN],
};

export const NAMESPACE_PRINTER: Printer<Namespace> = {
  columns: columns('Name', 'Status', 'Age'),
  row: ({ metadata, status }, now) => [metadata.name, status.phase ?? '', age(metadata.creationTimestamp, now)],
};

export const CONFIG_MAP_PRINTER: Printer<ConfigMap> = {
  columns: columns('Name', 'Data', 'Age'),
  row: ({ metadata, data = {}, binaryData = {} }, now) => [
    metadata.name,
    Object.keys(data).length + Object.keys(binaryData).length,
    age(metadata.creationTimestamp, now),
  ],
};

export const SECRET_PRINTER: Printer<Secret> = {
  columns: columns('Name', 'Type', 'Data', 'Age'),
  row: ({ metadata, type = '', data = {} }, now) => [
    metadata.name,
    type,
    Object.keys(data).length,
    age(metadata.creationTimestamp, now),
  ],
};

export const SERVICE_ACCOUNT_PRINTER: Printer<ServiceAccount> = {
  columns: columns('Name', 'Secrets', 'Age'),
  row: ({ metadata, secrets = [] }, now) => [metadata.name, secrets.length, age(metadata.creationTimestamp, now)],
};

export const LEASE_PRINTER: Printer<Lease> = {
  columns: columns('Name', 'Holder', 'Age'),
  row: ({ metadata, spec }, now) => [metadata.name, spec.holderIdentity ?? '', age(metadata.creationTimestamp, now)],
};

export const QUOTA_PRINTER: Printer<ResourceQuota> = {
  columns: columns('Name', 'Request', 'Limit', 'Age'),
  row: ({ metadata, status }, now) => {
    const uses = Object.entries(status.hard ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const tell = (isLimit: boolean): string =>
      uses
        .filter(([resource]) => resource.startsWith('limits.') === isLimit)
        .map(([resource, hard]) => `${resource}: ${status.used?.[resource] ?? '0'}/${hard}`)
        .join(', ');
    return [metadata.name, tell(false), tell(true), age(metadata.creationTimestamp, now)];
  },
};

export const NODE_PRINTER: Printer<Node> = {
  columns: columns(
    ...['Name', 'Status', 'Roles', 'Age', 'Version', 'Internal-IP*', 'External-IP*', 'OS-Image*'],
    ...['Kernel-Version*', 'Container-Runtime*'],
  ),
  row: (node, now) => {
    const info = node.status.nodeInfo ?? {};
    const address = (wanted: string): string =>
      node.status.addresses?.find(({ type }) => type === wanted)?.address ?? NONE;
    return [
      node.metadata.name,
      nodeWord(node),
      nodeRoles(node),
      age(node.metadata.creationTimestamp, now),
      info.kubeletVersion ?? '',
      address('InternalIP'),
      address('ExternalIP'),
      info.osImage === '' ? UNKNOWN : (info.osImage ?? UNKNOWN),
      info.kernelVersion === '' ? UNKNOWN : (info.kernelVersion ?? UNKNOWN),
      info.containerRuntimeVersion === '' ? UNKNOWN : (info.containerRuntimeVersion ?? UNKNOWN),
    ];
  },
};

function nodeWord({ spec, status }: Node): string {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeRoles({ metadata }: Node): string {
  const labels = Object.entries(metadata.labels ?? {});
  const roles = labels.flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) return [key.slice(ROLE_PREFIX.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return roles.length === 0 ? NONE : roles.sort().join(',');
}

export const EVENT_PRINTER: Printer<Event> = {
  columns: columns(
    ...['Last Seen', 'Type', 'Reason', 'Object', 'Subobject*', 'Source*', 'Message', 'First Seen*', 'Count*', 'Name*'],
  ),
  row: (event, now) => {
    const { first, last, count } = occurrences(event);
    return [
      age(last, now),
      event.type ?? '',
      event.reason ?? '',
      subject(event),
      event.involvedObject.fieldPath ?? '',
      source(event),
      (event.message ?? '').trim(),
      age(first, now),
      count,
      event.metadata.name,
    ];
  },
};

interface Occurrences {
  readonly first: string | null | undefined;
  readonly last: string | null | undefined;
  readonly count: number;
}

/** An event without a count happened once. */
function occurrences({ firstTimestamp, lastTimestamp, eventTime, series, count = 0 }: Event): Occurrences {
  const first = firstTimestamp ?? eventTime;
  const times = series?.count ?? count;
  return { first, last: series?.lastObservedTime ?? lastTimestamp ?? first, count: times === 0 ? 1 : times };
}

function subject({ involvedObject: { kind = '', name = '' } }: Event): string {
  return name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`;
}

function source({ source: { component, host }, reportingComponent, reportingInstance }: Event): string {
  const parts = [component ?? reportingComponent ?? '', host ?? reportingInstance ?? ''];
  return parts.filter((part) => part !== '').join(', ');
}
