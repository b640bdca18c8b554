import type { NodeFault } from '../faults/fault.js';
import { NodeLink } from '../faults/node-link.js';
import type { Way } from '../platform/way.js';
import { DisruptionController } from './budgets/disruption-controller.js';
import { QuotaController } from './budgets/quota-controller.js';
import { Catalog } from './client/catalog.js';
import { Client } from './client/client.js';
import { discoverResources } from './client/discover.js';
import { Informers } from './client/informers.js';
import { NODES } from './client/resource.js';
import type { Controller, Surroundings } from './controller.js';
import { EndpointsController } from './endpoints/endpoints-controller.js';
import { GarbageCollector } from './garbage/garbage-collector.js';
import { Addresses } from './kubelet/addresses.js';
import { KubeletEndpoint } from './kubelet/endpoint.js';
import { Disks } from './kubelet/files/disks.js';
import { Kubelet } from './kubelet/kubelet.js';
import type { KubeletOptions } from './kubelet/kubelet.js';
import { Wire } from './kubelet/network/wire.js';
import type { ImageTable } from './kubelet/script/image-table.js';
import { NamespaceController } from './namespaces/namespace-controller.js';
import { nodeNames } from './nodes/node-names.js';
import { NodeLifecycle } from './nodes/node-lifecycle.js';
import { untilOpen } from './nodes/readiness.js';
import { TaintEviction } from './nodes/taint-eviction.js';
import { RoleAggregation } from './roles/role-aggregation.js';
import { Scheduler } from './scheduler/scheduler.js';
import { VolumeBinder } from './volumes/binder.js';
import { VolumeProtection } from './volumes/protection.js';
import { Provisioner } from './volumes/provisioner.js';
import { Resizer } from './volumes/resizer.js';
import { AutoscalerController } from './workloads/autoscaler/autoscaler.js';
import { DeploymentController } from './workloads/deployment/deployment-controller.js';
import { REPLICA_SET_KIND, REPLICATION_CONTROLLER_KIND } from './workloads/replica/kinds.js';
import { ReplicaController } from './workloads/replica/replica-controller.js';
import { StatefulSetController } from './workloads/stateful/stateful-set-controller.js';

export interface Controllers {
  stop(): Promise<void>;
}

export type ControllersOptions = Pick<Surroundings, 'clock' | 'random' | 'pace' | 'mishaps'> & {
  /** Makes a way to the API server, each time one of its own. */
  readonly way: () => Way;
  readonly token: string;
  /** What the API server shows to the kubelets. */
  readonly kubeletToken: string;
  /** How many nodes there are. */
  readonly nodes: number;
  readonly nodeFaults: readonly NodeFault[];
  readonly images: ImageTable;
  /** PEM of the certificate to give to every namespace; none where somebody else does that. */
  readonly certificate?: string;
};

/** As whom the control loops write: those of a cluster are one program, but for the provisioner of its volumes. */
const MANAGER = 'kube-controller-manager';
const PROVISIONER_AGENT = 'csi-provisioner';
const SCHEDULER = 'kube-scheduler';
const ROLES_AGENT = 'clusterrole-aggregation-controller';

/** What is open, to be closed in the reverse order of its opening, also when not all of it could be opened. */
type Closers = (() => Promise<void> | void)[];

/** Starts the nodes and the control loops beside an API server; resolves once they know what is there. */
export async function startControllers(options: ControllersOptions): Promise<Controllers> {
  const closers: Closers = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    await open(options, closers);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function open(options: ControllersOptions, closers: Closers): Promise<void> {
  const { way, token, clock, random, pace, mishaps } = options;
  const client = new Client({ way: way(), token, agent: MANAGER });
  closers.push(() => client.close());
  const informers = new Informers(client, clock);
  closers.push(() => informers.stop());
  const surroundings: Surroundings = { clock, random, pace, mishaps, client, informers };
  const resources = await discoverResources(client);
  const catalog = new Catalog(client, informers, clock, resources);
  closers.push(() => catalog.stop());
  const shared = { addresses: new Addresses(), common: { disks: new Disks(() => clock.now()), wire: new Wire() } };
  const names = nodeNames(options.nodes);
  const kubelets = await Promise.all(names.map((name) => makeKubelet(name, shared, surroundings, options, closers)));
  const controllers = [...kubelets, ...controlLoops(surroundings, catalog, options.certificate)];
  closers.push(() => {
    for (const controller of controllers) controller.stop();
  });
  await Promise.all([informers.start(), ...kubelets.map((kubelet) => kubelet.register())]);
  for (const controller of controllers) controller.start();
  catalog.start();
  await untilOpen(informers.of(NODES), names);
}

/** The same surroundings, in which one writes under another name. */
const as = (surroundings: Surroundings, agent: string): Surroundings => ({
  ...surroundings,
  client: surroundings.client.as(agent),
});

const controlLoops = (
  surroundings: Surroundings,
  catalog: Catalog,
  certificate: string | undefined,
): readonly Controller[] => [
  new Scheduler(as(surroundings, SCHEDULER)),
  new NodeLifecycle(surroundings),
  new TaintEviction(surroundings),
  new VolumeBinder(surroundings),
  new Provisioner(as(surroundings, PROVISIONER_AGENT)),
  new Resizer(surroundings),
  new VolumeProtection(surroundings),
  new GarbageCollector(surroundings, catalog),
  new NamespaceController(surroundings, catalog, certificate),
  new QuotaController(surroundings, catalog),
  new DisruptionController(surroundings),
  new EndpointsController(surroundings),
  new StatefulSetController(surroundings),
  new ReplicaController(REPLICA_SET_KIND, surroundings),
  new ReplicaController(REPLICATION_CONTROLLER_KIND, surroundings),
  new DeploymentController(surroundings),
  new AutoscalerController(surroundings),
  new RoleAggregation(as(surroundings, ROLES_AGENT)),
];

/** A kubelet has an address of its own and a way of its own to the server, which may be cut. */
async function makeKubelet(
  name: string,
  shared: Pick<KubeletOptions, 'addresses' | 'common'>,
  surroundings: Surroundings,
  { way, token, kubeletToken, nodeFaults, images }: ControllersOptions,
  closers: Closers,
): Promise<Kubelet> {
  const { clock } = surroundings;
  const endpoint = new KubeletEndpoint(kubeletToken, clock);
  await endpoint.listen();
  closers.push(() => endpoint.close());
  const link = new NodeLink(name, nodeFaults, clock);
  const client = new Client({ way: way(), token, agent: 'kubelet', gate: () => link.whenUp() });
  closers.push(() => client.close());
  return new Kubelet({ ...surroundings, client }, { ...shared, name, endpoint, images, link });
}
