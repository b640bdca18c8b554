import type { Container, Pod } from './kubernetes.js';
import type { Service, ServicePort } from './kubernetes-service.js';
import type { Peer } from './peers.js';

/** A record that leads to a port of a pet (RFC 2782). */
export interface SrvRecord {
  /** `_web._tcp.nginx.default.svc.cluster.local.` */
  readonly owner: string;
  readonly weight: number;
  readonly port: number;
  /** `web-0.nginx.default.svc.cluster.local.` */
  readonly target: string;
}

/** Seconds, as clusters that kubeadm makes have it in CoreDNS; by itself it says 5. */
const TTL = 30;
const PRIORITY = 0;
/** What CoreDNS divides among the targets of a name, each of which gets 1 at the least (coredns plugin/backend_lookup.go, SRV). */
const WHOLE_WEIGHT = 100;

/**
 * The SRV records that CoreDNS serves for the named ports of a headless service, for these of its pets. The port is that of
 * the pods, as endpoints have it; a pet whose containers have no port of that name has no record.
 */
export function srvRecords(service: Service, domain: string, peers: readonly Peer[]): readonly SrvRecord[] {
  return namedPorts(service).flatMap((servicePort) => {
    const targets = peers.flatMap(({ pod, dnsName }) => {
      const port = podPort(pod, servicePort);
      return port === undefined ? [] : [{ port, dnsName }];
    });
    const weight = Math.max(Math.floor(WHOLE_WEIGHT / targets.length), 1);
    const owner = `_${servicePort.name}._${protocolOf(servicePort).toLowerCase()}.${domain}.`;
    return targets.map(({ port, dnsName }) => ({ owner, weight, port, target: `${dnsName}.` }));
  });
}

type NamedPort = ServicePort & { readonly name: string };

export function namedPorts({ spec }: Service): readonly NamedPort[] {
  return (spec.ports ?? []).flatMap((port) => {
    const { name = '' } = port;
    return name === '' ? [] : [{ ...port, name }];
  });
}

/** The line of a record in a zone file. */
export function zoneLine({ owner, weight, port, target }: SrvRecord): string {
  return [owner, TTL, 'IN', 'SRV', PRIORITY, weight, port, target].join(' ');
}

/** Where a port of a service leads in a pod. Source: kubernetes endpointslice, FindPort. */
function podPort({ spec }: Pod, servicePort: ServicePort): number | undefined {
  const { port, targetPort = port } = servicePort;
  // What is not set travels as 0.
  if (targetPort === 0) return port;
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars]
    .flatMap(({ ports = [] }: Container) => ports)
    .find((each) => each.name === targetPort && protocolOf(each) === protocolOf(servicePort))?.containerPort;
}

function protocolOf({ protocol = 'TCP' }: { readonly protocol?: string }): string {
  return protocol;
}
