import { RECORD_RESOURCES, RESOURCES } from '../cluster/resource.js';
import { guarded } from '../petset/guard.js';
import { INITIALIZED_ANNOTATION, LABELS, revisionName } from '../petset/identity.js';
import { imagePatch } from '../petset/in-place.js';
import type { ConfigMap, PersistentVolumeClaim, Pod } from '../petset/kubernetes.js';
import { templateFor } from '../petset/overrides.js';
import { newClaim, newPet } from '../petset/pet.js';
import { type PetSetRecord, withoutReplacement, withRollout } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import { changeCause, newRevision, renumbering, revisionNumber, revisionTemplate } from '../petset/revision.js';
import { isMarkedAhead } from './plan-ahead.js';
import { claimPatch, type ClaimPatchStep } from './claim-patch.js';
import type { DeleteOptions } from '../cluster/write-options.js';
import { statusPatch } from './status-patch.js';
import type { SetWatch, View } from './set-watch.js';
import type { Step, StepOf } from './step.js';
import { create, evict, patch, remove, type Result, type Shelf, update, type WriteDeps } from './writes.js';

export interface ExecuteDeps extends WriteDeps {
  readonly watch: SetWatch;
}

type Execution<Kind extends Step['do']> = (step: StepOf<Kind>, view: View, deps: ExecuteDeps) => Promise<Result>;

/** How each step is taken. */
const EXECUTIONS: { readonly [Kind in Step['do']]: Execution<Kind> } = {
  'create-revision': (_step, view, deps) => create(deps, revisions(deps), revisionOf(view, deps.watch)),
  'renumber-revision': ({ revision, number }, view, deps) => {
    const { uid } = revision;
    const annotations = renumbering(number, changeCause(view.record.set));
    return patch(deps, revisions(deps), inNamespace(revision, view), { metadata: { uid, annotations } });
  },
  'create-claim': (step, view, deps) => create(deps, claims(deps), claimOf(step, view)),
  'adopt-claim': patchClaim,
  'own-claim': patchClaim,
  'settle-claim': patchClaim,
  'grow-claim': patchClaim,
  'create-pet': (step, view, deps) => create(deps, pods(deps), petOf(step, view, deps.watch)),
  'adopt-pet': adoptPet,
  'release-pet': ({ pet }, view, deps) => {
    const ownerReferences = [{ $patch: 'delete', uid: view.record.owner.uid }];
    return patch(deps, pods(deps), inNamespace(pet, view), { metadata: { uid: pet.uid, ownerReferences } });
  },
  'delete-pet': ({ pet, force }, view, deps) =>
    remove(deps, pods(deps), inNamespace(pet, view), {
      ...(force === true && { gracePeriodSeconds: 0 }),
      ...asWeKnowIt(pet, view, deps),
    }),
  'evict-pet': ({ pet }, view, deps) => evict(deps, deps.watch.pods, inNamespace(pet, view)),
  'patch-pet': patchPet,
  'delete-claim': ({ claim }, view, deps) => remove(deps, claims(deps), inNamespace(claim, view)),
  'delete-revision': ({ revision }, view, deps) => remove(deps, revisions(deps), inNamespace(revision, view)),
  'record-rollout': ({ rollout }, { record }, deps) =>
    update(deps, records(record, deps), withRollout(record, rollout)),
  'forget-replacement': ({ wish }, { record }, deps) =>
    update(deps, records(record, deps), withoutReplacement(record, wish)),
  'guard-record': ({ isGuarded }, view, deps) => {
    const { record } = view;
    const { uid, resourceVersion, finalizers = [] } = record.stored.metadata;
    const metadata = { uid, resourceVersion, finalizers: guarded(finalizers, isGuarded) };
    return patch(deps, records(record, deps), inNamespace(record.owner, view), { metadata });
  },
  'report-status': ({ status }, view, deps) => {
    const { record } = view;
    const change = statusPatch(record, status, deps.clock.now());
    return patch(deps, records(record, deps), inNamespace(record.owner, view), change, { subresource: 'status' });
  },
  'delete-record': ({ pets }, view, deps) => {
    const record = inNamespace(view.record.owner, view);
    return remove(deps, records(view.record, deps), record, pets === 'stay' ? { propagation: 'Orphan' } : {});
  },
};

/** Takes one step: one write, never a read before it. The stores learn what the write answered. */
export function execute<Kind extends Step['do']>(
  step: StepOf<Kind> & { readonly do: Kind },
  view: View,
  deps: ExecuteDeps,
): Promise<Result> {
  return EXECUTIONS[step.do](step, view, deps);
}

const pods = ({ watch }: ExecuteDeps): Shelf<Pod> => ({ resource: RESOURCES.pods, store: watch.pods });
const claims = ({ watch }: ExecuteDeps): Shelf<PersistentVolumeClaim> => ({
  resource: RESOURCES.claims,
  store: watch.claims,
});
const revisions = ({ watch }: ExecuteDeps): Shelf<ConfigMap> => ({
  resource: RESOURCES.configMaps,
  store: watch.revisions,
});
const records = ({ form }: PetSetRecord, { watch }: ExecuteDeps): Shelf<RecordObject> => ({
  resource: RECORD_RESOURCES[form],
  store: watch.records,
});

interface Known {
  readonly name: string;
  readonly uid: string;
}

function inNamespace({ name, uid }: Known, { record }: View): Known & { readonly namespace: string } {
  return { namespace: record.ref.namespace, name, uid };
}

function revisionOf({ record }: View, watch: SetWatch): ConfigMap {
  const highest = Math.max(0, ...watch.revisions.list().map(revisionNumber));
  return newRevision(record.set, record.ref, highest + 1, record.owner);
}

/** A pet of the present template, or of one that a revision remembers. */
function petOf({ ordinal, revision, braked }: StepOf<'create-pet'>, { record, desired }: View, watch: SetWatch): Pod {
  const { namespace, name } = record.ref;
  const birth = { namespace, ordinal, revision, braked, owner: record.owner };
  if (revision === desired.revision) return newPet(record.set, birth);
  const stored = watch.revisions.get(namespace, revisionName(name, revision));
  const template = stored && revisionTemplate(stored);
  return newPet(record.set, template === undefined ? { ...birth, revision: desired.revision } : { ...birth, template });
}

function claimOf({ template: name, ordinal, ahead }: StepOf<'create-claim'>, { record }: View): PersistentVolumeClaim {
  const { set, ref, owner } = record;
  const template = set.spec.volumeClaimTemplates.find(({ metadata }) => metadata.name === name);
  if (template === undefined) throw new Error(`the plan wants a claim of ${name}, which is no claim template`);
  return newClaim(set, template, {
    namespace: ref.namespace,
    ordinal,
    owner,
    ahead: ahead === true && isMarkedAhead(set),
  });
}

/** The garbage collector may just have let go of the pets of a record that somebody deletes with kubectl. */
function asWeKnowIt(
  { name }: Known,
  { record, desired: { going } }: View,
  { watch }: ExecuteDeps,
): Pick<DeleteOptions, 'resourceVersion'> {
  const known = going && watch.pods.get(record.ref.namespace, name);
  return known === undefined ? {} : { resourceVersion: known.metadata.resourceVersion };
}

/** Puts our owner and labels on a pod that nobody owns. */
function adoptPet({ pet }: StepOf<'adopt-pet'>, view: View, deps: ExecuteDeps): Promise<Result> {
  const { ref, owner } = view.record;
  const labels = { [LABELS.set]: ref.name, [LABELS.podIndex]: String(pet.ordinal) };
  const metadata = { uid: pet.uid, labels, ownerReferences: [owner] };
  return patch(deps, pods(deps), inNamespace(pet, view), { metadata });
}

/** Changes only images and what tells of them. A pod that is not as it was seen any more is left to the next plan. */
async function patchPet({ pet, braked }: StepOf<'patch-pet'>, view: View, deps: ExecuteDeps): Promise<Result> {
  const { record, desired } = view;
  const pod = deps.watch.pods.get(record.ref.namespace, pet.name);
  if (pod?.metadata.uid !== pet.uid) return { kind: 'done' };
  const { annotations, containers } = imagePatch(pod, templateFor(record.set.spec, pet.ordinal));
  const metadata = {
    uid: pet.uid,
    // A container that has crashed since has another id by now.
    resourceVersion: pod.metadata.resourceVersion,
    labels: { [LABELS.revision]: desired.revision },
    annotations: { ...annotations, ...(braked && { [INITIALIZED_ANNOTATION]: 'false' }) },
  };
  return patch(deps, pods(deps), inNamespace(pet, view), { metadata, spec: { containers } });
}

function patchClaim(step: ClaimPatchStep, view: View, deps: ExecuteDeps): Promise<Result> {
  return patch(deps, claims(deps), inNamespace(step.claim, view), claimPatch(step, view));
}
