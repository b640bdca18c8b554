import type { ApiError } from '../cluster/api-error.js';
import type { Store } from '../cluster/store.js';
import type { ConfigMap, Lease, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, readRecord } from '../petset/record.js';
import { isRolloutWritten } from '../petset/record-custom.js';
import { GUARD, nativeTeardown } from '../petset/guard.js';
import { type RecordObject, recordObject, recordObjectName } from '../petset/record-form.js';
import { revisionHash } from '../petset/revision.js';
import { strategyRollout } from '../petset/rollout.js';
import { type Hub, topicOf } from './hub.js';
import { observe } from './observe.js';
import { Observer } from './observer.js';
import type { Desired, GoingRecord, NativeRecord, Observed } from './observed.js';

/** All that concerns one set at one moment. */
export interface View {
  readonly record: PetSetRecord;
  readonly desired: Desired;
  readonly observed: Observed;
}

/** Everything that concerns one set, out of what a hub watches; nothing is ever read twice. */
export class SetWatch {
  readonly records: Store<RecordObject>;
  readonly revisions: Store<ConfigMap>;
  readonly pods: Store<Pod>;
  readonly claims: Store<PersistentVolumeClaim>;
  readonly leases: Store<Lease>;
  /** Stops calling back. */
  readonly close: () => void;
  private readonly hub: Hub;
  private readonly ref: SetRef;
  private readonly observer: Observer;
  private record: PetSetRecord;
  private desired: Desired;
  private count = 0;

  /** `changed` is called after every change. */
  constructor(record: PetSetRecord, hub: Hub, changed: () => void) {
    this.hub = hub;
    this.ref = record.ref;
    this.record = record;
    this.desired = desiredBy(record);
    const topic = topicOf(record.ref);
    this.records = hub.records[record.form].about(topic);
    this.revisions = hub.revisions.about(topic);
    this.pods = hub.pods.about(topic);
    this.claims = hub.claims.about(topic);
    this.leases = hub.leases.about(topic);
    this.observer = new Observer(this, record.ref.namespace);
    this.records.written(record.stored);
    this.close = hub.subscribe(record.ref, (what) => {
      // It is renewed all the time.
      if (what.kind !== 'lease') this.count++;
      this.observer.note(what);
      changed();
    });
  }

  /** Resolves to nothing when all kinds are there, or to the first refusal. */
  get ready(): Promise<ApiError | undefined> {
    return this.hub.ready;
  }

  /** Resolves to the refusal that ends the watch, or to nothing after an abort. */
  get ended(): Promise<ApiError | undefined> {
    return this.hub.ended;
  }

  get setName(): string {
    return this.ref.name;
  }

  /** How often something about the set has changed, renewals of its lease left aside. */
  get changes(): number {
    return this.count;
  }

  /** Resolves when everything has been listed once more, from now on; to the refusal where it could not be. */
  refresh(): Promise<ApiError | undefined> {
    return this.hub.refresh();
  }

  /** What is known now; nothing when the record is gone. Throws a `Failure` when the record cannot be read. */
  look(now: number): View | undefined {
    const { ref, record } = this;
    const stored = this.records.get(ref.namespace, recordObjectName(record.form, ref.name));
    if (stored?.metadata.uid !== this.record.stored.metadata.uid) return undefined;
    if (stored.metadata.resourceVersion !== this.record.stored.metadata.resourceVersion) {
      this.record = readRecord(stored);
      this.desired = desiredBy(this.record);
    }
    const { set, owner } = this.record;
    return { record: this.record, desired: this.desired, observed: this.observer.look({ set, owner, now }) };
  }

  /** What would be known now if the record were this one. */
  lookAs(record: PetSetRecord, now: number): View {
    const { set, owner } = record;
    const cluster = { pods: this.pods.list(), claims: this.claims.list(), revisions: this.revisions.list() };
    return { record, desired: desiredBy(record), observed: observe(cluster, { set, owner, now }) };
  }
}

/** What a record wants. */
export function desiredBy(record: PetSetRecord): Desired {
  const { set, paused, handover, replacements, moving, owner, rollout, stored } = record;
  const revision = revisionHash(set.spec.template);
  return {
    set,
    record: recordObject(owner),
    // Who has some of its pets already, and not all of them, had better not act on it.
    paused: paused || handover !== undefined,
    replacements,
    moving,
    teardown: record.teardown ?? nativeTeardown(stored),
    revision,
    recorded: rollout,
    rollout: rollout?.wish ?? strategyRollout(set.spec.updateStrategy),
    native: nativeRecord(record, revision),
    going: goingRecord(stored),
  };
}

function nativeRecord({ form, stored, rollout }: PetSetRecord, hash: string): NativeRecord | undefined {
  if (form !== 'custom') return undefined;
  const { metadata, status = {} } = stored;
  const { generation = 0, finalizers = [] } = metadata;
  const isWritten = isRolloutWritten(stored, { rollout, hash });
  return { generation, status, isRolloutWritten: isWritten, isGuarded: finalizers.includes(GUARD) };
}

function goingRecord({ kind, metadata }: Served<RecordObject>): GoingRecord | undefined {
  const { name, uid, finalizers = [], deletionTimestamp } = metadata;
  return deletionTimestamp === undefined ? undefined : { object: recordObject({ kind, name }), uid, finalizers };
}
