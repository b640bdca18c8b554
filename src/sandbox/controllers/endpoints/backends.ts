import type { ObjectReference, Service, ServicePort } from '../../model/core.js';
import { hasLabels } from '../../model/labels.js';
import type { Container, Pod } from '../../model/pod.js';
import { containersOf, isOver, isSidecar } from '../../model/pod.js';

/** A port that is open behind a service. */
export interface OpenPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** A pod behind a service, and where it listens. */
export interface Backend {
  readonly pod: Pod;
  readonly ip: string;
  /** Set for pods that have a name under the service's own. */
  readonly hostname: string | undefined;
  readonly ports: readonly OpenPort[];
}

/** Whether somebody else than a person looks after the endpoints of a service. */
export const isKept = ({ spec }: Service): boolean => spec.selector !== undefined && spec.type !== 'ExternalName';

export const isHeadless = ({ spec }: Service): boolean => (spec.clusterIP ?? 'None') === 'None';

/** Whether a service chooses a pod. */
export const isBehind = ({ metadata, spec }: Service, pod: Pod): boolean =>
  metadata.namespace === pod.metadata.namespace && hasLabels(pod.metadata.labels ?? {}, spec.selector ?? {});

/** The pods behind a service that have an address, in the order of their addresses. */
export function backendsOf(service: Service, pods: readonly Pod[]): Backend[] {
  return pods
    .filter((pod) => isBehind(service, pod) && !isOver(pod))
    .flatMap((pod) => (pod.status.podIP === undefined ? [] : [backend(service, pod, pod.status.podIP)]))
    .toSorted((a, b) => a.ip.localeCompare(b.ip, 'en', { numeric: true }));
}

function backend(service: Service, pod: Pod, ip: string): Backend {
  const { hostname, subdomain } = pod.spec;
  return {
    pod,
    ip,
    hostname: subdomain === service.metadata.name ? hostname : undefined,
    ports: (service.spec.ports ?? []).flatMap((port) => openPort(pod, port) ?? []),
  };
}

/** A port that is called by name is the one that a container calls so; there may be none. */
function openPort({ spec }: Pod, { name = '', protocol = 'TCP', targetPort }: ServicePort): OpenPort | undefined {
  const containers: Container[] = [...containersOf(spec), ...(spec.initContainers ?? []).filter(isSidecar)];
  const port =
    typeof targetPort === 'number'
      ? targetPort
      : containers
          .flatMap(({ ports = [] }) => ports)
          .find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol)?.containerPort;
  return port === undefined ? undefined : { name, port, protocol };
}

export function targetRef({ metadata }: Pod): ObjectReference {
  const { name, namespace = '', uid = '' } = metadata;
  return { kind: 'Pod', namespace, name, uid };
}

/** Backends that have the same ports open, together. */
export function byPorts(backends: readonly Backend[]): Backend[][] {
  const groups = new Map<string, Backend[]>();
  for (const one of backends) {
    const key = JSON.stringify(one.ports);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
