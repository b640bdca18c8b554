import type { EndpointSlice, Endpoints, Service, ServicePort } from '../../model/core.js';
import { age } from './age.js';
import { columns, NONE, UNSET } from './printer.js';
import type { Printer } from './printer.js';

export const SERVICE_PRINTER: Printer<Service> = {
  columns: columns('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', 'Selector*'),
  row: (service, now) => {
    const { spec, metadata } = service;
    return [
      metadata.name,
      spec.type ?? '',
      spec.clusterIPs?.[0] ?? (spec.clusterIP === undefined || spec.clusterIP === '' ? NONE : spec.clusterIP),
      externalIps(service),
      ports(spec.ports ?? []),
      age(metadata.creationTimestamp, now),
      selector(spec.selector),
    ];
  },
};

function externalIps({ spec, status }: Service): string {
  const own = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  if (spec.type !== 'LoadBalancer') return own.length === 0 ? NONE : own.join(',');
  const all = [...(status.loadBalancer.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? ''), ...own];
  return all.length === 0 ? '<pending>' : all.join(',');
}

function ports(all: readonly ServicePort[]): string {
  if (all.length === 0) return NONE;
  return all
    .map(({ port, nodePort, protocol }) =>
      nodePort === undefined ? `${port}/${protocol ?? ''}` : `${port}:${nodePort}/${protocol ?? ''}`,
    )
    .join(',');
}

/** `a=b,c=d` by key, or `<none>`. */
export function selector(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? NONE : pairs.sort().join(',');
}

/** How many addresses a cell shows before `+ N more...`. */
const SHOWN = 3;

export const ENDPOINTS_PRINTER: Printer<Endpoints> = {
  columns: columns('Name', 'Endpoints', 'Age'),
  row: ({ metadata, subsets = [] }, now) => {
    const all = subsets.flatMap(({ addresses = [], ports: open = [] }) =>
      open.length === 0
        ? addresses.map(({ ip }) => ip)
        : open.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
    );
    return [metadata.name, shorten(all, NONE), age(metadata.creationTimestamp, now)];
  },
};

export const ENDPOINT_SLICE_PRINTER: Printer<EndpointSlice> = {
  columns: columns('Name', 'AddressType', 'Ports', 'Endpoints', 'Age'),
  row: ({ metadata, addressType, ports: open, endpoints }, now) => [
    metadata.name,
    addressType,
    shorten(
      (open ?? []).map(({ port }) => (port === undefined ? '*' : String(port))),
      UNSET,
    ),
    shorten(
      (endpoints ?? []).flatMap(({ addresses }) => addresses ?? []),
      UNSET,
    ),
    age(metadata.creationTimestamp, now),
  ],
};

function shorten(all: readonly string[], empty: string): string {
  if (all.length === 0) return empty;
  const rest = all.length - SHOWN;
  const shown = all.slice(0, SHOWN).join(',');
  return rest > 0 ? `${shown} + ${rest} more...` : shown;
}
