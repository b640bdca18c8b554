import type { ApiError } from '../cluster/api-error.js';
import { Cache, type Changed, type Topic } from '../cluster/cache.js';
import type { ListQuery } from '../cluster/client.js';
import { Reflector, type ReflectorDeps } from '../cluster/reflector.js';
import { RECORD_RESOURCES, RESOURCES, type Resource } from '../cluster/resource.js';
import type { Sink } from '../cluster/store.js';
import { setsOfClaim, setsOfLease, setsOfPod, setsOfRecord, setsOfRevision } from '../petset/concerns.js';
import { LABELS, recordName } from '../petset/identity.js';
import type { ConfigMap, KubeObject, Lease, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import { type RecordForm, type RecordObject, recordObjectName } from '../petset/record-form.js';
import { Refreshing } from './refreshing.js';

/** The sets that are looked at: of one namespace, or of all where there is none; those with these names, or all. */
export interface HubScope {
  readonly namespace: string | undefined;
  readonly names: readonly string[] | undefined;
  /** The forms in which their records are looked for. */
  readonly forms: readonly RecordForm[];
}

/** What has changed about a set: an object of that kind and that name; without a name it may be any. */
export interface ChangeOf {
  readonly kind: 'record' | 'revision' | 'pod' | 'claim' | 'lease';
  readonly name: string | undefined;
}

type Listener = (what: ChangeOf) => void;

/** Watches everything that concerns sets, for all who reconcile one of them: an event wakes only those whom it concerns. */
export class Hub {
  readonly records: Readonly<Record<RecordForm, Cache<RecordObject>>>;
  readonly revisions: Cache<ConfigMap>;
  readonly pods: Cache<Pod>;
  readonly claims: Cache<PersistentVolumeClaim>;
  readonly leases: Cache<Lease>;
  /** Resolves to nothing when all kinds are there, or to the first refusal. */
  readonly ready: Promise<ApiError | undefined>;
  /** Resolves to the refusal that ends the watch, or to nothing after an abort. */
  readonly ended: Promise<ApiError | undefined>;
  private refused: ApiError | undefined;
  private readonly listeners = new Map<Topic, Set<Listener>>();
  private readonly refreshing: Refreshing<ApiError | undefined>;

  /** Begins to watch. `recordsChanged` is called after every change of a record. */
  constructor(scope: HubScope, deps: ReflectorDeps, recordsChanged: () => void = () => undefined) {
    const changed = this.teller('record');
    const about = topicsWithin(scope);
    const records = (): Cache<RecordObject> =>
      new Cache<RecordObject>((topics, name) => {
        changed(topics, name);
        recordsChanged();
      }, about(setsOfRecord));
    this.records = { 'config-map': records(), custom: records() };
    this.revisions = new Cache(this.teller('revision'), about(setsOfRevision));
    this.pods = new Cache(this.teller('pod'), about(setsOfPod));
    this.claims = new Cache(this.teller('claim'), about(setsOfClaim));
    this.leases = new Cache(this.teller('lease'), about(setsOfLease));
    const reflectors = this.reflectors(scope, deps);
    this.ended = Promise.race(reflectors.map(({ ended }) => ended)).then((refusal) => (this.refused = refusal));
    const listed = Promise.all(reflectors.map(({ ready }) => ready)).then(() => undefined);
    this.ready = Promise.race([this.ended, listed]);
    this.refreshing = new Refreshing(async () => {
      const refusals = await Promise.all(reflectors.map((reflector) => reflector.refresh()));
      return refusals.find((refusal) => refusal !== undefined);
    });
  }

  /** Why the watch has ended, where the server refused it. */
  get refusal(): ApiError | undefined {
    return this.refused;
  }

  /** Calls back after every change of what concerns a set, until the answer is called. */
  subscribe(ref: SetRef, listener: Listener): () => void {
    const topic = topicOf(ref);
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(topic);
    };
  }

  /** Resolves when everything has been listed once more, from now on; to the refusal where it could not be. */
  refresh(): Promise<ApiError | undefined> {
    return this.refreshing.ask();
  }

  private teller(kind: ChangeOf['kind']): Changed {
    return (topics, name) => {
      for (const topic of topics) for (const listener of this.listeners.get(topic) ?? []) listener({ kind, name });
    };
  }

  private reflectors(
    { namespace, names, forms }: HubScope,
    deps: ReflectorDeps,
  ): readonly Pick<Reflector<KubeObject>, 'ready' | 'ended' | 'refresh'>[] {
    const watch = <T extends KubeObject>(resource: Resource<T>, sink: Sink<T>, query: ListQuery = {}): Reflector<T> =>
      new Reflector(resource, { namespace, query }, sink, deps);
    const [name, ...others] = names ?? [];
    const isLookedFor = (form: RecordForm): boolean => forms.includes(form);
    const { 'config-map': mapped, custom } = this.records;
    const everybodys = [
      // All pods, whatever their labels: pets that lost theirs, whoever has a pet's name, whoever mounts a pet's claim.
      watch(RESOURCES.pods, this.pods),
      // Claims belong to a set by their names alone.
      watch(RESOURCES.claims, this.claims),
    ];
    if (name === undefined || others.length > 0) {
      const ofSets = { labelSelector: LABELS.set };
      const inMaps = isLookedFor('config-map') ? both(mapped, this.revisions) : this.revisions;
      return [
        ...(isLookedFor('custom') ? [watch(RECORD_RESOURCES.custom, custom)] : []),
        watch(RESOURCES.configMaps, inMaps, ofSets),
        ...everybodys,
        watch(RESOURCES.leases, this.leases, ofSets),
      ];
    }
    // By its name: a record whose labels somebody took away is not gone.
    const byName = { fieldSelector: `metadata.name=${recordName(name)}` };
    return [
      ...forms.map((form) => {
        const fieldSelector = `metadata.name=${recordObjectName(form, name)}`;
        return watch(RECORD_RESOURCES[form], this.records[form], { fieldSelector });
      }),
      watch(RESOURCES.configMaps, this.revisions, { labelSelector: `${LABELS.set}=${name}` }),
      ...everybodys,
      watch(RESOURCES.leases, this.leases, byName),
    ];
  }
}

/** What a set goes by in the caches of a hub. */
export function topicOf({ namespace, name }: SetRef): Topic {
  return `${namespace}/${name}`;
}

/** Makes of the names of the sets that an object may concern the topics that it is about, as far as they are looked at. */
function topicsWithin({
  names,
}: HubScope): <T extends KubeObject>(
  setsOf: (object: T) => readonly string[],
) => (object: Served<T>) => readonly Topic[] {
  const isLookedAt = names === undefined ? () => true : (name: string) => names.includes(name);
  return <T extends KubeObject>(setsOf: (object: T) => readonly string[]) =>
    (object: Served<T>): readonly Topic[] =>
      setsOf(object)
        .filter(isLookedAt)
        .map((name) => topicOf({ namespace: object.metadata.namespace ?? '', name }));
}

/** Puts what one watch shows where it belongs: nothing is wanted by both. */
function both<T extends KubeObject>(one: Sink<T>, other: Sink<T>): Sink<T> {
  const sinks = [one, other];
  const take =
    (how: 'replace' | 'catchUp'): Sink<T>['replace'] =>
    (items, version) => {
      for (const sink of sinks) {
        const wanted = items.filter((item) => sink.isWanted(item));
        sink[how](wanted, version);
      }
    };
  return {
    isWanted: (object) => sinks.some((sink) => sink.isWanted(object)),
    replace: take('replace'),
    catchUp: take('catchUp'),
    show: (type, object) => {
      for (const sink of sinks) sink.show(type, object);
    },
    shownUpTo: (version) => {
      for (const sink of sinks) sink.shownUpTo(version);
    },
  };
}
