import { type Answer, type ApiError, ifThere, is, isMissing, isOfAnother, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { everyPage } from '../cluster/every-page.js';
import { poll } from '../cluster/poll.js';
import type { Kubectl } from '../cluster/records.js';
import { RECORD_RESOURCES, type Resource, RESOURCES } from '../cluster/resource.js';
import { Failure } from '../petset/failure.js';
import { guarded } from '../petset/guard.js';
import type { KubeObject, OwnerReference, Served } from '../petset/kubernetes.js';
import { contentOf, type PetSetRecord, readRecord, recordSaying, withMove } from '../petset/record.js';
import {
  MOVING_ANNOTATION,
  MOVING_AWAY,
  OTHER_FORM,
  type RecordForm,
  type RecordObject,
  recordObject,
  recordObjectName,
} from '../petset/record-form.js';
import { ClaimedTurn } from './claimed-turn.js';
import { inspect } from './inspect.js';
import { IN_TURN } from './pace.js';
import { plan } from './plan.js';
import { bookkeeping } from './plan-status.js';
import type { View } from './set-watch.js';
import { statusPatch } from './status-patch.js';
import type { TurnWorld } from './set-turn.js';

export interface MoveDeps {
  /** Asks again where that may help. */
  readonly client: Client;
  readonly clock: Clock;
  readonly world: TurnWorld;
  /** Throws a `Failure` where a record had better stay where it is. */
  readonly refuse: (record: PetSetRecord) => void;
  /** A command as the user can paste it. */
  readonly kubectl: Kubectl;
}

/** How often a record is written that somebody else writes too. */
const ATTEMPTS = 5;

/** What may belong to the record of a set. */
const BELONGINGS: readonly Resource[] = [RESOURCES.pods, RESOURCES.claims, RESOURCES.configMaps, RESOURCES.leases];

/**
 * Moves the record of a set into the other form, with all that belongs to it, so that no pet notices. Until the end the record
 * says on both sides that it is being moved, and nobody acts on it; done again after it was interrupted anywhere, it goes on
 * there. Throws a `Failure` where it cannot be done, which leaves the record where it was if the server does not take it.
 */
export async function moveRecord(record: PetSetRecord, to: RecordForm, deps: MoveDeps): Promise<PetSetRecord> {
  for (let attempt = 1; ; attempt++) {
    const answer = await tryMoving(record, to, deps);
    // Whoever moves it too does not look at the lease: what he has left to do is looked at anew.
    const isOvertaken = !answer.ok && (isMissing(answer.error) || is(answer.error, 'AlreadyExists'));
    if (!isOvertaken || attempt === ATTEMPTS) return orFail(answer);
  }
}

async function tryMoving(record: PetSetRecord, to: RecordForm, deps: MoveDeps): Promise<Answer<PetSetRecord>> {
  const { ref } = record;
  refuseGoing(record, deps);
  const existing = await find(ref, to, deps.client);
  const isThere = existing !== undefined && existing.moving === undefined;
  if (isThere && (await isGone(record, deps.client))) return { ok: true, value: existing };
  refuseOther(record, existing, deps);
  if (record.moving !== MOVING_AWAY) deps.refuse(record);
  const refusal = existing === undefined ? await tryCreating(record, to, deps.client) : undefined;
  if (refusal !== undefined) return { ok: false, error: refusal };
  const turn = new ClaimedTurn(ref, record.owner, { ...deps.world, takeover: true });
  try {
    const taken = await turn.take();
    const moved = taken.ok || !isMissing(taken.error) ? undefined : await find(ref, to, deps.client);
    if (moved !== undefined) return { ok: true, value: await arrive(moved, deps) };
    const other = orFail(taken);
    if (other !== undefined) throw new Failure(`error: petset/${ref.name} is being reconciled by ${other.identity}`);
    return await moveInTurn(record, existing, to, { ...deps, turn });
  } finally {
    await turn.giveBack();
  }
}

/** `existing` is the record in the other form, where somebody has begun. */
async function moveInTurn(
  record: PetSetRecord,
  existing: PetSetRecord | undefined,
  to: RecordForm,
  { turn, ...deps }: MoveDeps & { readonly turn: ClaimedTurn },
): Promise<Answer<PetSetRecord>> {
  const leaving = await markAway(record, deps);
  if (!leaving.ok) return leaving;
  const begun: Answer<PetSetRecord> | undefined = existing && { ok: true, value: existing };
  const arriving = begun ?? (await create(leaving.value, to, deps.client));
  if (!arriving.ok) return arriving;
  turn.for(arriving.value);
  await handOver(leaving.value, arriving.value.owner, deps.client);
  await remove(leaving.value, deps);
  return { ok: true, value: await arrive(arriving.value, deps) };
}

/**
 * Ends a move of which only the last step is missing, or the first one is all that was done: there is no other record of the
 * set. What asks for it is told how it stands.
 */
export async function arrive(
  arriving: PetSetRecord,
  { client, clock, world }: Pick<MoveDeps, 'client' | 'clock' | 'world'>,
): Promise<PetSetRecord> {
  const record = orFail(
    await rewrite(arriving, client, (present) =>
      present.moving === undefined ? undefined : withMove(present, undefined),
    ),
  );
  if (record.form === 'config-map') return record;
  const view = await inspect(record, { client, clock, random: world.random, onTrouble: () => undefined });
  if (view !== undefined) await report(view, { client, clock });
  return record;
}

/** Whoever asks for the set is told how it stands, though nobody reconciles it yet. */
async function report(view: View, { client, clock }: Pick<MoveDeps, 'client' | 'clock'>): Promise<void> {
  const { desired, observed, record } = view;
  const step = bookkeeping(plan(desired, observed, IN_TURN), desired, observed, false);
  if (step?.do !== 'report-status') return;
  const named = { namespace: record.ref.namespace, name: record.owner.name };
  const change = statusPatch(record, step.status, clock.now());
  gone(
    await client.patch(RECORD_RESOURCES[record.form], named, 'merge', change, {
      subresource: 'status',
      isRepeatable: true,
    }),
  );
}

/** Whether the other form holds a record of the set too, readable or not. */
export async function isThereTwice({ ref, form }: PetSetRecord, client: Client): Promise<boolean> {
  const other = OTHER_FORM[form];
  const answer = await client.get(RECORD_RESOURCES[other], ref.namespace, recordObjectName(other, ref.name));
  return orFail(ifThere(answer)) !== undefined;
}

async function find(
  { namespace, name }: PetSetRecord['ref'],
  form: RecordForm,
  client: Client,
): Promise<PetSetRecord | undefined> {
  const stored = orFail(ifThere(await client.get(RECORD_RESOURCES[form], namespace, recordObjectName(form, name))));
  return stored && readRecord(stored);
}

/** What somebody deletes goes with what it owns: in the other form it would come back. */
function refuseGoing({ ref, stored }: PetSetRecord, { kubectl }: Pick<MoveDeps, 'kubectl'>): void {
  if (stored.metadata.deletionTimestamp === undefined) return;
  throw new Failure(`error: petset/${ref.name} in ${ref.namespace} is being deleted and cannot be moved`, {
    next: [`to have that finished: ${kubectl(['petset', 'reconcile', ref.name], ref.namespace)}`],
  });
}

async function isGone({ ref, form, owner }: PetSetRecord, client: Client): Promise<boolean> {
  const present = await find(ref, form, client);
  return present?.owner.uid !== owner.uid;
}

/** Another set of this name, or one that is on its way here from there. */
function refuseOther(
  record: PetSetRecord,
  existing: PetSetRecord | undefined,
  { kubectl }: Pick<MoveDeps, 'kubectl'>,
): void {
  if (existing === undefined || existing.moving === record.owner.uid) return;
  const objects = [record, existing].map(({ owner }) => recordObject(owner));
  if (existing.moving === MOVING_AWAY) {
    throw new Failure(`error: petset/${record.ref.name} is being moved the other way, out of ${objects[1] ?? ''}`, {
      next: [`first to end that: ${kubectl(['petset', existing.form === 'custom' ? 'uninstall' : 'install'])}`],
    });
  }
  throw new Failure(
    `error: petset/${record.ref.name} is there twice in ${record.ref.namespace}: as ${objects.join(' and as ')}`,
    { next: ['delete the one that is not meant, with --cascade=orphan, and run this again'] },
  );
}

/**
 * Before anything is written: a server may be stricter about the other form. Answers with the refusal if somebody else has
 * made it meanwhile.
 */
async function tryCreating(record: PetSetRecord, to: RecordForm, client: Client): Promise<ApiError | undefined> {
  const wanted = arrivingObject(record, to);
  const answer = await client.create(RECORD_RESOURCES[to], wanted, { dryRun: true });
  if (!answer.ok && is(answer.error, 'AlreadyExists')) return answer.error;
  orFail(answer, [`petset/${record.ref.name} stays in ${recordObject(record.owner)}`]);
  return undefined;
}

function arrivingObject(record: PetSetRecord, to: RecordForm): RecordObject {
  return recordSaying({ ...contentOf(record), moving: record.owner.uid }, record.ref.namespace, to);
}

async function markAway(record: PetSetRecord, deps: MoveDeps): Promise<Answer<PetSetRecord>> {
  return rewrite(record, deps.client, (present) => {
    refuseGoing(present, deps);
    if (present.moving === MOVING_AWAY) return undefined;
    deps.refuse(present);
    const marked = withMove(present, MOVING_AWAY);
    const { finalizers } = marked.metadata;
    // Nobody keeps it any more.
    return finalizers === undefined
      ? marked
      : { ...marked, metadata: { ...marked.metadata, finalizers: guarded(finalizers, false) } };
  });
}

async function create(leaving: PetSetRecord, to: RecordForm, client: Client): Promise<Answer<PetSetRecord>> {
  const answer = await client.create(RECORD_RESOURCES[to], arrivingObject(leaving, to), {
    isDone: ({ metadata }) => metadata.annotations?.[MOVING_ANNOTATION] === leaving.owner.uid,
  });
  return read(answer);
}

function read(answer: Answer<Served<RecordObject>>): Answer<PetSetRecord> {
  return answer.ok ? { ok: true, value: readRecord(answer.value) } : answer;
}

/** All that is owned by the one record is owned by the other. */
async function handOver({ ref, owner }: PetSetRecord, to: OwnerReference, client: Client): Promise<void> {
  const isOwned = ({ metadata }: Served<KubeObject>): boolean =>
    metadata.ownerReferences?.some(({ uid }) => uid === owner.uid) ?? false;
  for (const resource of BELONGINGS) {
    const owned = orFail(await everyPage(client, resource, ref.namespace, {}, { isWanted: isOwned }));
    for (const { metadata } of owned.items) {
      const ownerReferences = [to, { $patch: 'delete', uid: owner.uid }];
      const change = { metadata: { uid: metadata.uid, ownerReferences } };
      const named = { namespace: ref.namespace, name: metadata.name };
      gone(await client.patch(resource, named, 'strategic', change, { isRepeatable: true }));
    }
  }
}

/** What is gone, or another one of its name by now, belongs to nobody. */
function gone(answer: Answer<unknown>): void {
  if (!answer.ok && !isOfAnother(answer.error)) orFail(answer);
}

/** Nothing should be owned by it any more; what still is stays, as nobody's. */
async function remove({ ref, owner, form }: PetSetRecord, { client, clock }: MoveDeps): Promise<void> {
  const resource = RECORD_RESOURCES[form];
  const answer = await client.delete(
    resource,
    { namespace: ref.namespace, name: owner.name },
    { uid: owner.uid, propagation: 'Orphan' },
  );
  gone(answer);
  await poll(async () => {
    const present = orFail(ifThere(await client.get(resource, ref.namespace, owner.name)));
    return present?.metadata.uid === owner.uid ? undefined : true;
  }, clock);
}

async function rewrite(
  record: PetSetRecord,
  client: Client,
  change: (present: PetSetRecord) => RecordObject | undefined,
): Promise<Answer<PetSetRecord>> {
  const resource = RECORD_RESOURCES[record.form];
  for (let attempt = 1; ; attempt++) {
    const present = read(await client.get(resource, record.ref.namespace, record.owner.name));
    const wanted = present.ok ? change(present.value) : undefined;
    if (wanted === undefined) return present;
    const answer = read(await client.update(resource, wanted));
    if (answer.ok || !is(answer.error, 'Conflict') || attempt === ATTEMPTS) return answer;
  }
}
