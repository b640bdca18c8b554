import { type Answer, type ApiError, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { RESOURCES, type Resource } from '../cluster/resource.js';
import type { Store } from '../cluster/store.js';
import type { DeleteOptions } from '../cluster/write-options.js';
import { INITIALIZED_ANNOTATION, LABELS, recordName, revisionName } from '../petset/identity.js';
import { imagePatch } from '../petset/in-place.js';
import type { KubeObject, Pod, Served } from '../petset/kubernetes.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { templateFor } from '../petset/overrides.js';
import { newClaim, newPet } from '../petset/pet.js';
import { withoutReplacement, withRollout } from '../petset/record.js';
import { changeCause, newRevision, renumbering, revisionNumber, revisionTemplate } from '../petset/revision.js';
import { claimPatch, type ClaimPatchStep } from './claim-patch.js';
import type { SetWatch, View } from './set-watch.js';
import type { Step, StepOf } from './step.js';

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
    case 'renumber-revision':
      return renumber(step, view, deps);
    case 'create-claim':
      return createClaim(step.template, step.ordinal, view, deps);
    case 'create-pet':
      return create(deps, RESOURCES.pods, watch.pods, petOf(step, view, watch));
    case 'adopt-pet':
      return adoptPet(step.pet, view, deps);
    case 'adopt-claim':
    case 'own-claim':
    case 'grow-claim':
      return patchClaim(step, view, deps);
    case 'delete-pet':
      return remove(
        deps,
        RESOURCES.pods,
        watch.pods,
        { namespace, ...step.pet },
        step.force === true ? { gracePeriodSeconds: 0 } : {},
      );
    case 'evict-pet':
      return evict(step.pet, view, deps);
    case 'patch-pet':
      return patchPet(step, view, deps);
    case 'delete-claim':
      return remove(deps, RESOURCES.claims, watch.claims, { namespace, ...step.claim });
    case 'delete-revision':
      return remove(deps, RESOURCES.configMaps, watch.revisions, { namespace, ...step.revision });
    case 'record-rollout':
      return update(deps, RESOURCES.configMaps, watch.records, withRollout(view.record, step.rollout));
    case 'forget-replacement':
      return update(deps, RESOURCES.configMaps, watch.records, withoutReplacement(view.record, step.wish));
    case 'delete-record':
      return remove(
        deps,
        RESOURCES.configMaps,
        watch.records,
        { namespace, name: recordName(name), uid: view.record.owner.uid },
        step.pets === 'stay' ? { propagation: 'Orphan' } : {},
      );
  }
}

function revisionOf({ record }: View, { revisions }: SetWatch): ReturnType<typeof newRevision> {
  const highest = Math.max(0, ...revisions.list().map(revisionNumber));
  return newRevision(record.set, record.ref, highest + 1, record.owner);
}

/** A pet of the present template, or of one that a revision remembers. */
function petOf(step: StepOf<'create-pet'>, { record, desired }: View, { revisions }: SetWatch): Pod {
  const { namespace, name } = record.ref;
  const { ordinal, revision, braked } = step;
  const birth = { namespace, ordinal, revision, braked, owner: record.owner };
  if (revision === desired.revision) return newPet(record.set, birth);
  const stored = revisions.get(namespace, revisionName(name, revision));
  const template = stored && revisionTemplate(stored);
  return newPet(record.set, template === undefined ? { ...birth, revision: desired.revision } : { ...birth, template });
}

async function renumber(
  { revision: { name, uid }, number }: StepOf<'renumber-revision'>,
  { record }: View,
  { client, watch }: ExecuteDeps,
): Promise<Result> {
  const named = { namespace: record.ref.namespace, name };
  const patch = { metadata: { uid, annotations: renumbering(number, changeCause(record.set)) } };
  return changed(await client.patch(RESOURCES.configMaps, named, 'merge', patch), watch.revisions, (why) =>
    learn(client, RESOURCES.configMaps, watch.revisions, { metadata: named }, why),
  );
}

async function evict({ name, uid }: ObservedPet, { record }: View, deps: ExecuteDeps): Promise<Result> {
  const { client, clock, watch } = deps;
  const named = { namespace: record.ref.namespace, name };
  const answer = await client.evict({ ...named, uid });
  if (answer.ok) {
    const known = watch.pods.get(named.namespace, name);
    if (known?.metadata.uid === uid) watch.pods.deletionAccepted(known, known, new Date(clock.now()).toISOString());
    return DONE;
  }
  const isNews = is(answer.error, 'NotFound') || is(answer.error, 'Conflict');
  return isNews ? learn(client, RESOURCES.pods, watch.pods, { metadata: named }, answer.error) : refused(answer.error);
}

/** Changes only images and what tells of them. The uid in the patch is its precondition. */
async function patchPet({ pet, braked }: StepOf<'patch-pet'>, view: View, deps: ExecuteDeps): Promise<Result> {
  const { record, desired } = view;
  const { client, watch } = deps;
  const named = { namespace: record.ref.namespace, name: pet.name };
  const pod = watch.pods.get(named.namespace, named.name);
  if (pod?.metadata.uid !== pet.uid) return DONE;
  const { annotations, containers } = imagePatch(pod, templateFor(record.set.spec, pet.ordinal));
  const patch = {
    metadata: {
      uid: pet.uid,
      labels: { [LABELS.revision]: desired.revision },
      annotations: { ...annotations, ...(braked && { [INITIALIZED_ANNOTATION]: 'false' }) },
    },
    spec: { containers },
  };
  return changed(await client.patch(RESOURCES.pods, named, 'strategic', patch), watch.pods, (why) =>
    learn(client, RESOURCES.pods, watch.pods, { metadata: named }, why),
  );
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

async function update<T extends KubeObject>(
  { client }: ExecuteDeps,
  resource: Resource<T>,
  store: Store<T>,
  object: T,
): Promise<Result> {
  return changed(await client.update(resource, object), store, (why) => learn(client, resource, store, object, why));
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

async function patchClaim(step: ClaimPatchStep, view: View, { client, watch }: ExecuteDeps): Promise<Result> {
  const named = { namespace: view.record.ref.namespace, name: step.claim.name };
  const answer = await client.patch(RESOURCES.claims, named, 'strategic', claimPatch(step, view));
  return changed(answer, watch.claims, (why) =>
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
  named: { readonly namespace: string; readonly name: string; readonly uid: string },
  options: Omit<DeleteOptions, 'uid'> = {},
): Promise<Result> {
  const answer = await client.delete(resource, named, { uid: named.uid, ...options });
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
