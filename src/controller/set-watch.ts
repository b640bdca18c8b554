import type { ApiError } from '../cluster/api-error.js';
import type { ListQuery } from '../cluster/client.js';
import { Reflector, type ReflectorDeps } from '../cluster/reflector.js';
import { RESOURCES, type Resource } from '../cluster/resource.js';
import { Store } from '../cluster/store.js';
import { LABELS, claimTemplateNames, petOrdinal, recordName } from '../petset/identity.js';
import type { ConfigMap, KubeObject, Lease, PersistentVolumeClaim, Pod } from '../petset/kubernetes.js';
import { observeClaim } from '../petset/observed-claim.js';
import { observePet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, readRecord } from '../petset/record.js';
import { revisionHash } from '../petset/revision.js';
import { selectorQuery } from '../petset/selector.js';
import type { Desired, Observed } from './observed.js';

/** All that concerns one set at one moment. */
export interface View {
  readonly record: PetSetRecord;
  readonly desired: Desired;
  readonly observed: Observed;
}

/** Watches everything that concerns one set: one watch a kind, and nothing is ever read twice. */
export class SetWatch {
  readonly configMaps: Store<ConfigMap>;
  readonly pods: Store<Pod>;
  readonly claims: Store<PersistentVolumeClaim>;
  readonly leases: Store<Lease>;
  /** Resolves, when all kinds are there, to nothing, or to the first refusal. */
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
    this.configMaps = new Store(changed);
    this.pods = new Store(changed);
    this.claims = new Store(changed);
    this.leases = new Store(changed);
    this.configMaps.read(record.stored);
    const watch = <T extends KubeObject>(resource: Resource<T>, store: Store<T>, query: ListQuery): Reflector<T> =>
      new Reflector(resource, { namespace: this.ref.namespace, query }, store, deps);
    const reflectors = [
      watch(RESOURCES.configMaps, this.configMaps, { labelSelector: `${LABELS.set}=${this.ref.name}` }),
      // Pods by the set's own selector, so that orphans are seen which do not carry our label yet.
      watch(RESOURCES.pods, this.pods, { labelSelector: selectorQuery(record.set.spec.selector) }),
      // Claims belong to a set by their names alone.
      watch(RESOURCES.claims, this.claims, {}),
      watch(RESOURCES.leases, this.leases, { fieldSelector: `metadata.name=${recordName(this.ref.name)}` }),
    ];
    this.ended = Promise.race(reflectors.map(({ ended }) => ended));
    this.ready = Promise.all(reflectors.map(({ ready }) => ready)).then((refusals) => refusals.find(Boolean));
  }

  /** What is known now; nothing when the record is gone. Throws a `Failure` when the record cannot be read. */
  look(now: number): View | undefined {
    const stored = this.configMaps.get(this.ref.namespace, recordName(this.ref.name));
    if (stored?.metadata.uid !== this.record.stored.metadata.uid) return undefined;
    if (stored.metadata.resourceVersion !== this.record.stored.metadata.resourceVersion) {
      this.record = readRecord(stored);
      this.revision = revisionHash(this.record.set.spec.template);
    }
    const { set, clean } = this.record;
    return { record: this.record, desired: { set, clean, revision: this.revision }, observed: this.observe(now) };
  }

  private observe(now: number): Observed {
    const { set, owner } = this.record;
    const { name } = this.ref;
    const pods = this.pods.list().flatMap((pod) => {
      const ordinal = petOrdinal(name, pod.metadata.name);
      return ordinal === undefined ? [] : [observePet(pod, ordinal, { set, owner, now })];
    });
    const templates = claimTemplateNames(set);
    const claims = this.claims.list().flatMap((claim) => observeClaim(name, templates, claim) ?? []);
    const revisions = this.configMaps.list().flatMap(({ metadata }) => {
      const hash = metadata.labels?.[LABELS.record] === 'revision' ? metadata.labels[LABELS.revision] : undefined;
      return hash === undefined ? [] : [{ name: metadata.name, hash }];
    });
    return {
      pods: new Map(pods.map((pet) => [pet.ordinal, pet])),
      claims: new Map(claims.map((claim) => [claim.name, claim])),
      revisions,
    };
  }
}
