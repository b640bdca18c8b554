import type { FileSystem } from '../../../containers/files/file-system.js';
import type { Found, Listener, Network, ServiceRecord } from '../../../containers/machine.js';
import type { Service } from '../../../model/core.js';
import type { ClusterNames } from './names.js';

/** Where the name server of a cluster usually is. */
export const NAME_SERVER = '10.96.0.10';

/** A name with fewer dots is first looked for below the search domains. */
const NDOTS = 5;

/** Who is at the address of a pod. */
export type Reach = (ip: string, port: number) => Listener | 'refused' | 'unreachable';

/** The network as one pod sees it. */
export class PodNetwork implements Network {
  readonly server = NAME_SERVER;
  readonly #names: ClusterNames;
  readonly #files: FileSystem;
  readonly #search: readonly string[];
  readonly #ownIp: string;
  readonly #reach: Reach;
  #turn = 0;

  constructor(names: ClusterNames, pod: { files: FileSystem; search: readonly string[]; ip: string }, reach: Reach) {
    this.#names = names;
    this.#files = pod.files;
    this.#search = pod.search;
    this.#ownIp = pod.ip;
    this.#reach = reach;
  }

  lookup(name: string): Found | undefined {
    return this.#inHosts(name) ?? this.query(name);
  }

  query(name: string): Found | undefined {
    for (const whole of this.#wholeNames(name)) {
      const found = this.#names.find(whole);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  querySrv(name: string): { name: string; records: readonly ServiceRecord[] } | undefined {
    for (const whole of this.#wholeNames(name)) {
      const records = this.#names.findPorts(whole);
      if (records.length > 0) return { name: whole, records };
    }
    return undefined;
  }

  reverse(ip: string): readonly string[] {
    return this.#names.namesOf(ip);
  }

  connect(ip: string, port: number): Listener | 'refused' | 'unreachable' {
    if (ip.startsWith('127.') || ip === '0.0.0.0') return this.#reach(this.#ownIp, port);
    const service = this.#names.serviceAt(ip);
    if (service === undefined) return this.#reach(ip, port);
    return this.#throughService(service, port);
  }

  /** One of the pods behind a service after the other; nobody answers for those that have none. */
  #throughService(service: Service, port: number): Listener | 'refused' | 'unreachable' {
    const open = service.spec.ports?.find((one) => one.port === port);
    const backends = open === undefined ? [] : this.#names.endpointsOf(service);
    const backend = backends[this.#turn % Math.max(1, backends.length)];
    this.#turn += 1;
    const target = backend?.ports.find(({ name }) => name === (open?.name ?? ''))?.port;
    return backend === undefined || target === undefined ? 'refused' : this.#reach(backend.ip, target);
  }

  #wholeNames(name: string): string[] {
    if (name.endsWith('.')) return [name.slice(0, -1)];
    const below = this.#search.map((domain) => `${name}.${domain}`);
    return name.split('.').length > NDOTS ? [name, ...below] : [...below, name];
  }

  #inHosts(name: string): Found | undefined {
    const addresses = this.#files
      .read('/etc/hosts')
      .toString()
      .split('\n')
      .map((line) => line.replace(/#.*$/, '').trim().split(/\s+/))
      .flatMap(([address = '', ...names]) => (names.includes(name) && !address.includes(':') ? [address] : []));
    return addresses.length === 0 ? undefined : { name, addresses };
  }
}
