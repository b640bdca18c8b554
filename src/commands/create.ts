import { describeApiError, orFail } from '../cluster/api-error.js';
import { type Admitted, type AdmissionDeps, checkDocument, checkSet } from '../controller/admission.js';
import { receive } from '../controller/documents.js';
import { Failure } from '../petset/failure.js';
import type { PetSetRecord } from '../petset/record.js';
import type { Args, Command, World } from './command.js';
import { commandFor } from './command-line.js';
import {
  admissionFor,
  type FileCommand,
  type FileOptions,
  objectName,
  pretend,
  type Pretended,
  problemLines,
  readFileOptions,
  readFileWishes,
} from './files.js';
import { FILE_FLAGS } from './flags.js';
import { foretellFiles } from './foretell.js';
import { type Job, withWork, type Work } from './foreground.js';
import { VERIFY_FLAGS } from './gate-flags.js';
import { warnOfServices } from './service-warnings.js';
import type { SetWish, Wishes } from './wishes.js';

export const create: Command = {
  usage: 'create',
  synopsis: '-f FILENAME [options]',
  group: 'Basic',
  describe: 'Create the sets of a file, and see the pets come up in order',
  examples: [
    ['kubectl petset create -f petset.yaml', "the guide's file: a headless service and a set"],
    ['kubectl petset create -f petset.yaml --dry-run=server', 'have everything checked, create nothing'],
    ['kubectl petset create -f manifests/ -R --timeout=10m', 'all files below a directory'],
  ],
  manual: `All other objects of the file are created too, before the sets. Everything is
checked before the first of them is written.`,
  options: {
    ...FILE_FLAGS,
    ...VERIFY_FLAGS,
  },
  run: (args, world) => {
    const options = readFileOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

const CREATE: FileCommand = { verb: 'create', nothing: 'nothing was created' };

async function run(options: FileOptions, work: Work): Promise<Job | number> {
  const { dryRun } = options;
  const wishes = await readFileWishes(CREATE, options, work);
  const nothing = CREATE.nothing;
  const admitted = dryRun === 'client' ? [] : await checkWishes(wishes, admissionFor(wishes, work), work.args, nothing);
  await warnOfServices(wishes, work);
  if (dryRun === 'none') return createAll(wishes, admitted, work);
  pretend(created(wishes), options, work);
  if (options.objects === undefined) await foretellFiles(wishes.sets, work);
  return 0;
}

function created({ sets, documents }: Wishes): readonly Pretended[] {
  return [
    ...documents.map(({ document }) => ({ object: document, name: objectName(document), verb: 'created' })),
    ...sets.map(({ set }) => ({ object: set, name: `petset/${set.metadata.name}`, verb: 'created' })),
  ];
}

/** Has the server try everything. Throws one `Failure` with all that speaks against it, before anything is written. */
export async function checkWishes(
  wishes: Wishes,
  deps: AdmissionDeps,
  args: Args,
  nothing: string,
): Promise<readonly Admitted[]> {
  const problems: string[] = [];
  const admitted: Admitted[] = [];
  for (const { document, manifest } of wishes.documents) {
    const answer = await checkDocument(document, deps);
    if ('placed' in answer) admitted.push(answer);
    else problems.push(...problemLines(answer, manifest));
  }
  for (const wish of wishes.sets) {
    for (const problem of await checkSet(wish.set, wish.namespace, deps)) {
      problems.push(...problemLines(problem, wish.manifest), ...(problem.exists ? howToGoOn(wish, args) : []));
    }
  }
  if (problems.length > 0) throw new Failure([...problems, nothing].join('\n'));
  return admitted;
}

function howToGoOn({ set, namespace }: SetWish, args: Args): readonly string[] {
  const ref = { namespace, name: set.metadata.name };
  return [
    `to go on with the one that is there: ${commandFor('reconcile', ref, args)}`,
    `to be rid of it: ${commandFor('clean', ref, args)}`,
  ];
}

/** The other objects first, since pods may need them; then the records; then pet by pet. */
async function createAll(wishes: Wishes, admitted: readonly Admitted[], work: Work): Promise<Job | number> {
  const { args, options, world, session, renderer, turns, leaving } = work;
  leaving(sameAgain());
  for (const each of admitted) await createDocument(each, work);
  for (const { set, namespace } of wishes.sets) {
    const { name } = set.metadata;
    const form = await session.records.formOfNew();
    await turns.claim({ namespace, name }, { form, undone: `petset/${name} was not created` });
  }
  const records: PetSetRecord[] = [];
  for (const { set, namespace } of wishes.sets) {
    const ref = { namespace, name: set.metadata.name };
    const refs = [...records.map((record) => record.ref), ref];
    leaving(refs.map((ref) => `to go on: ${commandFor('reconcile', ref, args)}`));
    const record = orFail(await session.records.create(set, namespace), sameAgain());
    renderer.result(`petset/${set.metadata.name}`, 'created');
    records.push(record);
  }
  if (options.wait) return { records, goal: { end: 'settled' } };
  tellHowToReconcile(records, args, world);
  return 0;
}

/** Creates a document that the server would take. Throws a `Failure` where it does not after all. */
export async function createDocument({ placed, isThere }: Admitted, { session, renderer }: Work): Promise<void> {
  const name = objectName(placed.document);
  if (isThere) {
    renderer.result(name, 'unchanged');
    return;
  }
  const answer = await receive(placed, session.client, false);
  if (!answer.ok)
    throw new Failure(describeApiError(answer.error), { next: [`${name} was not created`, ...sameAgain()] });
  renderer.result(name, answer.value === 'new' ? 'created' : 'unchanged');
}

function sameAgain(): readonly string[] {
  return ['what was created before it stays; the same command goes on from there'];
}

function tellHowToReconcile(records: readonly PetSetRecord[], args: Args, { stderr }: World): void {
  for (const { ref } of records) stderr.write(`to have its pets created: ${commandFor('reconcile', ref, args)}\n`);
}
