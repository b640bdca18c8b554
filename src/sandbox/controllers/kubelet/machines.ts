import { FileSystem } from '../../containers/files/file-system.js';
import { Interrupted, unlessAborted } from '../../containers/io/streams.js';
import type { Machine } from '../../containers/machine.js';
import { PROGRAMS } from '../../containers/programs/table.js';
import type { Pod } from '../../model/pod.js';
import type { RunningRecord } from './container-record.js';
import { isRunningRecord } from './container-record.js';
import type { Disks } from './files/disks.js';
import { keptInSight, ownFiles } from './files/own-files.js';
import { PodFiles } from './files/pod-files.js';
import { CLUSTER_DOMAIN, ClusterNames } from './network/names.js';
import { NAME_SERVER, PodNetwork } from './network/pod-network.js';
import type { Reach } from './network/pod-network.js';
import type { Wire } from './network/wire.js';
import { WebServer } from './network/web-server.js';
import type { NodeTools } from './node-tools.js';
import type { PodWorker } from './pod-worker.js';
import type { Run } from './container-record.js';

/** What all nodes have in common. */
export interface Common {
  readonly disks: Disks;
  readonly wire: Wire;
}

/** A container that one can be in: what is simulated of it, and what it started with. */
export interface Inside {
  readonly machine: Machine;
  readonly environment: ReadonlyMap<string, string>;
}

/** The insides of the containers that run on a node, made when somebody looks at them first. */
export class Machines {
  readonly #tools: NodeTools;
  readonly #podFiles: PodFiles;
  readonly #names: ClusterNames;
  readonly #wire: Wire;
  readonly #workers: () => Iterable<PodWorker>;
  /** By run: what a container wrote outside of its volumes goes with it. */
  readonly #byRun = new WeakMap<Run, Inside>();

  constructor(tools: NodeTools, { disks, wire }: Common, workers: () => Iterable<PodWorker>) {
    this.#tools = tools;
    this.#podFiles = new PodFiles(tools, disks);
    this.#names = new ClusterNames(tools.services, tools.endpointSlices);
    this.#wire = wire;
    this.#workers = workers;
  }

  of(worker: PodWorker, record: RunningRecord): Inside {
    const inside = this.#byRun.get(record.run) ?? this.#make(worker, record);
    this.#byRun.set(record.run, inside);
    return inside;
  }

  #make(worker: PodWorker, { container, run }: RunningRecord): Inside {
    const { pod } = worker;
    const { clock } = this.#tools;
    const { environment } = run;
    const hostname = pod.spec.hostname ?? pod.metadata.name;
    const ip = pod.status.podIP ?? this.#tools.hostIP;
    const fullName = fullNameOf(pod, hostname);
    const search = searchOf(pod);
    const disk = ownFiles(
      { hostname, hosts: hostsOf(pod, ip, fullName, hostname), resolver: resolverOf(search) },
      clock.now(),
    );
    const own = {
      path: '/',
      readOnly: container.securityContext?.readOnlyRootFilesystem === true,
      root: () => disk.root,
      disk,
      source: 'overlay',
    };
    const volumes = this.#podFiles.mounts(() => worker.pod, container, environment);
    const files = new FileSystem([own, ...volumes, ...keptInSight(disk, volumes)], () => clock.now());
    const user = { ...pod.spec.securityContext, ...container.securityContext };
    const machine: Machine = {
      files,
      hostname,
      fullName,
      ip,
      uid: user.runAsUser ?? 0,
      gid: user.runAsGroup ?? 0,
      network: new PodNetwork(this.#names, { files, search, ip }, this.#wire.reach),
      programs: PROGRAMS,
      now: () => clock.now(),
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
    return { machine, environment };
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    let cancel = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      if (ms !== Infinity) cancel = this.#tools.clock.setTimeout(resolve, ms);
    });
    try {
      await unlessAborted(over, signal);
    } catch (error) {
      if (error instanceof Interrupted) cancel();
      throw error;
    }
  }

  /** Who listens on this node: a container does so at the ports that it declares. */
  readonly reach: Reach = (ip, port) => {
    for (const worker of this.#workers()) {
      if (worker.pod.status.podIP !== ip) continue;
      const running = worker.records.filter(isRunningRecord);
      const record = running.find(({ container }) => container.ports?.some((one) => one.containerPort === port));
      if (record !== undefined)
        return new WebServer(this.of(worker, record).machine.files, () => this.#tools.clock.now());
      return running.length > 0 ? 'refused' : 'unreachable';
    }
    return 'unreachable';
  };
}

function fullNameOf({ metadata, spec }: Pod, hostname: string): string {
  const { namespace = '' } = metadata;
  return spec.subdomain === undefined ? hostname : `${hostname}.${spec.subdomain}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

const searchOf = ({ metadata }: Pod): string[] => [
  `${metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`,
  `svc.${CLUSTER_DOMAIN}`,
  CLUSTER_DOMAIN,
];

const resolverOf = (search: readonly string[]): string =>
  `search ${search.join(' ')}\nnameserver ${NAME_SERVER}\noptions ndots:5\n`;

/** /etc/hosts as a kubelet writes it. */
function hostsOf({ spec }: Pod, ip: string, fullName: string, hostname: string): string {
  const aliases = (spec.hostAliases ?? []).map((one) => `${one.ip}\t${(one.hostnames ?? []).join('\t')}\n`);
  return [
    '# Kubernetes-managed hosts file.\n',
    '127.0.0.1\tlocalhost\n',
    '::1\tlocalhost ip6-localhost ip6-loopback\n',
    'fe00::0\tip6-localnet\n',
    'fe00::0\tip6-mcastprefix\n',
    'fe00::1\tip6-allnodes\n',
    'fe00::2\tip6-allrouters\n',
    `${ip}\t${fullName === hostname ? hostname : `${fullName}\t${hostname}`}\n`,
    ...(aliases.length === 0 ? [] : ['\n# Entries added by HostAliases.\n', ...aliases]),
  ].join('');
}
