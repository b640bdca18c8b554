import { isDeepStrictEqual } from 'node:util';
import { describeApiError, orFail } from '../cluster/api-error.js';
import { inspect } from '../controller/inspect.js';
import { objectionsToChange } from '../controller/preflight.js';
import { refusalsToGrow } from '../controller/preflight-growth.js';
import { replacementsBy } from '../controller/replacements.js';
import type { View } from '../controller/set-watch.js';
import { describeRefusedChange, refusedChanges } from '../petset/changes-allowed.js';
import { Failure } from '../petset/failure.js';
import { type FieldPath, formatFieldError } from '../petset/field-error.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import type { PetSet } from '../petset/petset.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import { revisionHash } from '../petset/revision.js';
import type { RolloutWish } from '../petset/rollout.js';
import { validatePetSet } from '../petset/validate.js';
import { replacementLines } from '../render/replacements.js';
import type { Args } from './command.js';
import { commandFor } from './command-line.js';
import type { Goal } from './conclude.js';
import { DRY_RUN } from './dry-run.js';
import { foretell } from './foretell.js';
import type { Job, Work } from './foreground.js';
import { refuseGoing } from './going.js';
import { objectionLines } from './objections.js';

/** A rollout that a command begins, or goes on with. */
export interface Rollout {
  readonly name: string;
  /** What becomes of the pets: `upgraded`. */
  readonly participle: string;
  /** What the set is to become; asked again where somebody else has changed it meanwhile. Throws a `Failure` where it cannot be. */
  readonly change: (record: PetSetRecord) => PetSet;
  readonly wish: (record: PetSetRecord) => RolloutWish;
  readonly words: RolloutWords;
  /** Where a field of the set is written; by its path where nobody has written it. */
  readonly where?: (path: FieldPath) => string;
}

/** What is said of the set, once that is so. */
export interface RolloutWords {
  readonly changed: string;
  /** It is as it should be, and its pets are not yet. */
  readonly begun: string;
  /** There is nothing to do. */
  readonly unchanged: string;
}

/** What a rollout makes of a record. */
interface Plan {
  readonly set: PetSet;
  readonly wish: RolloutWish;
  readonly isSame: boolean;
  readonly isNewTemplate: boolean;
}

/**
 * Has the server check what is wanted, tells what will happen to which pets, writes it down, and answers with what is to
 * be done then.
 */
export async function rollOut(rollout: Rollout, work: Work): Promise<Job | number> {
  const { args, options, world, session, renderer, turns } = work;
  const { words } = rollout;
  const record = orFail(await session.records.get({ namespace: session.namespace, name: rollout.name }));
  const view = await inspect(record, { ...session.deps, onTrouble: session.onTrouble });
  const claims = [...(view?.observed.claims.values() ?? [])];
  const plan = planFor(rollout, record, claims, args);
  const replacements = view === undefined ? [] : replacementsBy(plan.set, plan.wish, view);
  const object = `petset/${rollout.name}`;
  if (plan.isSame && replacements.length === 0) {
    renderer.result(object, words.unchanged);
    return 0;
  }
  if (options.dryRun !== 'client') await haveItTried(plan, record, view, rollout, work);
  for (const line of replacementLines(replacements, plan.wish.inPlace)) world.stderr.write(`${line}\n`);
  const verb = plan.isSame ? words.begun : words.changed;
  if (options.dryRun === 'none') {
    await turns.claim(record.ref, record);
    return begin(rollout, record, { claims, verb, goal: goalOf(rollout, plan, replacements.length > 0) }, work);
  }
  if (options.dryRun === 'server') await write(rollout, record, claims, work);
  renderer.result(object, `${verb}${DRY_RUN[options.dryRun]}`);
  await foretell(record, withSet(record, plan.set, plan.wish), work);
  return 0;
}

async function begin(
  rollout: Rollout,
  record: PetSetRecord,
  { claims, verb, goal }: { readonly claims: readonly ObservedClaim[]; readonly verb: string; readonly goal: Goal },
  work: Work,
): Promise<Job | number> {
  const written = await write(rollout, record, claims, work);
  work.renderer.result(`petset/${rollout.name}`, verb);
  if (work.options.wait) return { records: [written], goal };
  work.world.stderr.write(`to have it done: ${commandFor('reconcile', record.ref, work.args)}\n`);
  return 0;
}

/** Writes down what is wanted, or has the server only try. */
async function write(
  rollout: Rollout,
  { ref }: PetSetRecord,
  claims: readonly ObservedClaim[],
  work: Work,
): Promise<PetSetRecord> {
  const { args, options, session, leaving } = work;
  const dryRun = options.dryRun === 'server';
  const change = (present: PetSetRecord): RecordObject => {
    const { set, wish } = planFor(rollout, present, claims, args);
    if (!dryRun) leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
    return withSet(present, set, wish);
  };
  return orFail(await session.records.change(ref, change, { dryRun }));
}

/** Throws a `Failure` where the set cannot become what is wanted. */
function planFor(
  { name, participle, change, wish, where }: Rollout,
  record: PetSetRecord,
  claims: readonly ObservedClaim[],
  args: Args,
): Plan {
  refuseGoing(record, participle, args);
  const set = change(record);
  const problems = [
    ...validatePetSet(set).map((error) => ({ path: error.path, words: formatFieldError(error) })),
    ...refusedChanges(record.set, set, claims).map((each) => ({ path: each.path, words: describeRefusedChange(each) })),
  ];
  if (problems.length > 0) {
    const place = (path: FieldPath): string => (where === undefined ? '' : `${where(path)}: `);
    const lines = problems.map(({ path, words }) => `error: ${place(path)}${words}`);
    throw new Failure(lines.join('\n'), { next: [`petset/${name} was not changed`] });
  }
  return {
    set,
    wish: wish(record),
    isSame: isDeepStrictEqual(set, record.set),
    isNewTemplate: revisionHash(set.spec.template) !== revisionHash(record.set.spec.template),
  };
}

/** Throws a `Failure` with all that the server has against pets that are made otherwise now, and against claims that grow. */
async function haveItTried(
  { set }: Plan,
  { set: before }: PetSetRecord,
  view: View | undefined,
  { name, where }: Rollout,
  { session }: Work,
): Promise<void> {
  const objections = await objectionsToChange(before, set, session.namespace, session.client);
  const refusals = view === undefined ? [] : await refusalsToGrow(set, view.observed, session);
  const lines = [
    ...objectionLines(objections, session, where),
    ...refusals.map(
      ({ claim, size, error }) =>
        `error: persistentvolumeclaim/${claim.name} cannot grow to ${size}: ${describeApiError(error)}`,
    ),
  ];
  if (lines.length > 0) throw new Failure(lines.join('\n'), { next: [`petset/${name} was not changed`] });
}

function goalOf({ participle }: Rollout, { set, wish, isNewTemplate }: Plan, comesToPets: boolean): Goal {
  if (!isNewTemplate && !comesToPets) return { end: 'settled', scale: { replicas: set.spec.replicas } };
  return { end: 'settled', rollout: { participle, revision: revisionHash(set.spec.template), wish } };
}
