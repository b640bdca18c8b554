import { describeApiError, orFail } from '../cluster/api-error.js';
import { type Manifest, readManifests } from '../cluster/manifests.js';
import { type Admitted, type AdmissionDeps, checkDocument, checkSet, type Problem } from '../controller/admission.js';
import { receive } from '../controller/documents.js';
import { Failure } from '../petset/failure.js';
import type { KubeObject } from '../petset/kubernetes.js';
import type { PetSetRecord } from '../petset/record.js';
import { printObjects } from '../render/objects.js';
import { dryRunArg, givenArg, listArg, outputArg, switchArg, UsageFailure } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { commandFor } from './command-line.js';
import { FLAGS } from './flags.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { VERIFY_FLAGS } from './gate-flags.js';
import { readWishes, type SetWish, type Wishes } from './wishes.js';

export const create: Command = {
  usage: 'create',
  describe: 'Create the sets of a file and all other objects in it, and see the pets come up in order',
  examples: [
    ['kubectl petset create -f petset.yaml', "the guide's file: a headless service and a set"],
    ['kubectl petset create -f petset.yaml --dry-run=server', 'have everything checked, create nothing'],
    ['kubectl petset create -f manifests/ -R --timeout=10m', 'all files below a directory'],
  ],
  options: {
    filename: FLAGS.filename,
    recursive: FLAGS.recursive,
    'dry-run': FLAGS['dry-run'],
    output: {
      ...FLAGS.output,
      describe: 'output format: name or json (one object an event); with --dry-run also yaml',
    },
    takeover: FLAGS.takeover,
    timeout: FLAGS.timeout,
    wait: FLAGS.wait,
    ...VERIFY_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

interface CreateOptions extends WorkOptions {
  readonly files: readonly string[];
  readonly recursive: boolean;
  /** The namespace stands on the command line. */
  readonly isExplicit: boolean;
  /** A dry run shows whole objects. */
  readonly objects: 'json' | 'yaml' | undefined;
}

function readOptions(args: Args): CreateOptions {
  const files = listArg(args, 'filename');
  if (files.length === 0) throw new UsageFailure('must specify --filename (-f)');
  return {
    ...outputOptions(args),
    files,
    recursive: switchArg(args, 'recursive'),
    isExplicit: givenArg(args, 'namespace') !== undefined,
  };
}

/** A dry run has no progress to show; its `-o` is about objects. */
function outputOptions(args: Args): WorkOptions & Pick<CreateOptions, 'objects'> {
  if (dryRunArg(args) === 'none') return { ...readWorkOptions(args), objects: undefined };
  const format = outputArg(args, ['name', 'json', 'yaml'] as const);
  const work = readWorkOptions({ ...args, output: undefined });
  return format === 'name' ? { ...work, format, objects: undefined } : { ...work, objects: format };
}

async function run(options: CreateOptions, work: Work): Promise<Job | number> {
  const { args, world, session } = work;
  const { dryRun, isExplicit } = options;
  const manifests = await readManifests({ ...options, stdin: world.stdin });
  const wishes = readWishes(manifests, { namespace: session.namespace, isExplicit });
  for (const note of wishes.notes) world.stderr.write(`${note}\n`);
  if (wishes.sets.length === 0) {
    throw new Failure('error: there is no PetSet in these files', { next: ['for other objects: kubectl create -f'] });
  }
  if (dryRun === 'client') return pretend(wishes, options, work);
  const deps = {
    ...session,
    documents: wishes.documents.map(({ document }) => document),
    ...(dryRun === 'none' && {
      onUntried: (why: string) => session.warn(`${why}: going on without this check of the server`),
    }),
  };
  const admitted = await check(wishes, deps, args);
  return dryRun === 'server' ? pretend(wishes, options, work) : createAll(wishes, admitted, work);
}

/** Prints what would be created. */
function pretend({ sets, documents }: Wishes, { dryRun, objects }: CreateOptions, { world, renderer }: Work): number {
  if (objects !== undefined) {
    printObjects([...documents.map(({ document }) => document), ...sets.map(({ set }) => set)], objects, world.stdout);
    return 0;
  }
  const verb = dryRun === 'server' ? 'created (server dry run)' : 'created (dry run)';
  for (const { document } of documents) renderer.result(objectName(document), verb);
  for (const { set } of sets) renderer.result(`petset/${set.metadata.name}`, verb);
  return 0;
}

/** Has the server try everything. Throws one `Failure` with all that speaks against it, before anything is written. */
async function check(wishes: Wishes, deps: AdmissionDeps, args: Args): Promise<readonly Admitted[]> {
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
  if (problems.length > 0) throw new Failure([...problems, 'nothing was created'].join('\n'));
  return admitted;
}

function problemLines({ message, paths }: Problem, { where, file }: Manifest): readonly string[] {
  const places = paths.length === 0 ? [`  in ${file}`] : paths.map((path) => `  at ${where(path)}`);
  return [message, ...new Set(places)];
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
  const { args, options, world, session, renderer, leaving } = work;
  leaving(sameAgain());
  for (const each of admitted) await createDocument(each, work);
  const records: PetSetRecord[] = [];
  for (const { set, namespace } of wishes.sets) {
    const refs = [...records.map(({ ref }) => ref), { namespace, name: set.metadata.name }];
    leaving(refs.map((ref) => `to go on: ${commandFor('reconcile', ref, args)}`));
    const record = orFail(await session.records.create(set, namespace), sameAgain());
    renderer.result(`petset/${set.metadata.name}`, 'created');
    records.push(record);
  }
  if (options.wait) return { records, goal: { end: 'settled' } };
  tellHowToReconcile(records, args, world);
  return 0;
}

async function createDocument({ placed, isThere }: Admitted, { session, renderer }: Work): Promise<void> {
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

/** `service/nginx`, `deployment.apps/web`. */
function objectName({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0] ?? ''}` : '';
  return `${kind.toLowerCase()}${group}/${metadata.name ?? metadata.generateName ?? ''}`;
}
