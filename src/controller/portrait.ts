import { is, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { everyPage } from '../cluster/every-page.js';
import { type Resource, RESOURCES } from '../cluster/resource.js';
import { NO_FACTS, lastSeen } from '../diagnose/facts.js';
import { diagnose } from '../diagnose/diagnose.js';
import type { Diagnosis } from '../diagnose/diagnosis.js';
import { Failure } from '../petset/failure.js';
import { type Revision, revisionsOf } from '../petset/history.js';
import { claimIdentity, claimTemplateNames, isWanted, LABELS, petOrdinal, recordName } from '../petset/identity.js';
import type { ConfigMap, KubeObject, Lease, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';
import { isHealthy, type ObservedPet } from '../petset/observed-pet.js';
import { PETSET_KIND } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { observe } from './observe.js';
import type { Observed } from './observed.js';
import { type Operation, operationOf } from './operation.js';
import { IN_TURN } from './pace.js';
import { plan } from './plan.js';
import { whyReady } from './plan-status.js';
import { desiredBy } from './set-watch.js';

/** What is in a namespace, or in all of them, that may concern a set. */
interface Surroundings {
  readonly pods: readonly Served<Pod>[];
  readonly claims: readonly Served<PersistentVolumeClaim>[];
  readonly maps: readonly Served<ConfigMap>[];
  /** Nothing where they may not be seen. */
  readonly leases: readonly Served<Lease>[] | undefined;
  /** Nothing where they may not be seen, or nobody wants to. */
  readonly events: readonly Served<KubeEvent>[] | undefined;
}

/** A pet that is not healthy, and why as far as it can be seen. */
export interface Ailment {
  readonly pet: ObservedPet;
  readonly diagnosis: Diagnosis | undefined;
}

/** All that is known of a set at one moment. */
export interface Portrait {
  readonly record: PetSetRecord;
  readonly observed: Observed;
  /** Of the pods of its pets. */
  readonly phases: readonly string[];
  readonly operation: Operation;
  /** In a word and a line. */
  readonly ready: { readonly isReady: boolean; readonly reason: string; readonly message: string };
  /** Oldest first; what is wrong with them where they cannot be read. */
  readonly revisions: readonly Revision[] | Failure;
  readonly lease: Lease['spec'] | 'unknown';
  readonly ailments: readonly Ailment[];
  /** Of the set, its pets and its claims, oldest first; nothing where they may not be seen, or nobody wants to. */
  readonly events: readonly KubeEvent[] | undefined;
}

export interface PortraitDeps {
  readonly client: Client;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly withEvents: boolean;
}

/**
 * Looks at sets, in as many requests however many they are: in a namespace, or in all. Throws a `Failure` where the server
 * refuses to show what sets are made of.
 */
export async function portraits(
  records: readonly PetSetRecord[],
  namespace: string | undefined,
  { client, now, withEvents }: PortraitDeps,
): Promise<readonly Portrait[]> {
  const query = { labelSelector: LABELS.set };
  const needed = async <T extends KubeObject>(resource: Resource<T>, more = {}): Promise<readonly Served<T>[]> =>
    orFail(await everyPage(client, resource, namespace, more)).items;
  const optional = async <T extends KubeObject>(
    resource: Resource<T>,
    more = {},
  ): Promise<readonly Served<T>[] | undefined> => {
    const answer = await everyPage(client, resource, namespace, more);
    if (!answer.ok && is(answer.error, 'Forbidden')) return undefined;
    return orFail(answer).items;
  };
  const [pods, claims, maps, leases, events] = await Promise.all([
    needed(RESOURCES.pods),
    needed(RESOURCES.claims),
    needed(RESOURCES.configMaps, query),
    optional(RESOURCES.leases, query),
    withEvents ? optional(RESOURCES.events) : undefined,
  ]);
  return records.map((record) =>
    portrait(record, within(record.ref.namespace, { pods, claims, maps, leases, events }), now),
  );
}

function within(namespace: string, { pods, claims, maps, leases, events }: Surroundings): Surroundings {
  const here = <T extends KubeObject>(objects: readonly Served<T>[]): readonly Served<T>[] =>
    objects.filter(({ metadata }) => metadata.namespace === namespace);
  return {
    pods: here(pods),
    claims: here(claims),
    maps: here(maps),
    leases: leases && here(leases),
    events: events && here(events),
  };
}

function portrait(record: PetSetRecord, surroundings: Surroundings, now: number): Portrait {
  const { set, owner, ref } = record;
  const { pods, claims, maps, leases, events } = surroundings;
  const observed = observe({ pods, claims, revisions: maps }, { set, owner, now });
  const desired = desiredBy(record);
  const next = plan(desired, observed, IN_TURN);
  const lease = leases?.find(({ metadata }) => metadata.name === recordName(ref.name));
  const told =
    events && [...events].filter((event) => concerns(event, record)).sort((a, b) => lastSeen(a) - lastSeen(b));
  return {
    record,
    observed,
    phases: phasesOf(pods, observed),
    operation: operationOf(desired, observed),
    ready: { isReady: next.kind === 'done', ...whyReady(next) },
    revisions: revisionsOrFailure(record, maps),
    lease: leases === undefined ? 'unknown' : lease?.spec,
    ailments: ailmentsOf(observed, record, { ...surroundings, events: told }, now),
    events: told,
  };
}

function phasesOf(pods: readonly Pod[], observed: Observed): readonly string[] {
  const own = [...observed.pods.values()].filter(({ ownership }) => ownership === 'ours').map(({ uid }) => uid);
  const uids = new Set(own);
  return pods.flatMap(({ metadata, status }) => (uids.has(metadata.uid ?? '') ? [status?.phase ?? 'Pending'] : []));
}

/** A broken revision hides nothing else of its set. */
function revisionsOrFailure(record: PetSetRecord, maps: readonly Served<ConfigMap>[]): readonly Revision[] | Failure {
  try {
    return revisionsOf(record, maps);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Whether an event is about the record of a set, in either form, or about what has the name of a pet or a claim of it. */
function concerns({ involvedObject = {}, ...event }: KubeEvent, { ref, set, createdAt }: PetSetRecord): boolean {
  const { kind, name = '' } = involvedObject;
  if (kind === 'Pod') return petOrdinal(ref.name, name) !== undefined;
  if (kind === 'PersistentVolumeClaim') return claimIdentity(ref.name, claimTemplateNames(set), name) !== undefined;
  const isRecord =
    (kind === 'ConfigMap' && name === recordName(ref.name)) || (kind === PETSET_KIND && name === ref.name);
  // A former set of this name had a record of its own.
  return isRecord && lastSeen(event) >= Date.parse(createdAt);
}

type Seen = Pick<Surroundings, 'pods' | 'claims'> & Pick<Portrait, 'events'>;

function ailmentsOf(observed: Observed, record: PetSetRecord, seen: Seen, now: number): readonly Ailment[] {
  const ailing = [...observed.pods.values()].filter((pet) => !isHealthy(pet)).sort((a, b) => a.ordinal - b.ordinal);
  const byPet = ailing.length === 0 ? undefined : relating(record, seen);
  return ailing.map((pet) => ({ pet, diagnosis: byPet && diagnosisOf(pet, record, byPet, now) }));
}

/** What is about one pet or another, by what tells: all of them may be ailing, in a namespace that is full of others. */
interface Relations {
  readonly pods: ReadonlyMap<string, Served<Pod>>;
  readonly claims: ReadonlyMap<number, readonly Served<PersistentVolumeClaim>[]>;
  readonly events: ReadonlyMap<string, readonly KubeEvent[]>;
}

function relating({ set, ref }: PetSetRecord, { pods, claims, events = [] }: Seen): Relations {
  const templates = claimTemplateNames(set);
  return {
    pods: new Map(pods.map((pod) => [pod.metadata.uid, pod])),
    claims: grouped(claims, ({ metadata }) => claimIdentity(ref.name, templates, metadata.name)?.ordinal),
    events: grouped(events, ({ involvedObject }) => involvedObject?.uid),
  };
}

/** By key, each in the order that they come in; without those that have none. */
function grouped<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key | undefined): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function diagnosisOf(
  pet: ObservedPet,
  { set, ref, teardown }: PetSetRecord,
  { pods, claims, events }: Relations,
  now: number,
): Diagnosis | undefined {
  const pod = pods.get(pet.uid);
  if (pod === undefined) return undefined;
  const own = claims.get(pet.ordinal) ?? [];
  const about = [pet.uid, ...own.map(({ metadata }) => metadata.uid)].flatMap((uid) => events.get(uid) ?? []);
  const since = pet.killedAt === undefined ? pet.createdAt : pet.killedAt - (pet.graceSeconds ?? 0) * 1000;
  return diagnose({
    pod,
    claims: own,
    facts: { ...NO_FACTS, events: about.sort((a, b) => lastSeen(a) - lastSeen(b)) },
    now,
    waited: Math.max(now - since, 0),
    place:
      teardown === undefined && isWanted(set.spec, pet.ordinal) ? { set: ref.name, ordinal: pet.ordinal } : undefined,
  });
}
