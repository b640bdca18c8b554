import { type Answer, orFail } from '../../cluster/api-error.js';
import { everyPage } from '../../cluster/every-page.js';
import { RESOURCES } from '../../cluster/resource.js';
import { reclaimPolicies } from '../../controller/inspect.js';
import { readHistory } from '../../controller/history.js';
import { revisionSelector } from '../../petset/history.js';
import { claimIdentity, claimTemplateNames, petOrdinal, revisionHashIn } from '../../petset/identity.js';
import type { ConfigMap, KubeObject, PersistentVolumeClaim, Pod, Served } from '../../petset/kubernetes.js';
import type { Service } from '../../petset/kubernetes-service.js';
import { ownershipOf } from '../../petset/ownership.js';
import type { SetRef } from '../../petset/petset.js';
import type { PetSetRecord } from '../../petset/record.js';
import type { Session } from '../session.js';

/** A set as it is in its own cluster, with all that is copied of it. */
export interface Original {
  readonly record: PetSetRecord;
  readonly revisions: readonly Served<ConfigMap>[];
  /** Those that have the name of a pet, and those of other names that use a claim of the set. */
  readonly pods: readonly Served<Pod>[];
  readonly claims: readonly Served<PersistentVolumeClaim>[];
  readonly service: Service | undefined;
  /** By volume: what becomes of it when its claim goes; nothing where the user may not know. */
  readonly policies: ReadonlyMap<string, string | undefined>;
  /** By name, those that the user may see. */
  readonly classes: ReadonlyMap<string, StorageClass>;
}

/** As much of a storage class as makes a difference. */
export interface StorageClass {
  readonly reclaimPolicy?: string;
  readonly allowVolumeExpansion?: boolean;
}

/** Reads a set. Throws a `Failure` where there is none, or where the server refuses to show it. */
export async function readOriginal(ref: SetRef, session: Session): Promise<Original> {
  const { client, records } = session;
  const { namespace, name } = ref;
  const record = orFail(await records.get(ref));
  // Broken ones are told of now, and not in the middle of a rehearsal.
  orFail(await readHistory(record, client));
  const [revisions, pods, claims] = await Promise.all([
    everyPage(client, RESOURCES.configMaps, namespace, { labelSelector: revisionSelector(name) }).then(itemsOf),
    everyPage(client, RESOURCES.pods, namespace).then(itemsOf),
    everyPage(client, RESOURCES.claims, namespace).then(itemsOf),
  ]);
  const templates = claimTemplateNames(record.set);
  const own = claims.filter(({ metadata }) => claimIdentity(name, templates, metadata.name) !== undefined);
  const volumes = own.flatMap(({ spec }) => spec.volumeName ?? []);
  return {
    record,
    revisions: revisions.filter(({ metadata }) => revisionHashIn(name, metadata.name) !== undefined),
    pods: pods.filter(isOfConcern(record, new Set(own.map(({ metadata }) => metadata.name)))),
    claims: own,
    service: await readService(record, session),
    policies: await reclaimPolicies(client, volumes),
    classes: await readClasses(classNames(record, own), session),
  };
}

function itemsOf<T extends KubeObject>(answer: Answer<{ readonly items: readonly Served<T>[] }>): readonly Served<T>[] {
  return orFail(answer).items;
}

/** What a former set of this name has left is about to be collected: it is as good as gone. */
function isOfConcern({ ref, set, owner }: PetSetRecord, claims: ReadonlySet<string>): (pod: Served<Pod>) => boolean {
  return (pod) => {
    if (petOrdinal(ref.name, pod.metadata.name) !== undefined) return ownershipOf(pod, set, owner) !== 'leftover';
    return claimsOf(pod).some((claim) => claims.has(claim));
  };
}

function claimsOf({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

/** Whoever may not see it goes without. */
async function readService({ ref, set }: PetSetRecord, { client }: Session): Promise<Service | undefined> {
  const { serviceName } = set.spec;
  if (serviceName === '') return undefined;
  const answer = await client.get(RESOURCES.services, ref.namespace, serviceName);
  return answer.ok ? answer.value : undefined;
}

/** The storage classes that the claims of a set name. */
export function classNames({ set }: PetSetRecord, claims: readonly PersistentVolumeClaim[]): ReadonlySet<string> {
  const named = [...set.spec.volumeClaimTemplates, ...claims].map(({ spec }) => spec.storageClassName ?? '');
  return new Set(named.filter((name) => name !== ''));
}

/** The role `edit` may not see them. */
async function readClasses(
  names: ReadonlySet<string>,
  { client }: Session,
): Promise<ReadonlyMap<string, StorageClass>> {
  const classes = new Map<string, StorageClass>();
  for (const name of names) {
    const answer = await client.raw(`/apis/storage.k8s.io/v1/storageclasses/${encodeURIComponent(name)}`);
    if (!answer.ok) break;
    classes.set(name, answer.value as StorageClass);
  }
  return classes;
}
