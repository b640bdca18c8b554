import type { ConfigMap, EndpointSlice, Secret, Service } from '../../model/core.js';
import type { Claim, PersistentVolume } from '../../model/volume.js';
import type { SimulatedClock } from '../../platform/clock.js';
import type { WorkFaults } from '../../faults/work-faults.js';
import type { Pace } from '../../platform/pace.js';
import type { Client } from '../client/client.js';
import type { EventRecorder } from '../client/event-recorder.js';
import type { Informer } from '../client/informer.js';
import type { Addresses } from './addresses.js';
import type { ImageTable } from './script/image-table.js';

/** What the workers of a node share. */
export interface NodeTools {
  readonly client: Client;
  readonly clock: SimulatedClock;
  readonly pace: Pace;
  readonly mishaps: WorkFaults;
  /** What images do. */
  readonly images: ImageTable;
  readonly events: EventRecorder;
  readonly addresses: Addresses;
  readonly hostIP: string;
  readonly configMaps: Informer<ConfigMap>;
  readonly secrets: Informer<Secret>;
  readonly claims: Informer<Claim>;
  readonly volumes: Informer<PersistentVolume>;
  readonly services: Informer<Service>;
  readonly endpointSlices: Informer<EndpointSlice>;
  /** Resolves after a while; never, once the node is stopped. */
  delay(ms: number): Promise<void>;
}
