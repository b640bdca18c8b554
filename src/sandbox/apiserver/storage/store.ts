import { Collection } from './collection.js';
import { RevisionCounter } from './revision.js';

/** Everything that is stored, by resource. */
export class Store {
  readonly #revisions = new RevisionCounter();
  readonly #collections: ReadonlyMap<string, Collection>;

  /** `resources` are the keys that {@link collection} may be asked for, `pods` or `leases.coordination.k8s.io`. */
  constructor(resources: readonly string[], now: () => number) {
    this.#collections = new Map(resources.map((resource) => [resource, new Collection(this.#revisions, now)]));
  }

  /** The revision of the last write to anything. */
  get revision(): number {
    return this.#revisions.current;
  }

  collection(resource: string): Collection {
    const collection = this.#collections.get(resource);
    if (collection === undefined) throw new Error(`nothing stores ${resource}`);
    return collection;
  }
}
