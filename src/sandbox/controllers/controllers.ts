import { DisruptionController } from './budgets/disruption-controller.js';
import { QuotaController } from './budgets/quota-controller.js';
import { Client } from './client/client.js';
import { discoverResources } from './client/discover.js';
import { Informers } from './client/informers.js';
import type { Controller, Surroundings } from './controller.js';
import { EndpointsController } from './endpoints/endpoints-controller.js';
import { GarbageCollector } from './garbage/garbage-collector.js';
import { KubeletEndpoint } from './kubelet/endpoint.js';
import { Kubelet } from './kubelet/kubelet.js';
import { NamespaceController } from './namespaces/namespace-controller.js';
import { Scheduler } from './scheduler/scheduler.js';
import { VolumeBinder } from './volumes/binder.js';
import { VolumeProtection } from './volumes/protection.js';
import { Provisioner } from './volumes/provisioner.js';
import { Resizer } from './volumes/resizer.js';

export interface Controllers {
  stop(): Promise<void>;
}

export type ControllersOptions = Pick<Surroundings, 'clock' | 'random' | 'pace'> & {
  readonly url: string;
  readonly token: string;
  /** What the API server shows to the kubelet. */
  readonly kubeletToken: string;
};

/** As whom the control loops write: those of a cluster are one program, but for the provisioner of its volumes. */
const MANAGER = 'kube-controller-manager';
const PROVISIONER_AGENT = 'csi-provisioner';

/** Starts the node and the control loops beside an API server; resolves once they know what is there. */
export async function startControllers({
  url,
  token,
  kubeletToken,
  ...rest
}: ControllersOptions): Promise<Controllers> {
  const client = new Client({ url, token, agent: MANAGER });
  const informers = new Informers(client, rest.clock);
  const surroundings: Surroundings = { ...rest, client, informers };
  const endpoint = new KubeletEndpoint(kubeletToken, rest.clock);
  const [resources] = await Promise.all([discoverResources(client), endpoint.listen()]);
  const as = (agent: string): Surroundings => ({ ...surroundings, client: client.as(agent) });
  const kubelet = new Kubelet(as('kubelet'), endpoint);
  const controllers: readonly Controller[] = [
    new Scheduler(as('kube-scheduler')),
    kubelet,
    new VolumeBinder(surroundings),
    new Provisioner(as(PROVISIONER_AGENT)),
    new Resizer(surroundings),
    new VolumeProtection(surroundings),
    new GarbageCollector(surroundings, resources),
    new NamespaceController(surroundings, resources),
    new QuotaController(surroundings, resources),
    new DisruptionController(surroundings),
    new EndpointsController(surroundings),
  ];
  await Promise.all([informers.start(), kubelet.register()]);
  for (const controller of controllers) controller.start();
  return {
    stop: async () => {
      for (const controller of controllers) controller.stop();
      informers.stop();
      client.close();
      await endpoint.close();
    },
  };
}
