import type { Namespace } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import { isConflict } from '../client/client.js';
import type { Catalog } from '../client/catalog.js';
import type { Informer } from '../client/informer.js';
import { CONFIG_MAPS, NAMESPACES, SERVICE_ACCOUNTS } from '../client/resource.js';
import type { Resource } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';

const CONTENTS_FINALIZER = 'kubernetes';
const DEFAULT_ACCOUNT = 'default';
/** Where pods find by whom the API server is certified. */
const ROOT_CERTIFICATE = 'kube-root-ca.crt';
const ROOT_CERTIFICATE_NOTE =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Furnishes new namespaces with a service account and the certificate of the server, and empties those that go. */
export class NamespaceController implements Controller {
  readonly #surroundings: Surroundings;
  readonly #namespaces: Informer<Namespace>;
  /** Every namespaced resource. */
  readonly #contents = new Set<Informer<KubeObject>>();
  readonly #catalog: Catalog;
  readonly #certificate: string | undefined;
  readonly #queue: WorkQueue;

  constructor(surroundings: Surroundings, catalog: Catalog, certificate: string | undefined) {
    const { informers, clock } = surroundings;
    this.#surroundings = surroundings;
    this.#certificate = certificate;
    this.#namespaces = informers.of(NAMESPACES);
    this.#catalog = catalog;
    this.#queue = new WorkQueue(clock, (name) => this.#sync(name));
  }

  start(): void {
    this.#namespaces.listen(({ type, object }) => {
      if (type !== 'DELETED') this.#queue.add(object.metadata.name);
    });
    this.#catalog.listen({
      added: (informer) => this.#follow(informer),
      removed: (informer) => void this.#contents.delete(informer),
    });
  }

  #follow(informer: Informer<KubeObject>): void {
    if (!informer.resource.namespaced) return;
    this.#contents.add(informer);
    informer.listen(({ type, object }) => {
      const { namespace = '' } = object.metadata;
      if (type === 'DELETED' && (this.#isGoing(namespace) || isFurniture(object))) this.#queue.add(namespace);
    });
  }

  stop(): void {
    this.#queue.stop();
  }

  #isGoing(name: string): boolean {
    return this.#namespaces.get('', name)?.metadata.deletionTimestamp !== undefined;
  }

  async #sync(name: string): Promise<void> {
    const namespace = this.#namespaces.get('', name);
    if (namespace === undefined) return;
    if (namespace.metadata.deletionTimestamp === undefined) await this.#furnish(name);
    else await this.#empty(namespace);
  }

  async #furnish(namespace: string): Promise<void> {
    await this.#provide(SERVICE_ACCOUNTS, {
      kind: 'ServiceAccount',
      apiVersion: 'v1',
      metadata: { name: DEFAULT_ACCOUNT, namespace },
    });
    if (this.#certificate === undefined) return;
    const annotations = { 'kubernetes.io/description': ROOT_CERTIFICATE_NOTE };
    await this.#provide(CONFIG_MAPS, {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: ROOT_CERTIFICATE, namespace, annotations },
      data: { 'ca.crt': this.#certificate },
    });
  }

  async #provide<T extends KubeObject>(resource: Resource<T>, object: T): Promise<void> {
    const { client, informers } = this.#surroundings;
    const { name, namespace = '' } = object.metadata;
    if (informers.of(resource).get(namespace, name) !== undefined) return;
    try {
      await client.create(resource, object);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }

  /** Deletes what is in it; once nothing is, takes off the finalizer that holds it. */
  async #empty(namespace: Namespace): Promise<void> {
    const { client } = this.#surroundings;
    const { name } = namespace.metadata;
    const finalizers = namespace.spec.finalizers ?? [];
    if (!finalizers.includes(CONTENTS_FINALIZER)) return;
    const left = await this.#whatIsLeft(name);
    for (const resource of left) await client.deleteCollection(resource, name);
    // What has finalizers or grace goes later, and is heard of then.
    if (left.length > 0 && (await this.#whatIsLeft(name)).length > 0) return;
    const spec = { finalizers: finalizers.filter((one) => one !== CONTENTS_FINALIZER) };
    await client.update(NAMESPACES, { ...namespace, spec }, 'finalize');
  }

  /** Asked of the server, since what was created last may not be in the caches yet. */
  async #whatIsLeft(namespace: string): Promise<Resource[]> {
    const { client } = this.#surroundings;
    const counts = await Promise.all(
      [...this.#contents].map(async ({ resource }) => ({
        resource,
        count: (await client.list(resource, namespace)).length,
      })),
    );
    return counts.filter(({ count }) => count > 0).map(({ resource }) => resource);
  }
}

/** What is put back when somebody deletes it. */
const isFurniture = ({ kind, metadata: { name } }: KubeObject): boolean =>
  (kind === 'ServiceAccount' && name === DEFAULT_ACCOUNT) || (kind === 'ConfigMap' && name === ROOT_CERTIFICATE);
