import { isDeepStrictEqual } from 'node:util';
import { describeApiError, orFail } from '../cluster/api-error.js';
import { inspect } from '../controller/inspect.js';
import { isUntried, objectionsTo } from '../controller/preflight.js';
import { replacementsBy } from '../controller/replacements.js';
import { Failure } from '../petset/failure.js';
import { type FieldPath, formatFieldError, formatPath } from '../petset/field-error.js';
import type { ConfigMap } from '../petset/kubernetes.js';
import type { PetSet } from '../petset/petset.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import { revisionHash } from '../petset/revision.js';
import type { RolloutWish } from '../petset/rollout.js';
import { validatePetSet } from '../petset/validate.js';
import { replacementLines } from '../render/replacements.js';
import { commandFor } from './command-line.js';
import type { Goal } from './conclude.js';
import type { Job, Work } from './foreground.js';
import { refuseGoing } from './going.js';

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
  const { args, options, world, session, renderer, leaving } = work;
  const { name, words } = rollout;
  const { dryRun } = options;
  const ref = { namespace: session.namespace, name };
  const record = orFail(await session.records.get(ref));
  const plan = planFor(rollout, record);
  const view = await inspect(record, { ...session.deps, onTrouble: session.onTrouble });
  const replacements = view === undefined ? [] : replacementsBy(plan.set, plan.wish, view);
  if (plan.isSame && replacements.length === 0) {
    renderer.result(`petset/${name}`, words.unchanged);
    return 0;
  }
  if (dryRun !== 'client' && plan.isNewTemplate) await haveItTried(plan.set, rollout, work);
  for (const line of replacementLines(replacements, plan.wish.inPlace)) world.stderr.write(`${line}\n`);

  const verb = plan.isSame ? words.begun : words.changed;
  if (dryRun === 'client') {
    renderer.result(`petset/${name}`, `${verb} (dry run)`);
    return 0;
  }
  const change = (present: PetSetRecord): ConfigMap => {
    const { set, wish } = planFor(rollout, present);
    if (dryRun === 'none') leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
    return withSet(present, set, wish);
  };
  const written = orFail(await session.records.change(ref, change, { dryRun: dryRun === 'server' }));
  renderer.result(`petset/${name}`, dryRun === 'server' ? `${verb} (server dry run)` : verb);
  if (dryRun === 'server') return 0;
  if (!options.wait) {
    world.stderr.write(`to have it done: ${commandFor('reconcile', ref, args)}\n`);
    return 0;
  }
  const isAboutPets = plan.isNewTemplate || replacements.length > 0;
  return { records: [written], goal: goalOf(rollout, plan, isAboutPets) };
}

/** Throws a `Failure` where the set cannot become what is wanted. */
function planFor({ name, participle, change, wish, where = formatPath }: Rollout, record: PetSetRecord): Plan {
  refuseGoing(record, participle);
  const set = change(record);
  const problems = validatePetSet(set);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `error: ${where(problem.path)}: ${formatFieldError(problem)}`);
    throw new Failure(lines.join('\n'), { next: [`petset/${name} was not changed`] });
  }
  return {
    set,
    wish: wish(record),
    isSame: isDeepStrictEqual(set, record.set),
    isNewTemplate: revisionHash(set.spec.template) !== revisionHash(record.set.spec.template),
  };
}

/** Throws a `Failure` with all that the server has against the first pet of the new template. */
async function haveItTried(set: PetSet, { name, where = formatPath }: Rollout, { session }: Work): Promise<void> {
  const objections = (await objectionsTo(set, session.namespace, session.client)).filter(({ error }) => {
    if (!isUntried(error)) return true;
    session.warn(`${describeApiError(error)}: going on without this check of the server`);
    return false;
  });
  if (objections.length === 0) return;
  const lines = objections.flatMap(({ error, paths }) => [
    describeApiError(error),
    ...new Set(paths.map((path) => `  at ${where(path)}`)),
  ]);
  throw new Failure(lines.join('\n'), { next: [`petset/${name} was not changed`] });
}

function goalOf({ participle }: Rollout, { set, wish }: Plan, isAboutPets: boolean): Goal {
  if (!isAboutPets) return { end: 'settled', replicas: set.spec.replicas };
  return { end: 'settled', rollout: { participle, revision: revisionHash(set.spec.template), wish } };
}
