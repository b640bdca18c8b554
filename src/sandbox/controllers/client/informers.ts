import type { KubeObject } from '../../model/meta.js';
import type { Clock } from '../../platform/clock.js';
import type { Client } from './client.js';
import { Informer } from './informer.js';
import { apiVersionOf } from './resource.js';
import type { Resource } from './resource.js';

/** One informer a resource, shared by all controllers. */
export class Informers {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #byKind = new Map<string, Informer<KubeObject>>();

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  of<T extends KubeObject>(resource: Resource<T>): Informer<T> {
    const key = `${apiVersionOf(resource)}/${resource.kind}`;
    const known = this.#byKind.get(key) ?? new Informer<KubeObject>(this.#client, this.#clock, resource);
    this.#byKind.set(key, known);
    // The key names the resource, and with it the type of its objects.
    return known as object as Informer<T>;
  }

  /** Ends the informer of a resource that is not served any more. */
  drop(resource: Resource): void {
    const key = `${apiVersionOf(resource)}/${resource.kind}`;
    this.#byKind.get(key)?.stop();
    this.#byKind.delete(key);
  }

  /** The informer of a kind, if somebody asked for it. */
  ofKind(apiVersion: string, kind: string): Informer<KubeObject> | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** Where the objects of a kind are served, in the version that is preferred; nothing if nobody asked for them. */
  resourceOf(group: string, kind: string): Resource | undefined {
    return [...this.#byKind.values()]
      .map(({ resource }) => resource)
      .find((one) => one.group === group && one.kind === kind);
  }

  /** Starts all that were asked for so far; resolves once each knows what is there. */
  async start(): Promise<void> {
    await Promise.all([...this.#byKind.values()].map((informer) => informer.start()));
  }

  stop(): void {
    for (const informer of this.#byKind.values()) informer.stop();
  }
}
