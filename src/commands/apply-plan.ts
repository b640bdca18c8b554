import { type Answer, describeApiError, is, orFail } from '../cluster/api-error.js';
import {
  type AdmissionDeps,
  checkSet,
  isExcused,
  type Problem,
  problem,
  unknownKind,
} from '../controller/admission.js';
import { type Effect, find, type Trial, tryDocument } from '../controller/apply-document.js';
import { checkChange } from '../controller/change-admission.js';
import { isPartOf, place, type Placed } from '../controller/documents.js';
import { inspect } from '../controller/inspect.js';
import { blamedFields } from '../controller/preflight.js';
import { isSame } from '../petset/differences.js';
import { Failure } from '../petset/failure.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { PetSet } from '../petset/petset.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import type { Args } from './command.js';
import { changedSet } from './changed-set.js';
import { admissionFor, problemLines } from './files.js';
import type { Work } from './foreground.js';
import type { DocumentWish, SetWish, Wishes } from './wishes.js';

/** What is to become of a set. */
export interface SetPlan {
  readonly wish: SetWish;
  readonly effect: Effect;
  /** The set as it is; nothing where it is not there. */
  readonly before?: PetSet;
  /** The set as it will be. */
  readonly set: PetSet;
  /** What the record is to say instead of what it says; nothing where it is so already. Throws a `Failure` where it must not. */
  readonly change: (present: PetSetRecord) => RecordObject | undefined;
}

/** What is to become of everything in the files, before any of it is written. */
export interface ApplyPlan {
  readonly documents: readonly Trial[];
  readonly sets: readonly SetPlan[];
}

/**
 * Has everything checked: on the server's side too, unless that is not wished for. Throws one `Failure` with all that speaks
 * against it.
 */
export async function planApply(wishes: Wishes, nothing: string, work: Work): Promise<ApplyPlan> {
  const deps = admissionFor(wishes, work);
  const problems: string[] = [];
  const documents: Trial[] = [];
  const sets: SetPlan[] = [];
  for (const wish of wishes.documents) {
    const answer = await planDocument(wish, deps, work);
    if ('effect' in answer) documents.push(answer);
    else problems.push(...problemLines(answer, wish.manifest));
  }
  for (const wish of wishes.sets) {
    const answer = await planSet(wish, deps, work);
    if ('effect' in answer) sets.push(answer);
    else problems.push(...answer.problems);
  }
  if (problems.length > 0) throw new Failure(problems.join('\n'), { next: [nothing] });
  return { documents, sets };
}

async function planDocument(
  { document }: DocumentWish,
  deps: AdmissionDeps,
  { options }: Work,
): Promise<Trial | Problem> {
  if (document.metadata.name === undefined) return withoutName(document.metadata.generateName);
  const placed = await place(document, deps.namespace, deps.discovery);
  if (placed === undefined) return unknownKind(document);
  const answer = options.dryRun === 'client' ? await compare(placed, deps) : await tryDocument(placed, deps.client);
  if (answer.ok) return answer.value;
  if (!isExcused(answer.error, deps)) return problem(answer.error, blamedFields(answer.error));
  const found = orFail(await find(placed, deps.client));
  return { placed, present: found, effect: found === undefined ? 'created' : 'configured', isDone: false };
}

/** In kubectl's words. */
function withoutName(generateName: string | undefined): Problem {
  if (generateName === undefined)
    return { message: 'error: resource name may not be empty', paths: [['metadata']], exists: false };
  const message = `error: from ${generateName}: cannot use generate name with apply`;
  return { message, paths: [['metadata', 'generateName']], exists: false };
}

/** What a document would change, as far as can be said without the server's defaults. */
async function compare(placed: Placed, { client }: AdmissionDeps): Promise<Answer<Trial>> {
  const found = await find(placed, client);
  if (!found.ok) return found;
  const present = found.value;
  if (present === undefined) return { ok: true, value: { placed, present, effect: 'created', isDone: false } };
  const isDone = isPartOf(placed.document, present);
  return { ok: true, value: { placed, present, effect: isDone ? 'unchanged' : 'configured', isDone } };
}

interface Refused {
  readonly problems: readonly string[];
}

async function planSet(wish: SetWish, deps: AdmissionDeps, work: Work): Promise<SetPlan | Refused> {
  const { session } = work;
  const present = await session.records.get({ namespace: wish.namespace, name: wish.set.metadata.name });
  try {
    if (present.ok) return await planChange(wish, present.value, deps, work);
    if (!is(present.error, 'NotFound')) return { problems: [describeApiError(present.error)] };
    return await planCreation(wish, deps, work);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { problems: [error.message, ...error.next] };
  }
}

async function planCreation(wish: SetWish, deps: AdmissionDeps, { options, args }: Work): Promise<SetPlan | Refused> {
  const { set, namespace, manifest } = wish;
  const problems = options.dryRun === 'client' ? [] : await checkSet(set, namespace, deps);
  if (problems.length > 0) return { problems: problems.flatMap((each) => problemLines(each, manifest)) };
  return { wish, effect: 'created', set, change: changeTo(wish, [], args) };
}

/** Throws a `Failure` where the set must not become what is wanted. */
async function planChange(
  wish: SetWish,
  present: PetSetRecord,
  deps: AdmissionDeps,
  { session, options, args }: Work,
): Promise<SetPlan | Refused> {
  const view = await inspect(present, { ...session.deps, onTrouble: session.onTrouble });
  const claims = [...(view?.observed.claims.values() ?? [])];
  const set = changedSet(present, wish, claims, args);
  const plan = { wish, before: present.set, set, change: changeTo(wish, claims, args) };
  if (isSame(present.set, set)) return { ...plan, effect: 'unchanged' };
  if (options.dryRun === 'client' || view === undefined) return { ...plan, effect: 'configured' };
  const problems = await checkChange(set, view, deps);
  if (problems.length > 0) return { problems: problems.flatMap((each) => problemLines(each, wish.manifest)) };
  orFail(await session.records.change(present.ref, plan.change, { dryRun: true }));
  return { ...plan, effect: 'configured' };
}

/** Asked again where somebody else has changed the record meanwhile. */
function changeTo(wish: SetWish, claims: readonly ObservedClaim[], args: Args): SetPlan['change'] {
  return (present) => {
    const set = changedSet(present, wish, claims, args);
    return isSame(present.set, set) ? undefined : withSet(present, set);
  };
}
