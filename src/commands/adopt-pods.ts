import { ifThere, orFail } from '../cluster/api-error.js';
import { adoptPod, type Candidate, readCandidates } from '../controller/adoption.js';
import type { AdmissionDeps } from '../controller/admission.js';
import { futureOwner } from '../controller/preflight-obstacle.js';
import { Failure } from '../petset/failure.js';
import { formatPath } from '../petset/field-error.js';
import { claimNotMounted, misfitOf } from '../petset/fit.js';
import { isWanted } from '../petset/identity.js';
import type { OwnerReference, Pod } from '../petset/kubernetes.js';
import type { PetSet, SetRef } from '../petset/petset.js';
import { type PetSetRecord, withHandover } from '../petset/record.js';
import { type RecordForm, recordObject, recordOwner } from '../petset/record-form.js';
import { revisionHash } from '../petset/revision.js';
import { isRolledOut, strategyRollout } from '../petset/rollout.js';
import { counted } from '../render/counted.js';
import { plainPlan, plainStep, UNTOUCHED } from '../render/plan.js';
import { commandFor, commandLine } from './command-line.js';
import { confirmed } from './confirm.js';
import { checkWishes, createDocument } from './create.js';
import { admissionFor, type FileCommand, type FileOptions, readFileWishes } from './files.js';
import { DRY_RUN } from './dry-run.js';
import type { Job, Work } from './foreground.js';
import { refuseHandover } from './going.js';
import type { SetWish } from './wishes.js';

interface AdoptPodsOptions extends FileOptions {
  /** The user need not be asked. */
  readonly yes: boolean;
}

const ADOPT: FileCommand = { verb: 'create', nothing: 'nothing was adopted' };

/** A pod that is there already, and where it differs from the pet that would be made now. */
interface Fit extends Candidate {
  readonly differs: string | undefined;
}

/** Makes a set of pods that are there already, none of which is restarted; goes on with it where it was begun. */
export async function adoptPods(options: AdoptPodsOptions, work: Work): Promise<Job | number> {
  const { session, turns, leaving, renderer } = work;
  const wishes = await readFileWishes(ADOPT, options, work);
  const [wish, ...others] = wishes.sets;
  if (wish === undefined || others.length > 0) throw new Failure('error: adopt takes one PetSet at a time');
  const { set, namespace } = wish;
  const ref = { namespace, name: set.metadata.name };
  const begun = orFail(ifThere(await session.records.get(ref)));
  if (begun?.handover !== undefined) return adoptPodsOf(ref, work);
  const deps: AdmissionDeps = admissionFor(wishes, work);
  const admitted = options.dryRun === 'client' ? [] : await checkWishes(wishes, deps, work.args, ADOPT.nothing);
  const fits = await fitsFor(wish, work);
  if (options.dryRun !== 'none') return pretend(ref, fits, await session.records.formOfNew(), work);
  if (!options.yes && !(await confirmed(questionOf(set, fits), work))) return 0;
  leaving(['what was created before it stays; the same command goes on from there']);
  for (const each of admitted) await createDocument(each, work);
  const form = await session.records.formOfNew();
  await turns.claimAnyway(ref, { form, undone: ADOPT.nothing });
  leaving(howToGoOn(ref, work));
  const record = orFail(await session.records.create(set, namespace, { handover: { from: 'pods' } }));
  renderer.result(`petset/${ref.name}`, 'created');
  return finish(record, work);
}

/** Goes on with a set that was to be made of pods; any other one adopts what fits all the same, as it is reconciled. */
export async function adoptPodsOf(ref: SetRef, work: Work): Promise<Job | number> {
  const record = orFail(await work.session.records.get(ref));
  const { handover } = record;
  if (handover === undefined && work.options.dryRun !== 'none') return 0;
  if (handover === undefined) return { records: [record], goal: { end: 'settled' } };
  if (!('from' in handover) || handover.from !== 'pods') refuseHandover(record, 'reconciled', work.args);
  if (work.options.dryRun !== 'none') return pretend(ref, await fitsOf(record, work), record.form, work);
  await work.turns.claimAnyway(ref, record);
  work.leaving(howToGoOn(ref, work));
  return finish(record, work);
}

/** The pods that a set is to be made of. Throws a `Failure` where there are none, or one of them would be restarted. */
async function fitsFor({ set, namespace }: SetWish, { session }: Work): Promise<readonly Fit[]> {
  const fits = await looseFits(set, namespace, futureOwner(set), session.client);
  const { name } = set.metadata;
  if (fits.length === 0) {
    throw new Failure(
      `error: there are no pods that petset/${name} could adopt: none is named ${name}-0 and so on, and nobody's`,
      {
        next: [ADOPT.nothing],
      },
    );
  }
  const problems = fits.flatMap((fit) => problemWith(fit, set) ?? []);
  if (problems.length > 0) throw new Failure(problems.join('\n'), { next: [ADOPT.nothing] });
  return fits;
}

async function looseFits(
  set: PetSet,
  namespace: string,
  owner: OwnerReference,
  client: Work['session']['client'],
): Promise<readonly Fit[]> {
  const candidates = await readCandidates(set, namespace, client);
  return candidates
    .filter(({ ordinal, pod }) => isWanted(set.spec, ordinal) && isLoose(pod, owner))
    .map(({ ordinal, pod }) => {
      const path = misfitOf(pod, set, ordinal, owner);
      return { ordinal, pod, differs: path && formatPath(path) };
    });
}

function fitsOf({ set, ref, owner }: PetSetRecord, { session }: Work): Promise<readonly Fit[]> {
  return looseFits(set, ref.namespace, owner, session.client);
}

/** Nobody's, or the set's own already. */
function isLoose({ metadata }: Pod, owner: OwnerReference): boolean {
  return (
    (metadata.ownerReferences ?? []).every(({ uid }) => uid === owner.uid) && metadata.deletionTimestamp === undefined
  );
}

/** Why the set cannot have a pod without that being restarted, or losing what it has. */
function problemWith({ ordinal, pod, differs }: Fit, set: PetSet): string | undefined {
  const { name } = pod.metadata;
  const claim = claimNotMounted(pod, set, ordinal);
  if (claim !== undefined)
    return `error: pod/${name} does not mount claim ${claim}, as a pet of petset/${set.metadata.name} does`;
  if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded')
    return `error: pod/${name} has ended, and would be made anew`;
  const wish = strategyRollout(set.spec.updateStrategy);
  if (differs === undefined || wish === undefined || !isRolledOut(wish, ordinal, set.spec)) return undefined;
  return `error: pod/${name} differs from the template in ${differs} and would be restarted; with updateStrategy OnDelete it stays as it is`;
}

function questionOf({ metadata: { name }, spec }: PetSet, fits: readonly Fit[]): Parameters<typeof confirmed>[0] {
  const missing = spec.replicas - fits.length;
  return {
    lines: [
      ...fits.map(({ pod, differs }) => {
        const line = `pod/${pod.metadata.name} adopted as it is`;
        return differs === undefined ? line : `${line}, though it differs from the template in ${differs}`;
      }),
      ...(missing > 0 ? [`${counted(missing, 'pet')} yet to be created`] : []),
    ],
    unasked: `this makes petset/${name} of ${counted(fits.length, 'pod')}`,
    words: {
      title: `petset/${name} is about to be made of pods that are there; no container restarts:`,
      cancelled: 'adoption is cancelled',
    },
  };
}

function pretend(ref: SetRef, fits: readonly Fit[], form: RecordForm, { options, renderer }: Work): number {
  const { name } = ref;
  const record = recordObject(recordOwner(form, name, ''));
  const how = DRY_RUN[options.dryRun];
  renderer.result(`petset/${name}`, `created${how}`);
  for (const { pod } of fits) renderer.result(`pod/${pod.metadata.name}`, `adopted${how}`);
  const steps = [
    plainStep('create-record', record, `create ${record}, on which nobody acts yet`),
    ...fits.map(({ pod: { metadata } }) =>
      plainStep('adopt-pet', `pod/${metadata.name}`, `adopt pod/${metadata.name}`),
    ),
    plainStep('release-record', record, `let ${record} be reconciled`),
  ];
  renderer.plan(plainPlan(ref, steps, UNTOUCHED));
  return 0;
}

/** Nobody acts on the set until each pod says of which template it is. */
async function finish(record: PetSetRecord, work: Work): Promise<Job | number> {
  const { session, renderer, options, leaving, world, args } = work;
  const { ref, set } = record;
  const present = revisionHash(set.spec.template);
  for (const fit of await fitsOf(record, work)) {
    const hashOf = (): string | undefined => (fit.differs === undefined ? present : undefined);
    const isNew = orFail(await adoptPod(fit, { record, formerUid: undefined, hashOf }, session.client));
    if (isNew) renderer.result(`pod/${fit.pod.metadata.name}`, 'adopted');
  }
  leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
  const ready = orFail(
    await session.records.change(ref, (now) => (now.handover === undefined ? undefined : withHandover(now, undefined))),
  );
  if (options.wait) return { records: [ready], goal: { end: 'settled' } };
  world.stderr.write(`to have it kept as it should be: ${commandFor('reconcile', ref, args)}\n`);
  return 0;
}

function howToGoOn({ namespace, name }: SetRef, { args }: Work): readonly string[] {
  return [`to go on: ${commandLine({ words: ['petset', 'adopt', `petset/${name}`], namespace }, args)}`];
}
