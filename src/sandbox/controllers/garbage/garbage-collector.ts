import type { KubeObject, OwnerReference } from '../../model/meta.js';
import { isNotFound } from '../client/client.js';
import type { Catalog } from '../client/catalog.js';
import type { Informer, InformerEvent } from '../client/informer.js';
import { apiVersionOf, keyOf } from '../client/resource.js';
import type { Resource } from '../client/resource.js';
import { WorkQueue } from '../client/work-queue.js';
import type { Controller, Surroundings } from '../controller.js';
import { OwnerGraph } from './graph.js';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
const MOST_GONE = 5000;

/**
 * Deletes what has lost its owners, in the background, in the foreground (dependents first) or not at all (orphan)
 * (kubernetes pkg/controller/garbagecollector).
 */
export class GarbageCollector implements Controller {
  readonly #surroundings: Surroundings;
  /** By kind and each version in which it is served. */
  readonly #resources = new Map<string, Resource>();
  readonly #catalog: Catalog;
  readonly #graph = new OwnerGraph();
  /** Owners that are known to be gone, even when their kind is gone with them; the oldest are forgotten. */
  readonly #gone = new Set<string>();
  readonly #queue: WorkQueue;

  constructor(surroundings: Surroundings, catalog: Catalog) {
    this.#surroundings = surroundings;
    this.#catalog = catalog;
    this.#queue = new WorkQueue(surroundings.clock, (key) => this.#sync(key));
  }

  start(): void {
    this.#catalog.listen({
      added: (informer) => this.#follow(informer),
      removed: ({ resource }) => {
        for (const key of keysOf(resource)) this.#resources.delete(key);
      },
    });
  }

  #follow(informer: Informer<KubeObject>): void {
    const { resource } = informer;
    for (const key of keysOf(resource)) this.#resources.set(key, resource);
    informer.listen((event) => this.#notice(resource, event));
  }

  stop(): void {
    this.#queue.stop();
  }

  #notice(resource: Resource, { type, object, previous }: InformerEvent<KubeObject>): void {
    if (type !== 'DELETED') {
      this.#graph.set(object, previous);
      // An owner that is deleted in the foreground does not wait for what is not its own any more.
      for (const owner of ownersLost(object, previous)) this.#addOwner(owner, object.metadata.namespace);
      if (isOfInterest(object)) this.#queue.add(queueKey(resource, object));
      return;
    }
    this.#graph.remove(previous ?? object);
    this.#remember(object.metadata.uid ?? '');
    for (const dependent of this.#graph.dependentsOf(object.metadata.uid ?? '')) this.#add(dependent);
    // Owners that are deleted in the foreground wait for their last dependent.
    for (const owner of object.metadata.ownerReferences ?? []) this.#addOwner(owner, object.metadata.namespace);
  }

  #remember(uid: string): void {
    this.#gone.add(uid);
    const [oldest] = this.#gone;
    if (this.#gone.size > MOST_GONE && oldest !== undefined) this.#gone.delete(oldest);
  }

  #add(object: KubeObject): void {
    const resource = this.#resources.get(`${object.apiVersion}/${object.kind}`);
    if (resource !== undefined) this.#queue.add(queueKey(resource, object));
  }

  #addOwner(owner: OwnerReference, namespace: string | undefined): void {
    const present = this.#cached(owner, namespace);
    if (present !== undefined) this.#add(present);
  }

  async #sync(key: string): Promise<void> {
    const [kind = '', rest = ''] = key.split('|');
    const [namespace, name] = rest.includes('/') ? rest.split('/') : ['', rest];
    const resource = this.#resources.get(kind);
    const object = resource && this.#surroundings.informers.of(resource).get(namespace ?? '', name ?? '');
    if (resource === undefined || object === undefined) return;
    if (isDeletedWith(object, ORPHAN)) await this.#orphanDependents(resource, object);
    else if (isDeletedWith(object, FOREGROUND)) await this.#deleteDependents(resource, object);
    else if (object.metadata.deletionTimestamp === undefined) await this.#judge(resource, object);
  }

  /**
   * An object goes when none of its owners is left; while some are, only the references to the others go, and those
   * to owners that wait in their own deletion (attemptToDeleteItem of Kubernetes' garbagecollector.go).
   */
  async #judge(resource: Resource, object: KubeObject): Promise<void> {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const fates = await Promise.all(owners.map((owner) => this.#fateOf(owner, object.metadata.namespace)));
    if (fates.includes('solid')) {
      const others = owners.filter((_, index) => fates[index] !== 'solid');
      if (others.length > 0) await this.#dropReferences(resource, object, others);
      return;
    }
    const isWaitedFor = fates.includes('waiting');
    const policy =
      isWaitedFor && this.#graph.dependentsOf(object.metadata.uid ?? '').length > 0 ? 'Foreground' : 'Background';
    await this.#delete(resource, object, policy);
  }

  /** Whether an owner is there, is gone, or waits in its own deletion for this dependent. */
  async #fateOf(owner: OwnerReference, namespace: string | undefined): Promise<'solid' | 'lost' | 'waiting'> {
    const resource = this.#resources.get(`${owner.apiVersion}/${owner.kind}`);
    if (this.#gone.has(owner.uid)) return 'lost';
    // Nothing is deleted for an owner of a kind that nobody knows.
    if (resource === undefined) return 'solid';
    const present = this.#cached(owner, namespace) ?? (await this.#fetch(resource, owner, namespace));
    if (present === undefined) return 'lost';
    return isDeletedWith(present, FOREGROUND) ? 'waiting' : 'solid';
  }

  #cached(owner: OwnerReference, namespace: string | undefined): KubeObject | undefined {
    const resource = this.#resources.get(`${owner.apiVersion}/${owner.kind}`);
    if (resource === undefined) return undefined;
    const present = this.#surroundings.informers
      .of(resource)
      .get(resource.namespaced ? (namespace ?? '') : '', owner.name);
    return present?.metadata.uid === owner.uid ? present : undefined;
  }

  /** The cache may be behind: before anything is deleted, the server is asked. */
  async #fetch(
    resource: Resource,
    owner: OwnerReference,
    namespace: string | undefined,
  ): Promise<KubeObject | undefined> {
    try {
      const present = await this.#surroundings.client.get(
        resource,
        resource.namespaced ? (namespace ?? '') : '',
        owner.name,
      );
      return present.metadata.uid === owner.uid ? present : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #orphanDependents(resource: Resource, owner: KubeObject): Promise<void> {
    const { uid = '' } = owner.metadata;
    for (const dependent of this.#graph.dependentsOf(uid)) {
      const own = this.#resources.get(`${dependent.apiVersion}/${dependent.kind}`);
      const reference = dependent.metadata.ownerReferences?.filter((one) => one.uid === uid) ?? [];
      if (own !== undefined) await this.#dropReferences(own, dependent, reference);
    }
    await this.#dropFinalizer(resource, owner, ORPHAN);
  }

  async #deleteDependents(resource: Resource, owner: KubeObject): Promise<void> {
    const { uid = '' } = owner.metadata;
    const dependents = this.#graph.dependentsOf(uid);
    for (const dependent of dependents) this.#add(dependent);
    const isBlocked = dependents.some(({ metadata }) =>
      metadata.ownerReferences?.some((one) => one.uid === uid && one.blockOwnerDeletion === true),
    );
    if (!isBlocked) await this.#dropFinalizer(resource, owner, FOREGROUND);
  }

  async #dropReferences(resource: Resource, object: KubeObject, lost: readonly OwnerReference[]): Promise<void> {
    const uids = new Set(lost.map(({ uid }) => uid));
    const rest = (object.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.has(uid));
    const { resourceVersion = '' } = object.metadata;
    const metadata = { resourceVersion, ownerReferences: rest.length === 0 ? null : rest };
    await this.#tolerate(this.#surroundings.client.patch(resource, object, { metadata }));
  }

  async #dropFinalizer(resource: Resource, object: KubeObject, finalizer: string): Promise<void> {
    const { finalizers = [], resourceVersion = '' } = object.metadata;
    const rest = finalizers.filter((one) => one !== finalizer);
    const metadata = { resourceVersion, finalizers: rest.length === 0 ? null : rest };
    await this.#tolerate(this.#surroundings.client.patch(resource, object, { metadata }));
  }

  async #delete(resource: Resource, object: KubeObject, propagationPolicy: string): Promise<void> {
    const { uid } = object.metadata;
    await this.#tolerate(this.#surroundings.client.delete(resource, object, { uid, propagationPolicy }));
  }

  /** What is gone already needs nothing more; what changed meanwhile is tried again. */
  async #tolerate(write: Promise<unknown>): Promise<void> {
    try {
      await write;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

const keysOf = (resource: Resource): string[] =>
  [resource.version, ...(resource.otherVersions ?? [])].map(
    (version) => `${apiVersionOf({ ...resource, version })}/${resource.kind}`,
  );

const queueKey = (resource: Resource, object: KubeObject): string =>
  `${apiVersionOf(resource)}/${resource.kind}|${keyOf(object)}`;

function ownersLost({ metadata }: KubeObject, previous: KubeObject | undefined): OwnerReference[] {
  const left = new Set(metadata.ownerReferences?.map(({ uid }) => uid));
  return (previous?.metadata.ownerReferences ?? []).filter(({ uid }) => !left.has(uid));
}

const isDeletedWith = ({ metadata }: KubeObject, finalizer: string): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true;

const isOfInterest = (object: KubeObject): boolean =>
  (object.metadata.ownerReferences?.length ?? 0) > 0 ||
  isDeletedWith(object, ORPHAN) ||
  isDeletedWith(object, FOREGROUND);
