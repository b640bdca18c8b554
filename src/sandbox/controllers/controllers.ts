import { DisruptionController } from './budgets/disruption-controller.js';
import { QuotaController } from './budgets/quota-controller.js';
import { Catalog } from './client/catalog.js';
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

/** Starts the node and the control loops beside an API server; resolves once they know what is there. */
export async function startControllers({
  url,
  token,
  kubeletToken,
  ...rest
}: ControllersOptions): Promise<Controllers> {
  const client = new Client({ url, token });
  const informers = new Informers(client, rest.clock);
  const surroundings: Surroundings = { ...rest, client, informers };
  const endpoint = new KubeletEndpoint(kubeletToken, rest.clock);
  const [resources] = await Promise.all([discoverResources(client), endpoint.listen()]);
  const catalog = new Catalog(client, informers, rest.clock, resources);
  const kubelet = new Kubelet(surroundings, endpoint);
  const controllers: readonly Controller[] = [
    new Scheduler(surroundings),
    kubelet,
    new VolumeBinder(surroundings),
    new Provisioner(surroundings),
    new Resizer(surroundings),
    new VolumeProtection(surroundings),
    new GarbageCollector(surroundings, catalog),
    new NamespaceController(surroundings, catalog),
    new QuotaController(surroundings, catalog),
    new DisruptionController(surroundings),
    new EndpointsController(surroundings),
  ];
  await Promise.all([informers.start(), kubelet.register()]);
  for (const controller of controllers) controller.start();
  catalog.start();
  return {
    stop: async () => {
      catalog.stop();
      for (const controller of controllers) controller.stop();
      informers.stop();
      client.close();
      await endpoint.close();
    },
  };
}
