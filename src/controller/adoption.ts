import { type Answer, is, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { everyPage } from '../cluster/every-page.js';
import { type Resource, RESOURCES } from '../cluster/resource.js';
import {
  type FormerRevision,
  formerRevisions,
  hashesByFormer,
  revisionOfFormer,
} from '../petset/controller-revision.js';
import { revisionSelector } from '../petset/history.js';
import { isWanted, LABELS, petOrdinal } from '../petset/identity.js';
import type { KubeObject, Pod, Served } from '../petset/kubernetes.js';
import type { PetSet, SetRef } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { selectorQuery } from '../petset/selector.js';
import { POD_NAME_LABEL, type StatefulSet } from '../petset/statefulset.js';
import type { Neighbours } from '../petset/statefulset-surroundings.js';

/** The templates that a StatefulSet has had; nothing where the user may not see them. */
export async function readFormerRevisions(
  { metadata, spec }: Served<StatefulSet>,
  client: Client,
): Promise<readonly FormerRevision[]> {
  const query = { labelSelector: selectorQuery({ matchLabels: spec.selector.matchLabels ?? {} }) };
  const answer = await everyPage(client, RESOURCES.controllerRevisions, metadata.namespace, query);
  if (!answer.ok && is(answer.error, 'Forbidden')) return [];
  return formerRevisions(orFail(answer).items, metadata);
}

/** What counts on StatefulSets in a namespace, as far as the user may see it. */
export async function readNeighbours(namespace: string, client: Client): Promise<Neighbours> {
  const all = async <T extends KubeObject>(resource: Resource<T>): Promise<readonly Served<T>[]> => {
    const answer = await everyPage(client, resource, namespace);
    return answer.ok ? answer.value.items : [];
  };
  return {
    autoscalers: await all(RESOURCES.autoscalers),
    budgets: await all(RESOURCES.budgets),
    services: await all(RESOURCES.services),
  };
}

/** A pod that a set is to have as its pet. */
export interface Candidate {
  readonly ordinal: number;
  readonly pod: Served<Pod>;
}

/** The pods of a namespace that a set's selector and names speak of, lowest first. */
export async function readCandidates(set: PetSet, namespace: string, client: Client): Promise<readonly Candidate[]> {
  const query = { labelSelector: selectorQuery(set.spec.selector) };
  const { items } = orFail(await everyPage(client, RESOURCES.pods, namespace, query));
  return items
    .flatMap((pod) => {
      const ordinal = petOrdinal(set.metadata.name, pod.metadata.name);
      return ordinal === undefined ? [] : [{ ordinal, pod }];
    })
    .sort((a, b) => a.ordinal - b.ordinal);
}

/**
 * Those that were a StatefulSet's: nobody else's, and also those that it was about to remove, which have its label. Others
 * of ordinals that are not wanted are left alone.
 */
export function formerPods(candidates: readonly Candidate[], set: PetSet, formerUid: string): readonly Candidate[] {
  return candidates.filter(({ ordinal, pod: { metadata } }) => {
    const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
    if (controller !== undefined && controller.uid !== formerUid) return false;
    return isWanted(set.spec, ordinal) || metadata.labels?.[POD_NAME_LABEL] === metadata.name;
  });
}

/** Writes down what templates a StatefulSet has had, as revisions of the set. Those that are there stay as they are. */
export async function rememberRevisions(
  record: PetSetRecord,
  former: readonly FormerRevision[],
  presentName: string | undefined,
  client: Client,
): Promise<void> {
  const { set, ref, owner } = record;
  const remembered = await readHashes(ref, client);
  for (const each of former.filter(({ name }) => !remembered.has(name))) {
    const revision = revisionOfFormer(each, { set, isPresent: each.name === presentName }, ref, owner);
    const answer = await client.create(RESOURCES.configMaps, revision);
    if (!answer.ok && !is(answer.error, 'AlreadyExists')) orFail(answer);
  }
}

/** By ControllerRevision: the hash of the template that it remembered. */
export async function readHashes({ namespace, name }: SetRef, client: Client): Promise<ReadonlyMap<string, string>> {
  const maps = await everyPage(client, RESOURCES.configMaps, namespace, { labelSelector: revisionSelector(name) });
  return hashesByFormer(orFail(maps).items);
}

/** How a pod becomes a pet: what its label says of its template. */
export interface Adopter {
  readonly record: PetSetRecord;
  /** The uid of whom it belonged to. */
  readonly formerUid: string | undefined;
  /** The hash of the template that a pod is of; nothing where that is not known, or it has it on it already. */
  readonly hashOf: (pod: Pod) => string | undefined;
}

/** Puts our owner and labels on a pod; answers whether there was anything to do. One that is gone by now is no pet. */
export async function adoptPod(
  { ordinal, pod }: Candidate,
  { record: { ref, owner }, formerUid, hashOf }: Adopter,
  client: Client,
): Promise<Answer<boolean>> {
  const { name, uid, labels = {}, ownerReferences = [] } = pod.metadata;
  const hash = hashOf(pod);
  const wanted: Readonly<Record<string, string>> = {
    [LABELS.set]: ref.name,
    [LABELS.podIndex]: String(ordinal),
    ...(hash !== undefined && { [LABELS.revision]: hash }),
  };
  const isLabelled = Object.entries(wanted).every(([key, value]) => labels[key] === value);
  // Who was created at the last moment may still say that he belongs to somebody who is gone, and would go as well.
  const stale = ownerReferences.filter((reference) => reference.uid === formerUid);
  if (isLabelled && stale.length === 0 && ownerReferences.some((reference) => reference.uid === owner.uid)) {
    return { ok: true, value: false };
  }
  const references = [...stale.map((reference) => ({ $patch: 'delete', uid: reference.uid })), owner];
  const change = { metadata: { uid, labels: wanted, ownerReferences: references } };
  const answer = await client.patch(RESOURCES.pods, { namespace: ref.namespace, name }, 'strategic', change, {
    isRepeatable: true,
  });
  if (answer.ok) return { ok: true, value: true };
  const isOther = is(answer.error, 'NotFound') || is(answer.error, 'Conflict') || isOfAnotherUid(answer);
  return isOther ? { ok: true, value: false } : answer;
}

/** A patch that names the uid of a pod which is another one by now is no valid patch to a server. */
function isOfAnotherUid(answer: Answer<unknown>): boolean {
  if (answer.ok || answer.error.from !== 'server') return false;
  return answer.error.details?.causes?.some(({ field }) => field === 'metadata.uid') ?? false;
}

/** Deletes what remembered the templates before; answers with those that the user may not delete. */
export async function forgetControllerRevisions(
  names: readonly string[],
  namespace: string,
  client: Client,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const name of names) {
    const found = await client.get(RESOURCES.controllerRevisions, namespace, name);
    // Somebody else's by now, or gone.
    if (!found.ok || (found.value.metadata.ownerReferences ?? []).length > 0) continue;
    const { uid } = found.value.metadata;
    const answer = await client.delete(RESOURCES.controllerRevisions, { namespace, name }, { uid });
    if (!answer.ok && is(answer.error, 'Forbidden')) left.push(name);
    else if (!answer.ok && !is(answer.error, 'NotFound') && !is(answer.error, 'Conflict')) orFail(answer);
  }
  return left;
}
