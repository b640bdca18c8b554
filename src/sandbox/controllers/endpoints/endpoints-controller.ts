import type { EndpointSlice, Endpoints, Service } from '../../model/core.js';
import { equalJson } from '../../model/json.js';
import { hasLabels } from '../../model/labels.js';
import type { Pod } from '../../model/pod.js';
import { timestamp, wallTime } from '../../platform/clock.js';
import { isNotFound } from '../client/client.js';
import type { Informer } from '../client/informer.js';
import { ENDPOINT_SLICES, ENDPOINTS, keyOf, PODS, SERVICES } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { backendsOf, isBehind, isHeadless, isKept } from './backends.js';
import type { SliceContent } from './slices.js';
import { slicesOf } from './slices.js';
import { subsetsOf } from './subsets.js';

const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';
const SLICES_ARE_MINE = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
const ENDPOINTS_ARE_MINE = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
const LAST_CHANGE = 'endpoints.kubernetes.io/last-change-trigger-time';

/** Pods come and go in crowds: what changes within this while is written once. */
const BATCH_MS = 50;

/** Tells which pods are behind each service, in the form of today (slices) and in the older one. */
export class EndpointsController implements Controller {
  readonly #surroundings: Surroundings;
  readonly #services: Informer<Service>;
  readonly #pods: Informer<Pod>;
  readonly #slices: Informer<EndpointSlice>;
  readonly #endpoints: Informer<Endpoints>;
  readonly #queue: WorkQueue;
  /** Services that will be looked at soon. */
  readonly #due = new Set<string>();
  /** Slices that the cache does not show yet, by their keys. */
  readonly #made = new Map<string, EndpointSlice>();

  constructor(surroundings: Surroundings) {
    const { informers, clock } = surroundings;
    this.#surroundings = surroundings;
    this.#services = informers.of(SERVICES);
    this.#pods = informers.of(PODS);
    this.#slices = informers.of(ENDPOINT_SLICES);
    this.#endpoints = informers.of(ENDPOINTS);
    this.#queue = new WorkQueue(clock, (key) => this.#sync(key));
  }

  start(): void {
    this.#services.listen(({ object }) => this.#soon(keyOf(object)));
    this.#endpoints.listen(({ object }) => {
      if (hasLabels(object.metadata.labels ?? {}, ENDPOINTS_ARE_MINE)) this.#soon(keyOf(object));
    });
    this.#slices.listen(({ object }) => {
      this.#made.delete(keyOf(object));
      const { namespace = '', labels = {} } = object.metadata;
      if (hasLabels(labels, SLICES_ARE_MINE)) this.#soon(`${namespace}/${labels[SERVICE_NAME] ?? ''}`);
    });
    this.#pods.listen(({ object, previous }) => {
      for (const service of this.#services.all()) {
        const isConcerned = [object, previous].some((pod) => pod !== undefined && isBehind(service, pod));
        if (isKept(service) && isConcerned) this.#soon(keyOf(service));
      }
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  #soon(key: string): void {
    if (this.#due.has(key)) return;
    this.#due.add(key);
    this.#queue.addAfter(key, BATCH_MS);
  }

  async #sync(key: string): Promise<void> {
    this.#due.delete(key);
    const [namespace = '', name = ''] = key.split('/');
    const service = this.#services.get(namespace, name);
    if (service === undefined) return this.#forget(namespace, name);
    // Nothing is made for a service that goes, or in a namespace that does.
    if (!isKept(service) || service.metadata.deletionTimestamp !== undefined) return;
    const backends = backendsOf(service, this.#pods.all());
    await this.#keepSlices(service, slicesOf(service, backends));
    await this.#keepEndpoints(service, subsetsOf(service, backends));
  }

  /** The slices of a service are its dependents, and go as such; the older form is not. */
  async #forget(namespace: string, name: string): Promise<void> {
    const left = this.#endpoints.get(namespace, name);
    if (left === undefined || !hasLabels(left.metadata.labels ?? {}, ENDPOINTS_ARE_MINE)) return;
    try {
      await this.#surroundings.client.delete(ENDPOINTS, left, { uid: left.metadata.uid });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async #keepSlices(service: Service, wanted: readonly SliceContent[]): Promise<void> {
    const { client } = this.#surroundings;
    const present = this.#slicesOf(service);
    const labels = this.#labelsOf(service, { ...SLICES_ARE_MINE, [SERVICE_NAME]: service.metadata.name });
    for (const [index, content] of wanted.entries()) {
      const slice = present[index];
      if (slice === undefined) await this.#makeSlice(service, labels, content);
      else if (!isAsWanted(slice, content, labels)) {
        const metadata = { ...slice.metadata, labels, annotations: this.#changedNow() };
        await client.update(ENDPOINT_SLICES, { ...slice, ...content, metadata });
      }
    }
    for (const slice of present.slice(wanted.length)) await client.delete(ENDPOINT_SLICES, slice);
  }

  #slicesOf({ metadata }: Service): EndpointSlice[] {
    return [...this.#slices.all(), ...this.#made.values()].filter(
      (slice) =>
        slice.metadata.namespace === metadata.namespace &&
        slice.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid) === true &&
        hasLabels(slice.metadata.labels ?? {}, SLICES_ARE_MINE),
    );
  }

  async #makeSlice(service: Service, labels: Record<string, string>, content: SliceContent): Promise<void> {
    const { name, namespace = '', uid = '' } = service.metadata;
    const owner = { apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true };
    const made = await this.#surroundings.client.create(ENDPOINT_SLICES, {
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: {
        name: '',
        generateName: `${name}-`,
        namespace,
        labels,
        annotations: this.#changedNow(),
        ownerReferences: [owner],
      },
      addressType: 'IPv4',
      ...content,
    });
    const isSeen = this.#slices.get(namespace, made.metadata.name) !== undefined;
    if (!isSeen) this.#made.set(keyOf(made), made);
  }

  async #keepEndpoints(service: Service, subsets: Endpoints['subsets'] & object): Promise<void> {
    const { client } = this.#surroundings;
    const { name, namespace = '' } = service.metadata;
    const labels = this.#labelsOf(service, ENDPOINTS_ARE_MINE);
    const present = this.#endpoints.get(namespace, name);
    const metadata = { name, namespace, ...present?.metadata, labels, annotations: this.#changedNow() };
    const wanted: Endpoints = { kind: 'Endpoints', apiVersion: 'v1', metadata, subsets };
    if (present === undefined) await client.create(ENDPOINTS, wanted);
    else if (!equalJson(present.subsets ?? [], subsets) || !equalJson(present.metadata.labels, labels))
      await client.update(ENDPOINTS, wanted);
  }

  #labelsOf(service: Service, own: Readonly<Record<string, string>>): Record<string, string> {
    const { [HEADLESS]: _mine, ...labels } = service.metadata.labels ?? {};
    return { ...labels, ...own, ...(isHeadless(service) && { [HEADLESS]: '' }) };
  }

  #changedNow(): Record<string, string> {
    return { [LAST_CHANGE]: timestamp(wallTime(this.#surroundings.clock)) };
  }
}

const isAsWanted = (slice: EndpointSlice, content: SliceContent, labels: Readonly<Record<string, string>>): boolean =>
  equalJson(slice.endpoints, content.endpoints) &&
  equalJson(slice.ports, content.ports) &&
  equalJson(slice.metadata.labels, labels);
