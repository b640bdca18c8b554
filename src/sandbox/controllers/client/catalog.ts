import type { KubeObject } from '../../model/meta.js';
import type { Clock } from '../../platform/clock.js';
import type { Client } from './client.js';
import { discoverResources } from './discover.js';
import type { Informers } from './informers.js';
import { Informer } from './informer.js';
import { apiVersionOf, DEFINITIONS } from './resource.js';
import type { Resource } from './resource.js';
import { WorkQueue } from './work-queue.js';

/** Somebody who acts on whatever is stored. Each resource comes with its informer, which knows what is there. */
export interface CatalogListener {
  added(informer: Informer<KubeObject>): void;
  removed(informer: Informer<KubeObject>): void;
}

/**
 * Events come at every turn, and nobody follows them: the garbage collector leaves them alone, and no quota is told of their
 * end (kubernetes pkg/controller/garbagecollector/graph_builder.go and pkg/quota/v1/install/registry.go, ignoredResources).
 */
const isFollowed = ({ group, plural }: Resource): boolean =>
  plural !== 'events' || (group !== '' && group !== 'events.k8s.io');

/** The key of the one thing that is worked on: asking what is there. */
const REFRESH = 'resources';

/** Every resource that stores objects. Those of definitions come and go, and are asked for when a definition changes. */
export class Catalog {
  readonly #client: Client;
  readonly #informers: Informers;
  readonly #clock: Clock;
  readonly #listeners: CatalogListener[] = [];
  readonly #queue: WorkQueue;
  #resources: ReadonlyMap<string, Resource>;

  /** `resources` are those of the start: their informers start with all others. */
  constructor(client: Client, informers: Informers, clock: Clock, resources: readonly Resource[]) {
    this.#client = client;
    this.#informers = informers;
    this.#clock = clock;
    this.#queue = new WorkQueue(clock, () => this.#refresh());
    this.#resources = byKey(resources);
    for (const resource of [...resources.filter(isFollowed), DEFINITIONS]) informers.of(resource);
  }

  start(): void {
    this.#informers.of(DEFINITIONS).listen(() => this.#queue.add(REFRESH));
  }

  stop(): void {
    this.#queue.stop();
  }

  /** Tells a listener what is there, and later what comes and goes. */
  listen(listener: CatalogListener): void {
    for (const resource of this.#resources.values()) listener.added(this.#informerOf(resource));
    this.#listeners.push(listener);
  }

  /** That of what is not followed is never started: it only says which resource that is. */
  #informerOf(resource: Resource): Informer<KubeObject> {
    return isFollowed(resource)
      ? this.#informers.of(resource)
      : new Informer<KubeObject>(this.#client, this.#clock, resource);
  }

  async #refresh(): Promise<void> {
    const present = byKey(await discoverResources(this.#client));
    const before = this.#resources;
    this.#resources = present;
    for (const [key, resource] of before) if (!present.has(key)) this.#remove(resource);
    for (const [key, resource] of present) if (!before.has(key)) await this.#add(resource);
  }

  #remove(resource: Resource): void {
    const informer = this.#informers.of(resource);
    this.#informers.drop(resource);
    for (const listener of this.#listeners) listener.removed(informer);
  }

  async #add(resource: Resource): Promise<void> {
    const informer = this.#informers.of<KubeObject>(resource);
    await informer.start();
    for (const listener of this.#listeners) listener.added(informer);
  }
}

const byKey = (resources: readonly Resource[]): ReadonlyMap<string, Resource> =>
  new Map(
    resources.map((resource) => {
      const { plural, kind, namespaced, otherVersions = [] } = resource;
      return [[apiVersionOf(resource), plural, kind, namespaced, ...otherVersions].join('/'), resource];
    }),
  );
