import type { KubeObject, Served } from '../petset/kubernetes.js';

/**
 * What is known of one kind of object: what a list and a watch have shown, and what our own writes answered, whichever is
 * newer. Resource versions are compared as numbers (KEP-5504).
 */
export class Store<T extends KubeObject> {
  private readonly byKey = new Map<string, Served<T>>();
  /** By uid: when the deletion of an object was accepted that has not been shown to be going yet. */
  private readonly leaving = new Map<string, string>();
  /** The newest version that the list or the watch has shown. */
  private shown = 0n;
  private readonly changed: () => void;
  /** Whether an object is kept; any other is forgotten as it comes. */
  readonly isWanted: (object: Served<T>) => boolean;

  /** `changed` is called after every change of what is kept. */
  constructor(changed: () => void = () => undefined, isWanted: (object: Served<T>) => boolean = () => true) {
    this.changed = changed;
    this.isWanted = isWanted;
  }

  list(): readonly Served<T>[] {
    return [...this.byKey.values()];
  }

  get(namespace: string, name: string): Served<T> | undefined {
    return this.byKey.get(`${namespace}/${name}`);
  }

  /** Takes a whole list: what it does not have is gone. */
  replace(items: readonly Served<T>[], resourceVersion: string): void {
    const before = [...this.byKey.values()];
    this.shown = version(resourceVersion);
    this.byKey.clear();
    for (const object of items) this.put(object);
    const listed = new Set(items.map(({ metadata }) => metadata.uid));
    for (const uid of this.leaving.keys()) if (!listed.has(uid)) this.leaving.delete(uid);
    // A write of ours that the list is too old to show stays.
    for (const object of before) {
      if (version(object.metadata.resourceVersion) > this.shown && !this.byKey.has(keyOf(object))) this.put(object);
    }
    this.changed();
  }

  /** Takes what a watch shows. */
  show(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Served<T>): void {
    this.shownUpTo(object.metadata.resourceVersion);
    const known = this.byKey.get(keyOf(object));
    if (known === undefined ? type === 'DELETED' || !this.isWanted(object) : isNewer(known, object)) return;
    if (type === 'DELETED') this.drop(object);
    else this.put(object);
    this.changed();
  }

  shownUpTo(resourceVersion: string): void {
    this.shown = version(resourceVersion);
  }

  /** Takes what a write of ours answered, unless the watch is past it already: then it has shown that, or its end. */
  written(object: Served<T>): void {
    if (version(object.metadata.resourceVersion) <= this.shown) return;
    this.put(object);
    this.changed();
  }

  /** Takes what a read of ours answered: an object that the watch does not show, or does not show yet. */
  read(object: Served<T>): void {
    this.put(object);
    this.changed();
  }

  /**
   * Takes note that a deletion was accepted. An answer without an object says that it is gone; one with an object may
   * not say that it is going, and until the watch shows the end it counts as terminating all the same.
   */
  deletionAccepted(object: Served<T>, answer: Served<T> | undefined, now: string): void {
    const known = this.byKey.get(keyOf(object));
    if (answer === undefined) this.gone(object);
    else if (answer.metadata.deletionTimestamp !== undefined) this.written(answer);
    else if (known?.metadata.uid === object.metadata.uid) {
      this.leaving.set(known.metadata.uid, now);
      this.put(known);
      this.changed();
    }
  }

  /** Takes note that an object which was seen before is no longer there. */
  gone(object: Served<T>): void {
    if (this.byKey.get(keyOf(object))?.metadata.uid !== object.metadata.uid) return;
    this.drop(object);
    this.changed();
  }

  private put(object: Served<T>): void {
    if (this.isWanted(object)) this.byKey.set(keyOf(object), this.going(withoutManagedFields(object)));
  }

  /** What the watch shows between an accepted deletion and its beginning does not call it off: an eviction first sets a condition. */
  private going(object: Served<T>): Served<T> {
    const { metadata } = object;
    const acceptedAt = this.leaving.get(metadata.uid);
    if (acceptedAt === undefined || metadata.deletionTimestamp !== undefined) return object;
    return { ...object, metadata: { ...metadata, deletionTimestamp: acceptedAt } };
  }

  private drop(object: Served<T>): void {
    this.byKey.delete(keyOf(object));
    this.leaving.delete(object.metadata.uid);
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

/** A version that is no number, which no Kubernetes server sends, counts as the oldest: then the watch alone is believed. */
function version(resourceVersion: string): bigint {
  return /^\d+$/.test(resourceVersion) ? BigInt(resourceVersion) : 0n;
}

function isNewer(known: Served<KubeObject>, object: Served<KubeObject>): boolean {
  return version(known.metadata.resourceVersion) > version(object.metadata.resourceVersion);
}

/** Who wrote which field is half of an object's size, and nobody here asks. */
function withoutManagedFields<T extends KubeObject>(object: Served<T>): Served<T> {
  if (!('managedFields' in object.metadata)) return object;
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}
