import { asJson, sharing } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { ChangeLog } from './change-log.js';
import type { Change } from './change-log.js';
import { FieldsPool } from './fields-pool.js';
import type { RevisionCounter } from './revision.js';

export type Listener = (change: Change) => void;

/** All objects of one resource, in memory, with their recent history and those who watch it. */
export class Collection {
  readonly #revisions: RevisionCounter;
  readonly #pool: FieldsPool;
  readonly #objects = new Map<string, KubeObject>();
  readonly #log: ChangeLog;
  readonly #listeners = new Set<Listener>();
  /** Keys in the order of lists; made anew after an object came or went. */
  #sortedKeys: readonly string[] | undefined;

  constructor(revisions: RevisionCounter, now: () => number, pool = new FieldsPool()) {
    this.#revisions = revisions;
    this.#pool = pool;
    this.#log = new ChangeLog(revisions.current, now);
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(keyOf(namespace, name));
  }

  /** Objects of a namespace, or of all when it is empty, by namespace and name. */
  list(namespace: string): KubeObject[] {
    this.#sortedKeys ??= [...this.#objects.keys()].sort();
    const keys = namespace === '' ? this.#sortedKeys : inNamespace(this.#sortedKeys, namespace);
    return keys.flatMap((key) => this.#objects.get(key) ?? []);
  }

  /** The same as it was at an earlier revision; nothing if that is forgotten. */
  listAt(revision: number, namespace: string): KubeObject[] | undefined {
    const later = this.#log.since(revision);
    if (later === undefined) return undefined;
    if (later.length === 0) return this.list(namespace);
    const objects = new Map(this.#objects);
    for (const { object, previous } of later.toReversed()) {
      const key = keyOfObject(object);
      if (previous === undefined) objects.delete(key);
      else objects.set(key, previous);
    }
    const keys = [...objects.keys()].sort();
    return (namespace === '' ? keys : inNamespace(keys, namespace)).flatMap((key) => objects.get(key) ?? []);
  }

  /** Changes after a revision; nothing if some of them are forgotten. */
  changesSince(revision: number): readonly Change[] | undefined {
    return this.#log.since(revision);
  }

  /** The oldest revision that {@link changesSince} can start from. */
  get oldestRevision(): number {
    return this.#log.oldest;
  }

  /** Takes over a draft: it must be the caller's own, and is not to be changed afterwards. */
  create(draft: KubeObject): KubeObject {
    const revision = this.#stamp(draft);
    this.#pool.share(draft.metadata);
    this.#sortedKeys = undefined;
    this.#objects.set(keyOfObject(draft), draft);
    this.#tell({ type: 'ADDED', object: draft, previous: undefined, revision });
    return draft;
  }

  /** Takes over a draft in the place of `previous`. */
  replace(draft: KubeObject, previous: KubeObject): KubeObject {
    // Stamped first: what has a revision of its own is not mistaken for what it replaces.
    const revision = this.#stamp(draft);
    this.#pool.share(draft.metadata);
    sharing(asJson(draft), asJson(previous));
    this.#objects.set(keyOfObject(draft), draft);
    this.#tell({ type: 'MODIFIED', object: draft, previous, revision });
    return draft;
  }

  /** The object as it was last, stamped with the revision of its end. */
  remove(object: KubeObject): KubeObject {
    const last = { ...object, metadata: { ...object.metadata } };
    const revision = this.#stamp(last);
    this.#sortedKeys = undefined;
    this.#objects.delete(keyOfObject(object));
    this.#tell({ type: 'DELETED', object: last, previous: object, revision });
    return last;
  }

  /** Calls the listener with every later change, in order and at once; the returned function ends it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #stamp(draft: KubeObject): number {
    const revision = this.#revisions.next();
    draft.metadata.resourceVersion = String(revision);
    return revision;
  }

  #tell(change: Change): void {
    this.#log.append(change);
    for (const listener of this.#listeners) listener(change);
  }
}

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

const keyOfObject = ({ metadata }: KubeObject): string => keyOf(metadata.namespace ?? '', metadata.name);

function inNamespace(keys: readonly string[], namespace: string): readonly string[] {
  const first = lowerBound(keys, `${namespace}/`);
  // '0' is the character after '/'.
  return keys.slice(first, lowerBound(keys, `${namespace}0`));
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
