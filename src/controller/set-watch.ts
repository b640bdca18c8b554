import type { ApiError } from '../cluster/api-error.js';
import type { ListQuery } from '../cluster/client.js';
import { Reflector, type ReflectorDeps } from '../cluster/reflector.js';
import { RESOURCES, type Resource } from '../cluster/resource.js';
import { Store } from '../cluster/store.js';
import { LABELS, recordName } from '../petset/identity.js';
import type { ConfigMap, KubeObject, Lease, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import { concernsSet } from '../petset/mounts.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, readRecord } from '../petset/record.js';
import { revisionHash } from '../petset/revision.js';
import { strategyRollout } from '../petset/rollout.js';
import { observe } from './observe.js';
import type { Desired, GoingRecord, Observed } from './observed.js';

/** All that concerns one set at one moment. */
export interface View {
  readonly record: PetSetRecord;
  readonly desired: Desired;
  readonly observed: Observed;
}

/** Watches everything that concerns one set: one watch a kind, and nothing is ever read twice. */
export class SetWatch {
  readonly records: Store<ConfigMap>;
  readonly revisions: Store<ConfigMap>;
  readonly pods: Store<Pod>;
  readonly claims: Store<PersistentVolumeClaim>;
  readonly leases: Store<Lease>;
  /** Resolves to nothing when all kinds are there, or to the first refusal. */
  readonly ready: Promise<ApiError | undefined>;
  /** Resolves to the refusal that ends the watch, or to nothing after an abort. */
  readonly ended: Promise<ApiError | undefined>;
  private readonly ref: SetRef;
  private record: PetSetRecord;
  private revision: string;

  /** Begins to watch; `changed` is called after every change. */
  constructor(record: PetSetRecord, deps: ReflectorDeps, changed: () => void) {
    this.ref = record.ref;
    this.record = record;
    this.revision = revisionHash(record.set.spec.template);
    this.records = new Store(changed);
    this.revisions = new Store(changed);
    this.pods = new Store(changed, (pod) => concernsSet(record.ref.name, pod));
    this.claims = new Store(changed);
    this.leases = new Store(changed);
    this.records.read(record.stored);
    const watch = <T extends KubeObject>(resource: Resource<T>, store: Store<T>, query: ListQuery): Reflector<T> =>
      new Reflector(resource, { namespace: this.ref.namespace, query }, store, deps);
    const byName = { fieldSelector: `metadata.name=${recordName(this.ref.name)}` };
    const reflectors = [
      // By its name: a record whose labels somebody took away is not gone.
      watch(RESOURCES.configMaps, this.records, byName),
      watch(RESOURCES.configMaps, this.revisions, { labelSelector: `${LABELS.set}=${this.ref.name}` }),
      // All pods, whatever their labels: pets that lost theirs, whoever has a pet's name, whoever mounts a pet's claim.
      watch(RESOURCES.pods, this.pods, {}),
      // Claims belong to a set by their names alone.
      watch(RESOURCES.claims, this.claims, {}),
      watch(RESOURCES.leases, this.leases, byName),
    ];
    this.ended = Promise.race(reflectors.map(({ ended }) => ended));
    const listed = Promise.all(reflectors.map(({ ready }) => ready)).then(() => undefined);
    this.ready = Promise.race([this.ended, listed]);
  }

  /** What is known now; nothing when the record is gone. Throws a `Failure` when the record cannot be read. */
  look(now: number): View | undefined {
    const stored = this.records.get(this.ref.namespace, recordName(this.ref.name));
    if (stored?.metadata.uid !== this.record.stored.metadata.uid) return undefined;
    if (stored.metadata.resourceVersion !== this.record.stored.metadata.resourceVersion) {
      this.record = readRecord(stored);
      this.revision = revisionHash(this.record.set.spec.template);
    }
    const { set, teardown, owner, rollout } = this.record;
    const desired = {
      set,
      teardown,
      revision: this.revision,
      recorded: rollout,
      rollout: rollout?.wish ?? strategyRollout(set.spec.updateStrategy),
      going: goingRecord(stored),
    };
    const cluster = { pods: this.pods.list(), claims: this.claims.list(), revisions: this.revisions.list() };
    return { record: this.record, desired, observed: observe(cluster, { set, owner, now }) };
  }
}

function goingRecord({ metadata }: Served<ConfigMap>): GoingRecord | undefined {
  const { name, uid, finalizers = [], deletionTimestamp } = metadata;
  return deletionTimestamp === undefined ? undefined : { name, uid, finalizers };
}
