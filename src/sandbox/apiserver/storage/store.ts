import { Collection } from './collection.js';
import { FieldsPool } from './fields-pool.js';
import { RevisionCounter } from './revision.js';

/** Everything that is stored, by resource. */
export class Store {
  readonly #revisions = new RevisionCounter();
  readonly #pool = new FieldsPool();
  readonly #now: () => number;
  readonly #collections = new Map<string, Collection>();

  /** `resources` are the keys that {@link collection} may be asked for, `pods` or `leases.coordination.k8s.io`. */
  constructor(resources: readonly string[], now: () => number) {
    this.#now = now;
    for (const resource of resources) this.add(resource);
  }

  /** Begins to store a resource, unless it does already. */
  add(resource: string): void {
    if (this.#collections.has(resource)) return;
    this.#collections.set(resource, new Collection(this.#revisions, this.#now, this.#pool));
  }

  /** Forgets a resource, with all that is left of it. */
  drop(resource: string): void {
    this.#collections.delete(resource);
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
