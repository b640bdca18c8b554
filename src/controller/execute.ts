import { type Answer, type ApiError, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { RESOURCES, type Resource } from '../cluster/resource.js';
import type { Store } from '../cluster/store.js';
import { petReference } from '../petset/claim-owner.js';
import { LABELS, recordName } from '../petset/identity.js';
import type { KubeObject, Served } from '../petset/kubernetes.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { newClaim, newPet } from '../petset/pet.js';
import { newRevision, revisionNumber } from '../petset/revision.js';
import { sizePatch } from './preflight-growth.js';
import type { SetWatch, View } from './set-watch.js';
import type { ClaimKeeper, Step } from './step.js';

/**
 * What became of a step:
 * - `done`
 * - `news`: the cluster is not as it was thought to be, and why we say so; the stores know better now
 * - `refused`: the server does not want it
 */
export type Result =
  | { readonly kind: 'done' }
  | { readonly kind: 'news'; readonly error: ApiError }
  | { readonly kind: 'refused'; readonly error: ApiError };

const DONE: Result = { kind: 'done' };

export interface ExecuteDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly watch: SetWatch;
}

/** Takes one step: one write, never a read before it. The stores learn what the write answered. */
export function execute(step: Step, view: View, deps: ExecuteDeps): Promise<Result> {
  const { watch } = deps;
  const { namespace, name } = view.record.ref;
  switch (step.do) {
    case 'create-revision':
      return create(deps, RESOURCES.configMaps, watch.revisions, revisionOf(view, watch));
    case 'create-claim':
      return createClaim(step.template, step.ordinal, view, deps);
    case 'own-claim':
      return patchClaim(step.claim, ownersPatch(step.claim, step.owner, view), 'strategic', view, deps);
    case 'grow-claim':
      return patchClaim(step.claim, sizePatch(step.size), 'merge', view, deps);
    case 'create-pet':
      return create(deps, RESOURCES.pods, watch.pods, petOf(view, step.ordinal));
    case 'adopt-pet':
      return adoptPet(step.pet, view, deps);
    case 'adopt-claim':
      return patchClaim(step.claim, labelPatch(name), 'merge', view, deps);
    case 'delete-pet':
      return remove(deps, RESOURCES.pods, watch.pods, { namespace, ...step.pet });
    case 'delete-claim':
      return remove(deps, RESOURCES.claims, watch.claims, { namespace, ...step.claim });
    case 'delete-revision':
      return remove(deps, RESOURCES.configMaps, watch.revisions, { namespace, ...step.revision });
    case 'delete-record':
      return remove(deps, RESOURCES.configMaps, watch.records, {
        namespace,
        name: recordName(name),
        uid: view.record.owner.uid,
      });
  }
}

function revisionOf({ record }: View, { revisions }: SetWatch): ReturnType<typeof newRevision> {
  const highest = Math.max(0, ...revisions.list().map(revisionNumber));
  return newRevision(record.set, record.ref, highest + 1, record.owner);
}

function petOf({ record, desired }: View, ordinal: number): ReturnType<typeof newPet> {
  const { namespace } = record.ref;
  return newPet(record.set, { namespace, ordinal, revision: desired.revision, owner: record.owner });
}

function createClaim(templateName: string, ordinal: number, { record }: View, deps: ExecuteDeps): Promise<Result> {
  const template = record.set.spec.volumeClaimTemplates.find(({ metadata }) => metadata.name === templateName);
  if (template === undefined) throw new Error(`the plan wants a claim of ${templateName}, which is no claim template`);
  const { set, ref, owner } = record;
  const claim = newClaim(set, template, { namespace: ref.namespace, ordinal, owner });
  return create(deps, RESOURCES.claims, deps.watch.claims, claim);
}

async function create<T extends KubeObject>(
  { client }: ExecuteDeps,
  resource: Resource<T>,
  store: Store<T>,
  object: T,
): Promise<Result> {
  const answer = await client.create(resource, object);
  if (answer.ok) {
    store.written(answer.value);
    return DONE;
  }
  return is(answer.error, 'AlreadyExists')
    ? learn(client, resource, store, object, answer.error)
    : refused(answer.error);
}

/** Puts our owner and labels on a pod that nobody owns. The uid in the patch is its precondition. */
async function adoptPet(
  { name, uid, ordinal }: ObservedPet,
  { record }: View,
  { client, watch }: ExecuteDeps,
): Promise<Result> {
  const { ref, owner } = record;
  const labels = { [LABELS.set]: ref.name, [LABELS.podIndex]: String(ordinal) };
  const patch = { metadata: { uid, labels, ownerReferences: [owner] } };
  const named = { namespace: ref.namespace, name };
  return changed(await client.patch(RESOURCES.pods, named, 'strategic', patch), watch.pods, (why) =>
    learn(client, RESOURCES.pods, watch.pods, { metadata: named }, why),
  );
}

/** What is to be changed of a claim, besides its uid, which is the precondition. */
interface ClaimPatch {
  readonly metadata?: object;
  readonly spec?: object;
}

function labelPatch(setName: string): ClaimPatch {
  return { metadata: { labels: { [LABELS.set]: setName } } };
}

/** References are told apart by their uids, so those of others are not touched. */
function ownersPatch(
  { name, ordinal, goesWith }: ObservedClaim,
  owner: ClaimKeeper,
  { record, observed }: View,
): ClaimPatch {
  const pet = observed.pods.get(ordinal);
  if (owner === 'pet' && pet === undefined)
    throw new Error(`the plan wants ${name} to go with a pet that is not there`);
  const kept = owner === 'record' ? [record.owner] : owner === 'pet' && pet !== undefined ? [petReference(pet)] : [];
  const lost = goesWith.filter(({ uid }) => !kept.some((reference) => reference.uid === uid));
  return { metadata: { ownerReferences: [...kept, ...lost.map(({ uid }) => ({ $patch: 'delete', uid }))] } };
}

async function patchClaim(
  { name, uid }: { readonly name: string; readonly uid: string },
  { metadata, spec }: ClaimPatch,
  type: 'merge' | 'strategic',
  { record }: View,
  { client, watch }: ExecuteDeps,
): Promise<Result> {
  const named = { namespace: record.ref.namespace, name };
  const patch = { metadata: { ...metadata, uid }, ...(spec && { spec }) };
  return changed(await client.patch(RESOURCES.claims, named, type, patch), watch.claims, (why) =>
    learn(client, RESOURCES.claims, watch.claims, { metadata: named }, why),
  );
}

async function changed<T extends KubeObject>(
  answer: Answer<Served<T>>,
  store: Store<T>,
  lookAgain: (why: ApiError) => Promise<Result>,
): Promise<Result> {
  if (answer.ok) {
    store.written(answer.value);
    return DONE;
  }
  const { error } = answer;
  return is(error, 'Conflict') || is(error, 'NotFound') || isAnother(error) ? lookAgain(error) : refused(error);
}

/** A patch that names the uid of an object which is another one by now is not a conflict to a server, but no valid patch. */
function isAnother(error: ApiError): boolean {
  if (!is(error, 'Invalid') || error.from !== 'server') return false;
  return error.details?.causes?.some(({ field }) => field === 'metadata.uid') ?? false;
}

async function remove<T extends KubeObject>(
  { client, clock }: ExecuteDeps,
  resource: Resource<T>,
  store: Store<T>,
  named: { readonly namespace: string; readonly name: string; readonly uid?: string },
): Promise<Result> {
  const answer = await client.delete(resource, named, named.uid === undefined ? {} : { uid: named.uid });
  if (answer.ok) {
    const known = store.get(named.namespace, named.name);
    if (known !== undefined) store.deletionAccepted(known, answer.value, new Date(clock.now()).toISOString());
    return DONE;
  }
  const isNews = is(answer.error, 'NotFound') || is(answer.error, 'Conflict');
  return isNews ? learn(client, resource, store, { metadata: named }, answer.error) : refused(answer.error);
}

/** Reads one object whose state surprised us into its store. */
async function learn<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  store: Store<T>,
  { metadata: { namespace = '', name = '' } }: Pick<KubeObject, 'metadata'>,
  surprise: ApiError,
): Promise<Result> {
  const answer = await client.get(resource, namespace, name);
  if (answer.ok) store.read(answer.value);
  else if (is(answer.error, 'NotFound')) {
    const known = store.get(namespace, name);
    if (known !== undefined) store.gone(known);
  } else return refused(answer.error);
  return { kind: 'news', error: surprise };
}

function refused(error: ApiError): Result {
  return { kind: 'refused', error };
}
