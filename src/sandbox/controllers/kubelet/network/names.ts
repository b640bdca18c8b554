import type { Found, ServiceRecord } from '../../../containers/machine.js';
import type { EndpointSlice, Service } from '../../../model/core.js';
import type { Informer } from '../../client/informer.js';

export const CLUSTER_DOMAIN = 'cluster.local';

const SERVICES = `.svc.${CLUSTER_DOMAIN}`;
const PODS = `.pod.${CLUSTER_DOMAIN}`;
/** Aliases may name each other in a circle. */
const MOST_ALIASES = 8;

const SERVICE_NAME = 'kubernetes.io/service-name';

/** A pod behind a service, as the name server sees it. */
export interface NamedEndpoint {
  /** Of its own: its hostname, or its address with dashes. */
  readonly label: string;
  readonly hostname: string | undefined;
  readonly ip: string;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

/** The names of the cluster, as its name server makes them of services and endpoint slices (the specification of Kubernetes' DNS). */
export class ClusterNames {
  readonly #services: Informer<Service>;
  readonly #slices: Informer<EndpointSlice>;

  constructor(services: Informer<Service>, slices: Informer<EndpointSlice>) {
    this.#services = services;
    this.#slices = slices;
  }

  /** What a whole name stands for; nothing if nobody has it. */
  find(name: string, followed = 0): Found | undefined {
    const whole = name.replace(/\.$/, '').toLowerCase();
    if (whole.endsWith(PODS)) return found(whole, podAddress(whole.slice(0, -PODS.length)));
    if (!whole.endsWith(SERVICES)) return undefined;
    const [first = '', second = '', third] = whole.slice(0, -SERVICES.length).split('.');
    if (third !== undefined) return found(whole, this.#ofPet(first, this.#services.get(third, second)));
    const service = this.#services.get(second, first);
    if (service?.spec.type !== 'ExternalName') return found(whole, this.#ofService(service));
    return this.#alias(whole, service.spec.externalName ?? '', followed);
  }

  #alias(name: string, alias: string, followed: number): Found {
    const target = followed < MOST_ALIASES ? this.find(alias, followed + 1) : undefined;
    return { name, addresses: target?.addresses ?? [], alias };
  }

  /** Where the ports of a service are: `NAME.NAMESPACE.svc...`, or `_PORT._PROTOCOL.` before that. */
  findPorts(name: string): ServiceRecord[] {
    const whole = name.replace(/\.$/, '').toLowerCase();
    if (!whole.endsWith(SERVICES)) return [];
    const labels = whole.slice(0, -SERVICES.length).split('.');
    const [port, protocol] = labels.length === 4 ? labels.slice(0, 2) : [];
    const [serviceName = '', namespace = ''] = labels.slice(-2);
    const service = labels.length === 2 || labels.length === 4 ? this.#services.get(namespace, serviceName) : undefined;
    if (service === undefined) return [];
    const wanted = (one: { name: string; protocol: string }): boolean =>
      port === undefined || (`_${one.name}` === port && `_${one.protocol.toLowerCase()}` === protocol);
    const domain = `${serviceName}.${namespace}${SERVICES}`;
    const targets = isHeadless(service)
      ? this.endpointsOf(service).flatMap(({ label, ports }) =>
          ports.filter(wanted).map((one) => ({ port: one.port, target: `${label}.${domain}` })),
        )
      : (service.spec.ports ?? [])
          .map((one) => ({ name: one.name ?? '', protocol: one.protocol ?? 'TCP', port: one.port }))
          .filter(wanted)
          .map((one) => ({ port: one.port, target: domain }));
    return targets.map((one) => ({ priority: 0, weight: Math.floor(100 / targets.length), ...one }));
  }

  /** The names of an address. */
  namesOf(ip: string): string[] {
    return this.#services.all().flatMap((service) => {
      const domain = `${service.metadata.name}.${service.metadata.namespace ?? ''}${SERVICES}`;
      if (service.spec.clusterIP === ip) return [domain];
      const pets = isHeadless(service) ? this.endpointsOf(service).filter((one) => one.ip === ip) : [];
      return pets.map(({ label }) => `${label}.${domain}`);
    });
  }

  /** The service that has an address of its own. */
  serviceAt(ip: string): Service | undefined {
    return this.#services.all().find(({ spec }) => spec.clusterIP === ip);
  }

  /** Those that are ready, or all where the service does not care. */
  endpointsOf({ metadata }: Service): NamedEndpoint[] {
    return this.#slices
      .all()
      .filter(
        (slice) =>
          slice.metadata.namespace === metadata.namespace && slice.metadata.labels?.[SERVICE_NAME] === metadata.name,
      )
      .flatMap(({ endpoints, ports }) => {
        const open = (ports ?? []).map(({ name = '', port = 0, protocol = 'TCP' }) => ({ name, port, protocol }));
        return (endpoints ?? [])
          .filter(({ conditions }) => conditions.ready !== false)
          .flatMap(({ addresses, hostname }) =>
            (addresses ?? []).map((ip) => ({ label: hostname ?? ip.replaceAll('.', '-'), hostname, ip, ports: open })),
          );
      });
  }

  #ofService(service: Service | undefined): string[] {
    if (service === undefined) return [];
    if (!isHeadless(service)) return [service.spec.clusterIP ?? ''];
    return [...new Set(this.endpointsOf(service).map(({ ip }) => ip))];
  }

  #ofPet(label: string, service: Service | undefined): string[] {
    if (service === undefined || !isHeadless(service)) return [];
    return [
      ...new Set(
        this.endpointsOf(service)
          .filter((one) => one.label === label)
          .map(({ ip }) => ip),
      ),
    ];
  }
}

const isHeadless = ({ spec }: Service): boolean => spec.clusterIP === 'None';

const found = (name: string, addresses: readonly string[]): Found | undefined =>
  addresses.length === 0 ? undefined : { name, addresses };

/** `10-244-0-5.NAMESPACE` is the address that it spells. */
function podAddress(text: string): string[] {
  const [label = '', namespace, more] = text.split('.');
  return /^\d+(?:-\d+){3}$/.test(label) && namespace !== undefined && more === undefined
    ? [label.replaceAll('-', '.')]
    : [];
}
