import { describeApiError, ifThere, is, orFail } from '../cluster/api-error.js';
import { poll } from '../cluster/poll.js';
import { RESOURCES } from '../cluster/resource.js';
import {
  type Candidate,
  formerPods,
  readCandidates,
  readFormerRevisions,
  readNeighbours,
  rememberRevisions,
} from '../controller/adoption.js';
import { findStatefulSet, orphanStatefulSet } from '../controller/statefulset-end.js';
import type { FormerRevision } from '../petset/controller-revision.js';
import { Failure } from '../petset/failure.js';
import { formatFieldError } from '../petset/field-error.js';
import type { Handover } from '../petset/handover.js';
import type { Served } from '../petset/kubernetes.js';
import type { PetSet, SetRef } from '../petset/petset.js';
import { readPetSet } from '../petset/read-petset.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import { type RecordForm, type RecordObject, recordObject, recordOwner } from '../petset/record-form.js';
import { petSetDocument, type StatefulSet } from '../petset/statefulset.js';
import { controllerOf, surroundingsOf } from '../petset/statefulset-surroundings.js';
import { isSame } from '../petset/differences.js';
import { plainPlan, type PlannedStep, plainStep, UNTOUCHED } from '../render/plan.js';
import { adoptionLines } from './adoption-lines.js';
import { commandFor, commandLine } from './command-line.js';
import { confirmed } from './confirm.js';
import { finishAdoption } from './finish-adoption.js';
import { DRY_RUN } from './dry-run.js';
import type { Job, Work, WorkOptions } from './foreground.js';
import { refuseHandover } from './going.js';

export interface AdoptOptions extends WorkOptions {
  /** The user need not be asked. */
  readonly yes: boolean;
  /** Whoever the StatefulSet belongs to. */
  readonly force: boolean;
}

/** A StatefulSet that is to become a set, and all that has to be known of it. */
interface Wanted {
  readonly from: Served<StatefulSet>;
  readonly set: PetSet;
  /** The templates that it has had; the present one is among them. */
  readonly revisions: readonly FormerRevision[];
  readonly pods: readonly Candidate[];
  readonly notes: readonly string[];
}

/** Has a set take the place of a StatefulSet, or goes on with that. */
export async function adoptStatefulSet(ref: SetRef, options: AdoptOptions, work: Work): Promise<Job | number> {
  const { session } = work;
  const from = orFail(await findStatefulSet(ref, session.client));
  const record = await recordIfAny(ref, work);
  if (from === undefined) return goOnWithout(ref, record, options, work);
  refuseOther(ref, from, record, work);
  refuseDying(from);
  const wanted = await examine(from, options, work);
  for (const note of wanted.notes) session.warn(note);
  if (options.dryRun !== 'none') return pretend(wanted, options, work);
  const isBegun = record !== undefined;
  if (!isBegun && !options.yes && !(await confirmed(questionOf(ref, wanted), work))) return 0;
  return takeOver(ref, wanted, record, work);
}

async function recordIfAny(ref: SetRef, { session }: Work): Promise<PetSetRecord | undefined> {
  return orFail(ifThere(await session.records.get(ref)));
}

/** The StatefulSet is gone: by us, where its pods are on their way to a set. */
async function goOnWithout(
  ref: SetRef,
  record: PetSetRecord | undefined,
  { dryRun }: AdoptOptions,
  work: Work,
): Promise<Job | number> {
  if (record === undefined)
    throw new Failure(`Error from server (NotFound): statefulsets.apps "${ref.name}" not found`);
  const { handover } = record;
  if (handover === undefined && dryRun !== 'none') return 0;
  if (handover === undefined) {
    work.world.stderr.write(`there is no statefulset.apps/${ref.name}, but petset/${ref.name}: going on with it\n`);
    return { records: [record], goal: { end: 'settled' } };
  }
  if (!('from' in handover) || handover.from !== 'statefulset') refuseHandover(record, 'adopted', work.args);
  if (dryRun !== 'none') {
    work.renderer.result(`petset/${ref.name}`, `adopted${DRY_RUN[dryRun]}`);
    return 0;
  }
  await work.turns.claimAnyway(ref, record);
  work.leaving(howToGoOn(ref, work));
  return finishAdoption(record, work);
}

/** Throws a `Failure` where there is a set already that is none of this StatefulSet. */
function refuseOther(ref: SetRef, from: Served<StatefulSet>, record: PetSetRecord | undefined, work: Work): void {
  if (record === undefined) return;
  const { handover } = record;
  if (handover === undefined) {
    throw new Failure(`Error from server (AlreadyExists): petsets "${ref.name}" already exists`, {
      next: [`to be rid of it: ${commandFor('delete', ref, work.args)}`, 'nothing was changed'],
    });
  }
  if (!('from' in handover) || handover.from !== 'statefulset') refuseHandover(record, 'adopted', work.args);
  else if (handover.uid !== from.metadata.uid) {
    const words = ['delete', 'statefulset', ref.name, '--cascade=orphan'];
    const orphan = commandLine({ words, namespace: ref.namespace }, work.args);
    throw new Failure(
      `error: statefulset.apps/${ref.name} was made anew by somebody else while petset/${ref.name} was adopting the pods of the former one`,
      { next: [`once nobody does that any more: ${orphan}`, 'and then the same command again'] },
    );
  }
}

/** Throws a `Failure` where a StatefulSet is about to take its pods with it. */
function refuseDying({ metadata: { name, deletionTimestamp, finalizers = [] } }: Served<StatefulSet>): void {
  if (deletionTimestamp === undefined || finalizers.includes('orphan')) return;
  throw new Failure(`error: statefulset.apps/${name} is being deleted, and its pods with it`);
}

/** Reads all that belongs to a StatefulSet. Throws a `Failure` where it cannot be a set. */
async function examine(seen: Served<StatefulSet>, { dryRun, force }: AdoptOptions, work: Work): Promise<Wanted> {
  const { client } = work.session;
  const { namespace = '', name } = seen.metadata;
  const owner = controllerOf(seen);
  if (owner !== undefined && !force) {
    throw new Failure(`error: statefulset.apps/${name} belongs to ${owner}, which would make it anew`, {
      next: ['have it not do that any more, and add --force', 'nothing was changed'],
    });
  }
  // One that is on its way out may be gone at the next look.
  const isGoing = seen.metadata.deletionTimestamp !== undefined;
  const from = dryRun === 'client' || isGoing ? seen : await observed(seen, work);
  const { document, dropped } = petSetDocument(from);
  const read = readPetSet(document);
  if (!read.ok) {
    const why = read.errors.map(formatFieldError).join('; ');
    throw new Failure(`error: statefulset.apps/${name} cannot be a PetSet: ${why}`, { next: ['nothing was changed'] });
  }
  const { set } = read;
  const pods = formerPods(await readCandidates(set, namespace, client), set, from.metadata.uid);
  return {
    from,
    set,
    revisions: withPresent(await readFormerRevisions(from, client), from, set),
    pods,
    notes: [
      ...dropped.map((field) => `spec.${field} of statefulset.apps/${name} is nothing that a PetSet has: left out`),
      ...surroundingsOf(from, await readNeighbours(namespace, client)),
    ],
  };
}

/** A StatefulSet whose controller has seen what is wanted of it: only then it is known which pods are of its template. */
function observed(seen: Served<StatefulSet>, { session, world }: Work): Promise<Served<StatefulSet>> {
  const { namespace = '', name, uid } = seen.metadata;
  const look = async (): Promise<Served<StatefulSet> | undefined> => {
    const present = orFail(await findStatefulSet({ namespace, name }, session.client, uid));
    if (present === undefined) throw new Failure(`error: statefulset.apps/${name} was deleted by somebody else`);
    const { generation = 0, deletionTimestamp } = present.metadata;
    const isSeen =
      (present.status?.observedGeneration ?? 0) >= generation && present.status?.updateRevision !== undefined;
    return isSeen || deletionTimestamp !== undefined ? present : undefined;
  };
  return poll(look, world.clock, () =>
    session.warn(`statefulset.apps/${name}: waiting until its controller has seen the last change of it`),
  );
}

/** Who may not read ControllerRevisions knows of the present template all the same. */
function withPresent(
  revisions: readonly FormerRevision[],
  { status }: StatefulSet,
  { metadata, spec }: PetSet,
): readonly FormerRevision[] {
  const name = status?.updateRevision;
  if (name === undefined || revisions.some((each) => each.name === name)) return revisions;
  const number = (revisions.at(-1)?.number ?? 0) + 1;
  return [
    ...revisions,
    { name, number, cause: metadata.annotations?.['kubernetes.io/change-cause'], template: spec.template },
  ];
}

function questionOf(ref: SetRef, { from, set, revisions, pods }: Wanted): Parameters<typeof confirmed>[0] {
  return {
    lines: adoptionLines(set, pods, { status: from.status, revisions }),
    unasked: `this replaces statefulset.apps/${ref.name} by petset/${ref.name}`,
    words: {
      title: `petset/${ref.name} is about to take the place of statefulset.apps/${ref.name}; no container restarts:`,
      cancelled: 'adoption is cancelled',
    },
  };
}

/** Tells what would be done, after a server has tried the first and the last of it. */
async function pretend({ from, set, pods }: Wanted, { dryRun }: AdoptOptions, work: Work): Promise<number> {
  const { session, renderer } = work;
  const { namespace = '', name, uid } = from.metadata;
  if (dryRun === 'server') {
    const answer = await session.records.create(set, namespace, { dryRun: true });
    if (!answer.ok && !is(answer.error, 'AlreadyExists')) orFail(answer);
    await haveDeletionTried({ namespace, name, uid }, work);
  }
  renderer.result(`petset/${name}`, `created${DRY_RUN[dryRun]}`);
  renderer.result(`statefulset.apps/${name}`, `deleted${DRY_RUN[dryRun]}`);
  for (const { pod } of pods) renderer.result(`pod/${pod.metadata.name}`, `adopted${DRY_RUN[dryRun]}`);
  renderer.plan(plainPlan({ namespace, name }, stepsOf(name, pods, await session.records.formOfNew()), UNTOUCHED));
  return 0;
}

/** What `takeOver` does. */
function stepsOf(name: string, pods: readonly Candidate[], form: RecordForm): readonly PlannedStep[] {
  const from = `statefulset.apps/${name}`;
  const record = recordObject(recordOwner(form, name, ''));
  return [
    plainStep('create-record', record, `create ${record}, on which nobody acts yet`),
    plainStep('create-revision', record, `remember the templates of ${from} as revisions of ${record}`),
    plainStep('delete-statefulset', from, `delete ${from}, and leave its pods`, ['gone', 'wait until it is gone']),
    ...pods.map(({ pod: { metadata } }) =>
      plainStep('adopt-pet', `pod/${metadata.name}`, `adopt pod/${metadata.name}`),
    ),
    plainStep('release-record', record, `let ${record} be reconciled`),
  ];
}

/** Throws a `Failure` where the user may not delete a StatefulSet: then nothing is begun. */
async function haveDeletionTried(
  { uid, ...named }: { readonly namespace: string; readonly name: string; readonly uid: string },
  { session }: Work,
): Promise<void> {
  const answer = await session.client.delete(RESOURCES.statefulSets, named, {
    uid,
    propagation: 'Orphan',
    dryRun: true,
  });
  if (answer.ok || is(answer.error, 'NotFound') || is(answer.error, 'Conflict')) return;
  throw new Failure(describeApiError(answer.error), { next: ['nothing was changed'] });
}

/**
 * First what the set wants, on which nobody acts yet, and what templates there were; then the StatefulSet goes; then its pods
 * become pets. Each part is done again, and finds that it is, where the command before was cut off.
 */
async function takeOver(
  ref: SetRef,
  wanted: Wanted,
  begun: PetSetRecord | undefined,
  work: Work,
): Promise<Job | number> {
  const { session, renderer, turns, leaving } = work;
  const { client, deps } = session;
  const { from, revisions } = wanted;
  await haveDeletionTried({ ...ref, uid: from.metadata.uid }, work);
  await turns.claimAnyway(ref, begun ?? { form: await session.records.formOfNew() });
  leaving(howToGoOn(ref, work));
  const record = await writeDown(ref, wanted, begun, work);
  if (begun === undefined) renderer.result(`petset/${ref.name}`, 'created');
  await rememberRevisions(record, revisions, from.status?.updateRevision, client);
  const ending = await orphanStatefulSet(from, { client, clock: deps.clock }, ({ metadata }) => {
    const why =
      metadata.deletionTimestamp === undefined ? '' : ` (finalizers: ${(metadata.finalizers ?? []).join(', ')})`;
    session.warn(`statefulset.apps/${ref.name} is being deleted, waiting until it is gone${why}`);
  });
  if (ending.kind === 'refused') throw new Failure(describeApiError(ending.error), { next: howToGoOn(ref, work) });
  if (ending.kind === 'changed') {
    throw new Failure(`error: statefulset.apps/${ref.name} was changed by somebody else meanwhile`, {
      next: howToGoOn(ref, work),
    });
  }
  renderer.result(`statefulset.apps/${ref.name}`, 'deleted, its pods stay');
  return finishAdoption(record, work);
}

async function writeDown(
  ref: SetRef,
  { from, set }: Wanted,
  begun: PetSetRecord | undefined,
  { session }: Work,
): Promise<PetSetRecord> {
  const { uid } = from.metadata;
  const { currentRevision, updateRevision } = from.status ?? {};
  const current = currentRevision === updateRevision ? undefined : currentRevision;
  const handover: Handover = { from: 'statefulset', uid, ...(current !== undefined && { current }) };
  if (begun === undefined) return orFail(await session.records.create(set, ref.namespace, { handover }));
  // Somebody may have changed the StatefulSet since.
  const change = (present: PetSetRecord): RecordObject | undefined => {
    const isSaid = isSame(present.set.spec, set.spec) && isSame(present.handover, handover);
    return isSaid ? undefined : withSet({ ...present, handover }, set);
  };
  return orFail(await session.records.change(ref, change));
}

function howToGoOn({ namespace, name }: SetRef, { args }: Work): readonly string[] {
  return [`to go on: ${commandLine({ words: ['petset', 'adopt', `statefulset/${name}`], namespace }, args)}`];
}
