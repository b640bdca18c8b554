import type { KubeObject, Served } from '../petset/kubernetes.js';
import type { Sink, Store } from './store.js';

/** What somebody may want to know all objects about: to us, a set. */
export type Topic = string;

const EVERYTHING: Topic = '';

/** Told after a change what it is about, or was, and the name of the object that has changed; nothing where it may be any. */
export type Changed = (topics: ReadonlySet<Topic>, name?: string) => void;

/**
 * What is known of one kind of object: what a list and a watch have shown, and what our own writes answered, whichever is
 * newer. Resource versions are compared as numbers (KEP-5504). It is parted by topics, so that one watch serves many who
 * look at a few objects each.
 */
export class Cache<T extends KubeObject> implements Store<T>, Sink<T> {
  private readonly byKey = new Map<string, Served<T>>();
  private readonly byTopic = new Map<Topic, Map<string, Served<T>>>();
  /** By uid: when the deletion of an object was accepted that has not been shown to be going yet. */
  private readonly leaving = new Map<string, string>();
  /** The newest version that the list or the watch has shown. */
  private shown = 0n;
  private readonly changed: Changed;
  private readonly topicsOf: (object: Served<T>) => readonly Topic[];

  /** `changed` is told of every change. An object that is about nothing is not kept. */
  constructor(
    changed: Changed = () => undefined,
    topicsOf: (object: Served<T>) => readonly Topic[] = () => [EVERYTHING],
  ) {
    this.changed = changed;
    this.topicsOf = topicsOf;
  }

  isWanted(object: Served<T>): boolean {
    return this.topicsOf(object).length > 0;
  }

  list(): readonly Served<T>[] {
    return [...this.byKey.values()];
  }

  /** What is about one topic, to be worked with as if there were nothing else. */
  about(topic: Topic): Store<T> {
    return {
      list: () => [...(this.byTopic.get(topic)?.values() ?? [])],
      get: (namespace, name) => this.get(namespace, name),
      written: (object) => this.written(object),
      read: (object) => this.read(object),
      deletionAccepted: (object, answer, now) => this.deletionAccepted(object, answer, now),
      gone: (object) => this.gone(object),
    };
  }

  get(namespace: string, name: string): Served<T> | undefined {
    return this.byKey.get(`${namespace}/${name}`);
  }

  replace(items: readonly Served<T>[], resourceVersion: string): void {
    const before = new Map(this.byKey);
    const topics = new Set(this.byTopic.keys());
    const listed = version(resourceVersion);
    // A server that is behind what it has shown before was restored from a backup, and what it has lost is gone.
    const isRestored = listed < this.shown;
    this.shown = listed;
    this.byKey.clear();
    this.byTopic.clear();
    for (const object of items) this.put(sameAs(object, before.get(keyOf(object))));
    const present = new Set(items.map(({ metadata }) => metadata.uid));
    for (const uid of this.leaving.keys()) if (!present.has(uid)) this.leaving.delete(uid);
    // A write of ours that the list is too old to show stays.
    for (const object of isRestored ? [] : before.values())
      if (version(object.metadata.resourceVersion) > listed) this.put(object);
    for (const topic of this.byTopic.keys()) topics.add(topic);
    this.changed(topics);
  }

  catchUp(items: readonly Served<T>[], resourceVersion: string): void {
    if (version(resourceVersion) > this.shown) this.replace(items, resourceVersion);
  }

  show(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Served<T>): void {
    const at = version(object.metadata.resourceVersion);
    // A list that was made beside the watch has shown it already, or its end; or the watch itself, which may repeat events.
    if (at > 0n && at <= this.shown) return;
    this.shownUpTo(object.metadata.resourceVersion);
    const known = this.byKey.get(keyOf(object));
    if (known === undefined ? type === 'DELETED' || !this.isWanted(object) : isNewer(known, object)) return;
    this.tell(type === 'DELETED' ? this.drop(object) : this.put(object), object);
  }

  shownUpTo(resourceVersion: string): void {
    const at = version(resourceVersion);
    if (at > this.shown) this.shown = at;
  }

  /** Unless the watch is past it: then it has shown that, or its end. */
  written(object: Served<T>): void {
    const known = this.byKey.get(keyOf(object));
    if (version(object.metadata.resourceVersion) <= this.shown || (known && isNewer(known, object))) return;
    this.tell(this.put(object), object);
  }

  read(object: Served<T>): void {
    this.tell(this.put(object), object);
  }

  deletionAccepted(object: Served<T>, answer: Served<T> | undefined, now: string): void {
    const known = this.byKey.get(keyOf(object));
    if (answer === undefined) this.gone(object);
    else if (answer.metadata.deletionTimestamp !== undefined) this.written(answer);
    else if (known?.metadata.uid === object.metadata.uid) {
      this.leaving.set(known.metadata.uid, now);
      this.tell(this.put(known), known);
    }
  }

  gone(object: Served<T>): void {
    if (this.byKey.get(keyOf(object))?.metadata.uid === object.metadata.uid) this.tell(this.drop(object), object);
  }

  private tell(topics: ReadonlySet<Topic>, { metadata }: Served<T>): void {
    this.changed(topics, metadata.name);
  }

  /** Answers with what it is about, and what it was about before. */
  private put(object: Served<T>): ReadonlySet<Topic> {
    const key = keyOf(object);
    const topics = this.topicsOf(object);
    const before = this.topicsOfKnown(key);
    this.leave(
      key,
      before.filter((topic) => !topics.includes(topic)),
    );
    const kept = this.going(withoutManagedFields(object));
    if (topics.length > 0) this.byKey.set(key, kept);
    else this.byKey.delete(key);
    for (const topic of topics) {
      const part = this.byTopic.get(topic) ?? new Map<string, Served<T>>();
      this.byTopic.set(topic, part.set(key, kept));
    }
    return new Set([...before, ...topics]);
  }

  /** What the watch shows between an accepted deletion and its beginning does not call it off: an eviction first sets a condition. */
  private going(object: Served<T>): Served<T> {
    const { metadata } = object;
    const acceptedAt = this.leaving.get(metadata.uid);
    if (acceptedAt === undefined || metadata.deletionTimestamp !== undefined) return object;
    return { ...object, metadata: { ...metadata, deletionTimestamp: acceptedAt } };
  }

  /** Answers with what it was about. */
  private drop(object: Served<T>): ReadonlySet<Topic> {
    const key = keyOf(object);
    const topics = this.topicsOfKnown(key);
    this.leave(key, topics);
    this.byKey.delete(key);
    this.leaving.delete(object.metadata.uid);
    return new Set(topics);
  }

  private topicsOfKnown(key: string): readonly Topic[] {
    const known = this.byKey.get(key);
    return known === undefined ? [] : this.topicsOf(known);
  }

  private leave(key: string, topics: readonly Topic[]): void {
    for (const topic of topics) {
      const part = this.byTopic.get(topic);
      part?.delete(key);
      if (part?.size === 0) this.byTopic.delete(topic);
    }
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

/** The object that is known, where a list shows nothing newer: whoever has read that need not read it again. */
function sameAs<T extends KubeObject>(object: Served<T>, known: Served<T> | undefined): Served<T> {
  const { uid, resourceVersion } = object.metadata;
  return known?.metadata.uid === uid && known.metadata.resourceVersion === resourceVersion ? known : object;
}

/** Who wrote which field is half of an object's size, and nobody here asks. */
export function withoutManagedFields<T extends KubeObject>(object: Served<T>): Served<T> {
  if (!('managedFields' in object.metadata)) return object;
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}
