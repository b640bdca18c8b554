import { cloneJson, equalJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { collectionName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import type { ResourceRequest, Server } from '../request/request.js';
import { deleteObject } from '../rest/delete.js';
import { SYSTEM } from '../auth/user.js';
import type { Change } from '../storage/change-log.js';
import type { Collection } from '../storage/collection.js';
import type { Definition } from './definition.js';
import { isTrue } from './definition.js';
import { DEFINITIONS, setCondition } from './definitions/conditions.js';
import { acceptNames } from './definitions/names.js';
import { CLEANUP_FINALIZER } from './definitions/kind.js';
import { kindsOf } from './resource-kinds.js';

/** How long a definition takes from one step of its life to the next: long enough that a client sees it. */
const STEP_MS = 15;

/**
 * What follows from definitions, as it does in a server: their names are accepted, their resources served, and when they
 * go, their objects deleted (apiextensions-apiserver pkg/controller: status, establish, finalizer).
 */
export class DefinitionKeeper {
  readonly #server: Server;
  readonly #definitions: Collection;
  readonly #served = new Map<string, Served>();
  readonly #timers = new Map<string, () => void>();
  readonly #unsubscribe: () => void;

  constructor(server: Server) {
    this.#server = server;
    this.#definitions = server.store.collection(DEFINITIONS);
    this.#unsubscribe = this.#definitions.subscribe((change) => this.#notice(change));
  }

  stop(): void {
    this.#unsubscribe();
    for (const cancel of this.#timers.values()) cancel();
    for (const served of this.#served.values()) served.end();
  }

  #notice({ type, object }: Change): void {
    const definition = object as Definition;
    if (type !== 'DELETED') {
      this.#serve(definition);
      this.#later(definition.metadata.name);
      return;
    }
    this.#withdraw(definition);
    // Its names are free again.
    for (const other of this.#all()) if (other.spec.group === definition.spec.group) this.#later(other.metadata.name);
  }

  #all(): Definition[] {
    return this.#definitions.list('') as Definition[];
  }

  /** One step at a time, each some time after the one before. */
  #later(name: string): void {
    if (this.#timers.has(name)) return;
    const cancel = this.#server.clock.setTimeout(() => {
      this.#timers.delete(name);
      this.#step(name);
    }, STEP_MS);
    this.#timers.set(name, cancel);
  }

  #step(name: string): void {
    const definition = this.#definitions.get('', name) as Definition | undefined;
    if (definition === undefined) return;
    const draft = cloneJson(definition);
    if (draft.metadata.deletionTimestamp !== undefined) this.#finalize(draft, definition);
    else if (this.#advance(draft)) this.#definitions.replace(draft, definition);
  }

  /** What is next for a definition; false if nothing is. */
  #advance(draft: Definition): boolean {
    const now = this.#server.clock.now();
    const others = this.#all().filter(({ metadata }) => metadata.name !== draft.metadata.name);
    if (acceptNames(draft, others, now)) return true;
    if (isTrue(draft, 'Established') || !isTrue(draft, 'NamesAccepted')) return false;
    setCondition(draft, now, {
      type: 'Established',
      status: 'True',
      reason: 'InitialNamesAccepted',
      message: 'the initial names have been accepted',
    });
    return true;
  }

  /** Serves what a definition says now: from the moment its names are accepted, and anew when it changes. */
  #serve(definition: Definition): void {
    if (!isTrue(definition, 'NamesAccepted') && !isTrue(definition, 'Established')) return;
    const { name } = definition.metadata;
    const present = this.#served.get(name);
    if (present?.isOf(definition) === true) return;
    const isTerminating = (): boolean => this.#definitions.get('', name)?.metadata.deletionTimestamp !== undefined;
    const served = new Served(definition, isTerminating);
    this.#served.set(name, served);
    this.#server.store.add(`${definition.spec.names.plural}.${definition.spec.group}`);
    this.#server.kinds.define(name, served.kinds);
    // Watches end once the new kinds are there: who watched finds them when it comes again.
    present?.end();
  }

  #withdraw({ metadata, spec }: Definition): void {
    this.#server.kinds.define(metadata.name, []);
    this.#served.get(metadata.name)?.end();
    this.#served.delete(metadata.name);
    this.#server.store.drop(`${spec.names.plural}.${spec.group}`);
  }

  /** Deletes the objects of a definition that goes; once they are gone, so is the definition. */
  #finalize(draft: Definition, present: Definition): void {
    const { finalizers = [] } = draft.metadata;
    if (!finalizers.includes(CLEANUP_FINALIZER)) return;
    const left = this.#deleteObjects(draft);
    if (left > 0) {
      this.#terminating(draft, 'True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress');
      if (!equalJson(draft, present)) this.#definitions.replace(draft, present);
      return;
    }
    this.#terminating(draft, 'False', 'InstanceDeletionCompleted', 'removed all instances');
    const rest = finalizers.filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
    if (rest.length > 0) draft.metadata.finalizers = rest;
    else delete draft.metadata.finalizers;
    const stored = this.#definitions.replace(draft, present);
    if (rest.length === 0) this.#definitions.remove(stored);
  }

  #terminating(draft: Definition, status: string, reason: string, message: string): void {
    setCondition(draft, this.#server.clock.now(), { type: 'Terminating', status, reason, message });
  }

  /** How many are left after all were asked to go: those that somebody holds. Each that goes later is heard of. */
  #deleteObjects(definition: Definition): number {
    const kind = this.#served.get(definition.metadata.name)?.storage;
    if (kind === undefined) return 0;
    const objects = this.#server.store.collection(collectionName(kind));
    const going = objects.list('').filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    for (const object of going) deleteObject(this.#server, requestAbout(kind, object), object, {});
    const left = objects.list('').length;
    if (left > 0) this.#waitFor(objects, definition.metadata.name);
    return left;
  }

  #waitFor(objects: Collection, name: string): void {
    const unsubscribe = objects.subscribe(({ type }) => {
      if (type !== 'DELETED') return;
      unsubscribe();
      this.#later(name);
    });
  }
}

/** What the server does itself. */
const requestAbout = (kind: Kind, { metadata }: KubeObject): ResourceRequest => ({
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  query: new URLSearchParams(),
  user: SYSTEM,
  userAgent: '',
  body: { mediaType: '', text: '' },
  warn: () => undefined,
});

/** The kinds of a definition as it is at one time. */
class Served {
  readonly kinds: readonly Kind[];
  /** The kind that stores their objects, whether it is served or not. */
  readonly storage: Kind | undefined;
  readonly #definition: Definition;
  readonly #retired = new AbortController();

  constructor(definition: Definition, isTerminating: () => boolean) {
    const all = kindsOf(definition, { retired: this.#retired.signal, isTerminating });
    this.#definition = definition;
    this.kinds = all.filter(({ version }) => version.served).map(({ kind }) => kind);
    this.storage = all.find(({ version }) => version.storage)?.kind;
  }

  isOf({ spec, status }: Definition): boolean {
    return (
      equalJson(spec, this.#definition.spec) && equalJson(status.acceptedNames, this.#definition.status.acceptedNames)
    );
  }

  end(): void {
    this.#retired.abort();
  }
}
