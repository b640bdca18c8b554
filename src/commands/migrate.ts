import { is, orFail } from '../cluster/api-error.js';
import { poll } from '../cluster/poll.js';
import { RESOURCES } from '../cluster/resource.js';
import { readCandidates } from '../controller/adoption.js';
import {
  firstStatefulSet,
  handOver,
  isMigratedFrom,
  isTakenBy,
  isUnknowable,
  setStrategy,
} from '../controller/migration.js';
import type { View } from '../controller/set-watch.js';
import { findStatefulSet } from '../controller/statefulset-end.js';
import { Failure } from '../petset/failure.js';
import { isWanted } from '../petset/identity.js';
import type { Served } from '../petset/kubernetes.js';
import { type MigrationProblem, problemsWithMigration } from '../petset/migration-problems.js';
import type { SetRef } from '../petset/petset.js';
import { type PetSetRecord, withHandover } from '../petset/record.js';
import type { RecordObject } from '../petset/record-form.js';
import { revisionHash } from '../petset/revision.js';
import { MIGRATED_ANNOTATION, type StatefulSet } from '../petset/statefulset.js';
import { plainPlan, UNTOUCHED } from '../render/plan.js';
import { nameArg, requiredArg, switchArg, textArg, UsageFailure } from './arguments.js';
import type { Args, Command } from './command.js';
import { commandLine } from './command-line.js';
import { confirmed } from './confirm.js';
import { DRY_RUN } from './dry-run.js';
import { WORK_FLAGS } from './flags.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { refuseHandover } from './going.js';
import { lookAt } from './look.js';
import { migrationLines, migrationSteps } from './migration-lines.js';

interface MigrateOptions extends WorkOptions {
  readonly name: string;
  /** The user need not be asked. */
  readonly yes: boolean;
}

/** Written out: `wait` would leave a set that nobody reconciles. */
const { wait: _, ...FLAGS } = WORK_FLAGS;

export const migrate: Command = {
  usage: 'migrate <NAME>',
  synopsis: 'NAME --to statefulset [options]',
  group: 'Migration',
  describe: 'Hand the pets of a set to a StatefulSet of the same name',
  examples: [
    ['kubectl petset migrate web --to statefulset', 'shows what will happen, and asks'],
    ['kubectl petset migrate web --to statefulset --yes', 'does not ask'],
    ['kubectl petset migrate web --to statefulset --dry-run=server', 'have it checked, change nothing'],
  ],
  manual: `No container restarts; pods and claims stay as they are. What a StatefulSet does
not have is refused, with what to do first. The way back is
kubectl petset adopt statefulset/NAME.
Where it is interrupted, the same command goes on.`,
  options: {
    to: { type: 'string', values: ['statefulset'], describe: 'what the set is to become: statefulset' },
    yes: { alias: 'y', type: 'boolean', describe: 'do not ask' },
    ...FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

function readOptions(args: Args): MigrateOptions {
  const to = requiredArg(textArg(args, 'to'), 'to');
  if (!/^(statefulsets?(\.apps)?|sts)$/i.test(to)) {
    throw new UsageFailure(`invalid argument "${to}" for "--to" flag: must be statefulset`);
  }
  return { ...readWorkOptions(args), name: nameArg(args), yes: switchArg(args, 'yes') };
}

async function run({ name, dryRun, yes }: MigrateOptions, work: Work): Promise<Job | number> {
  const { session, turns, leaving } = work;
  const ref = { namespace: session.namespace, name };
  const present = orFail(await findStatefulSet(ref, session.client));
  const found = await session.records.get(ref);
  if (!found.ok && is(found.error, 'NotFound') && wasASet(present)) {
    work.renderer.result(`statefulset.apps/${name}`, 'unchanged');
    return 0;
  }
  const record = orFail(found);
  if (record.teardown !== undefined) return goAway(record, present, work);
  refuseOther(record, present, work);
  if (record.handover === undefined || dryRun !== 'none') {
    const view = await lookAt(ref, session);
    if (record.handover === undefined) await refuseMisfit(view, work);
    if (dryRun !== 'none') return pretend(view, work);
    if (!yes && !(await confirmed(questionOf(ref, view), work))) return 0;
  }
  await turns.claimAnyway(ref, record);
  leaving([howToGoOn(ref, work)]);
  return takeTo(ref, record, present, work);
}

const wasASet = (present: StatefulSet | undefined): boolean =>
  present?.metadata.annotations?.[MIGRATED_ANNOTATION] !== undefined;

/** Throws a `Failure` where the pets are on another way, or a StatefulSet of the name is none that is to have them. */
function refuseOther(record: PetSetRecord, present: Served<StatefulSet> | undefined, { args }: Work): void {
  const { handover, ref } = record;
  if (handover !== undefined && !('to' in handover)) refuseHandover(record, 'migrated', args);
  if (present === undefined || isMigratedFrom(present, record)) return;
  throw new Failure(`Error from server (AlreadyExists): statefulsets.apps "${ref.name}" already exists`, {
    next: [`petset/${ref.name} was not changed`],
  });
}

/** It is a StatefulSet already, and only the record of the set is left. */
function goAway(record: PetSetRecord, present: Served<StatefulSet> | undefined, work: Work): Job {
  const isOurs = record.teardown === 'orphan' && present !== undefined && isMigratedFrom(present, record);
  if (!isOurs) throw new Failure(`error: petset/${record.ref.name} is being deleted and cannot be migrated`);
  return conclusion(record, work);
}

/** Throws a `Failure` with all that a StatefulSet could not do for this set, and what helps; or with what the server says. */
async function refuseMisfit({ record, desired, observed }: View, work: Work): Promise<void> {
  const { session, args } = work;
  const { ref, set } = record;
  const candidates = await readCandidates(set, ref.namespace, session.client);
  const problems = problemsWithMigration({
    record,
    revision: desired.revision,
    pets: [...observed.pods.values()].sort((a, b) => a.ordinal - b.ordinal),
    claims: [...observed.claims.values()],
    pods: new Map(candidates.map(({ pod }) => [pod.metadata.name, pod])),
  });
  if (problems.length === 0) return haveItTried(record, work);
  const say = ({ problem, first }: MigrationProblem): string => {
    const help = first && commandLine({ words: ['petset', ...first], namespace: ref.namespace }, args);
    return `error: petset/${ref.name} ${problem}${help === undefined ? '' : `; first: ${help}`}`;
  };
  throw new Failure([...new Set(problems.map(say))].join('\n'), { next: [`petset/${ref.name} was not migrated`] });
}

/** Throws a `Failure` where the server would not take the StatefulSet; says what it would leave out of it. */
async function haveItTried(record: PetSetRecord, { session, options }: Work): Promise<void> {
  if (options.dryRun === 'client') return;
  const { updateStrategy } = record.set.spec;
  const wanted = firstStatefulSet(record);
  const whole = { ...wanted, spec: { ...wanted.spec, updateStrategy } };
  const tried = orFail(await session.client.create(RESOURCES.statefulSets, whole, { dryRun: true }), [
    `petset/${record.ref.name} was not migrated`,
  ]);
  const { maxUnavailable } = updateStrategy.rollingUpdate ?? {};
  const isKept = tried.spec.updateStrategy?.rollingUpdate?.maxUnavailable === maxUnavailable;
  if (!isKept) session.warn(`this cluster has no maxUnavailable in StatefulSets: they are updated one by one`);
}

function pretend({ record, observed }: View, { options, renderer }: Work): number {
  const how = DRY_RUN[options.dryRun];
  const { name } = record.ref;
  const pets = [...observed.pods.values()].filter(({ ordinal }) => isWanted(record.set.spec, ordinal));
  renderer.result(`statefulset.apps/${name}`, `created${how}`);
  for (const pet of pets.sort((a, b) => a.ordinal - b.ordinal)) renderer.result(`pod/${pet.name}`, `handed over${how}`);
  renderer.result(`petset/${name}`, `deleted${how}`);
  renderer.plan(plainPlan(record.ref, migrationSteps(record, pets), UNTOUCHED));
  return 0;
}

function questionOf({ name }: SetRef, view: View): Parameters<typeof confirmed>[0] {
  return {
    lines: migrationLines(view),
    unasked: `this replaces petset/${name} by statefulset.apps/${name}`,
    words: {
      title: `statefulset.apps/${name} is about to take the place of petset/${name}; no container restarts:`,
      cancelled: 'migration is cancelled',
    },
  };
}

/**
 * First nobody of us acts on the set any more; then comes a StatefulSet that replaces nothing, and takes its pods; then they
 * are said to be of its template; then it replaces pods as the set did; then the record goes, and leaves all that it has.
 * Each part is done again, and finds that it is, where the command before was cut off.
 */
async function takeTo(
  ref: SetRef,
  seen: PetSetRecord,
  begun: Served<StatefulSet> | undefined,
  work: Work,
): Promise<Job> {
  const { session, renderer } = work;
  const { client } = session;
  const mark = (present: PetSetRecord): RecordObject | undefined => {
    if (present.owner.uid !== seen.owner.uid) throw changedMeanwhile(ref);
    return present.handover === undefined ? withHandover(present, { to: 'statefulset' }) : undefined;
  };
  const record = orFail(await session.records.change(ref, mark));
  if (begun === undefined) {
    const created = await client.create(RESOURCES.statefulSets, firstStatefulSet(record));
    // An answer may have been lost.
    if (!created.ok && !is(created.error, 'AlreadyExists')) orFail(created, [howToGoOn(ref, work)]);
    renderer.result(`statefulset.apps/${ref.name}`, 'created');
  }
  const to = await known(record, work);
  await handPodsOver(record, to, work);
  await setStrategy(to, record.set.spec.updateStrategy, client);
  const end = (present: PetSetRecord): RecordObject => withHandover(present, undefined, { teardown: 'orphan' });
  return conclusion(orFail(await session.records.change(ref, end)), work);
}

function changedMeanwhile({ name }: SetRef): Failure {
  return new Failure(`error: petset/${name} was deleted and made anew by somebody else meanwhile`, {
    next: ['nothing was changed'],
  });
}

/** The StatefulSet once its controller knows what its template is called. */
function known(record: PetSetRecord, { session, world }: Work): Promise<Served<StatefulSet>> {
  const { ref } = record;
  const look = async (): Promise<Served<StatefulSet> | undefined> => {
    const present = orFail(await findStatefulSet(ref, session.client));
    if (present === undefined || !isMigratedFrom(present, record)) throw interfered(ref);
    const { observedGeneration = 0, updateRevision = '' } = present.status ?? {};
    return observedGeneration >= (present.metadata.generation ?? 0) && updateRevision !== '' ? present : undefined;
  };
  return poll(look, world.clock, () =>
    session.warn(`statefulset.apps/${ref.name}: waiting for the StatefulSet controller`),
  );
}

function interfered({ name }: SetRef): Failure {
  return new Failure(`error: statefulset.apps/${name} was deleted by somebody else meanwhile`, {
    next: ['the pods are as they were; the same command makes it anew'],
  });
}

/** Waits until the StatefulSet has taken all pods that it is to have, and has each say of which template it is. */
async function handPodsOver(
  record: PetSetRecord,
  to: Served<StatefulSet>,
  { session, world, renderer }: Work,
): Promise<void> {
  const { ref, set } = record;
  const { client } = session;
  const look = async (): Promise<true | undefined> => {
    const pods = await readCandidates(set, ref.namespace, client);
    const standing = pods.filter(
      ({ ordinal, pod }) => isWanted(set.spec, ordinal) && pod.metadata.deletionTimestamp === undefined,
    );
    return standing.every(({ pod }) => isTakenBy(pod, to)) ? true : undefined;
  };
  await poll(look, world.clock, () =>
    session.warn(`statefulset.apps/${ref.name}: waiting until it has taken its pods`),
  );
  const receiver = { record, to, revision: revisionHash(set.spec.template) };
  for (const { pod } of await readCandidates(set, ref.namespace, client)) {
    if (!isTakenBy(pod, to)) continue;
    if (isUnknowable(pod, receiver)) throw changedInBetween(ref, session);
    if (orFail(await handOver(pod, receiver, client))) renderer.result(`pod/${pod.metadata.name}`, 'handed over');
  }
}

function changedInBetween({ namespace, name }: SetRef, { kubectl }: Work['session']): Failure {
  const orphan = kubectl(['delete', 'statefulset', name, '--cascade=orphan'], namespace);
  return new Failure(`error: statefulset.apps/${name} was changed by somebody else before it had all of its pods`, {
    next: [
      'nobody knows any more which pods are of its template, so that it restarts none',
      `to begin anew: ${orphan}, and then the same command again`,
    ],
  });
}

/** The record goes, with its revisions; whoever reconciles it would do so too. */
function conclusion(record: PetSetRecord, work: Work): Job {
  const { namespace, name } = record.ref;
  const look = commandLine({ words: ['get', 'statefulset', name], namespace }, work.args);
  return {
    records: [record],
    goal: { end: 'gone' },
    // Whether the record is gone by then or not.
    goOn: howToGoOn(record.ref, work),
    remarks: [`its pets are pods of statefulset.apps/${name} now: ${look}`],
  };
}

function howToGoOn({ namespace, name }: SetRef, { args }: Work): string {
  return `to go on: ${commandLine({ words: ['petset', 'migrate', name, '--to', 'statefulset'], namespace }, args)}`;
}
