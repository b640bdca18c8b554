import type { Readable } from 'node:stream';

import { isObject, parseJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { Clock } from '../../platform/clock.js';
import { guarded } from '../../platform/guard.js';
import type { Client } from './client.js';
import { keyOf, pathOf } from './resource.js';
import type { Resource } from './resource.js';

export interface InformerEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  readonly previous: T | undefined;
}

export type InformerListener<T> = (event: InformerEvent<T>) => void;

/** How long to wait after a broken watch. */
const RETRY_MS = 1000;

/** What is there of one resource, kept up to date by a watch that begins with the present state. */
export class Informer<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #objects = new Map<string, T>();
  readonly #listeners: InformerListener<T>[] = [];
  #stopTimer: () => void = () => undefined;
  #isStopped = false;
  #announceSynced: () => void = () => undefined;
  /** Objects seen since the watch began; those that are not among them at its first bookmark are gone. */
  #seen: Set<string> | undefined;

  constructor(client: Client, clock: Clock, resource: Resource<T>) {
    this.resource = resource;
    this.#client = client;
    this.#clock = clock;
  }

  /** Begins to watch; resolves once everything that is there is known. */
  start(): Promise<void> {
    const synced = new Promise<void>((resolve) => {
      this.#announceSynced = resolve;
    });
    this.#watch();
    return synced;
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopTimer();
  }

  /** Calls a listener for every change, also after one at which it threw; those who come late are first told what is there. */
  listen(listener: InformerListener<T>): void {
    for (const object of this.#objects.values()) {
      guarded(() => listener({ type: 'ADDED', object, previous: undefined }));
    }
    this.#listeners.push(listener);
  }

  get(namespace: string, name: string): T | undefined {
    return this.#objects.get(namespace === '' ? name : `${namespace}/${name}`);
  }

  all(): T[] {
    return [...this.#objects.values()];
  }

  #watch(): void {
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    this.#seen = new Set();
    this.#client
      .stream(`${pathOf(this.resource)}?${query}`)
      .then((response) => this.#read(response))
      .catch(() => this.#retry());
  }

  #retry(): void {
    if (this.#client.isClosed || this.#isStopped) return;
    this.#stopTimer = this.#clock.setTimeout(() => this.#watch(), RETRY_MS);
  }

  #read(response: Readable): void {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) guarded(() => this.#receive(line));
    });
    response.on('error', () => undefined);
    response.on('close', () => this.#retry());
  }

  #receive(line: string): void {
    const event = parseJson(line);
    if (!isObject(event) || !isObject(event.object)) return;
    // A watch of a resource tells objects of that resource.
    const object = event.object as object as T;
    // Nobody here asks who wrote what, and it is half of many an object.
    delete object.metadata.managedFields;
    if (event.type === 'ADDED' || event.type === 'MODIFIED') this.#set(object);
    else if (event.type === 'DELETED') this.#remove(keyOf(object), object);
    else if (event.type === 'BOOKMARK') this.#settle();
  }

  /** The first bookmark ends the present state: what it did not tell went while nobody watched. */
  #settle(): void {
    const seen = this.#seen;
    if (seen === undefined) return;
    this.#seen = undefined;
    for (const [key, object] of this.#objects) if (!seen.has(key)) this.#remove(key, object);
    this.#announceSynced();
  }

  #set(object: T): void {
    const key = keyOf(object);
    const previous = this.#objects.get(key);
    this.#seen?.add(key);
    if (previous?.metadata.resourceVersion === object.metadata.resourceVersion) return;
    // An object that came in the place of another of its name: the other one was deleted.
    if (previous !== undefined && previous.metadata.uid !== object.metadata.uid) this.#remove(key, previous);
    const isNew = !this.#objects.has(key);
    this.#objects.set(key, object);
    this.#tell({ type: isNew ? 'ADDED' : 'MODIFIED', object, previous: isNew ? undefined : previous });
  }

  #remove(key: string, object: T): void {
    const previous = this.#objects.get(key);
    if (this.#objects.delete(key)) this.#tell({ type: 'DELETED', object, previous });
  }

  #tell(event: InformerEvent<T>): void {
    for (const listener of this.#listeners) guarded(() => listener(event));
  }
}
