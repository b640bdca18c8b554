import { type Manifest, readManifests } from '../cluster/manifests.js';
import type { AdmissionDeps, Problem } from '../controller/admission.js';
import { Failure } from '../petset/failure.js';
import type { KubeObject } from '../petset/kubernetes.js';
import { printObjects } from '../render/objects.js';
import { dryRunArg, givenArg, listArg, outputArg, switchArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';
import { DRY_RUN } from './dry-run.js';
import { readWorkOptions, type Work, type WorkOptions } from './foreground.js';
import { readWishes, type Wishes } from './wishes.js';

/** What the flags mean that all commands share which take whole files for their wish. */
export interface FileOptions extends WorkOptions {
  readonly files: readonly string[];
  readonly recursive: boolean;
  /** The namespace stands on the command line. */
  readonly isExplicit: boolean;
  /** A dry run shows whole objects. */
  readonly objects: 'json' | 'yaml' | undefined;
}

/** Throws a `UsageFailure` where a flag makes no sense. */
export function readFileOptions(args: Args): FileOptions {
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
function outputOptions(args: Args): WorkOptions & Pick<FileOptions, 'objects'> {
  if (dryRunArg(args) === 'none') return { ...readWorkOptions(args), objects: undefined };
  const format = outputArg(args, ['name', 'json', 'yaml'] as const);
  const work = readWorkOptions({ ...args, output: undefined });
  return format === 'name' ? { ...work, format, objects: undefined } : { ...work, objects: format };
}

/** Which of the commands it is: what it does to other objects too, and what it ends with where it has done nothing. */
export interface FileCommand {
  readonly verb: 'create' | 'apply';
  readonly nothing: string;
}

/** What the files ask for, checked as far as it can be without a server; what was translated is told. */
export async function readFileWishes(
  { verb, nothing }: FileCommand,
  options: FileOptions,
  { world, session }: Work,
): Promise<Wishes> {
  const manifests = await readManifests({ ...options, stdin: world.stdin });
  const wishes = readWishes(manifests, { ...session, isExplicit: options.isExplicit }, nothing);
  for (const note of wishes.notes) world.stderr.write(`${note}\n`);
  if (wishes.sets.length > 0) return wishes;
  throw new Failure('error: there is no PetSet in these files', { next: [`for other objects: kubectl ${verb} -f`] });
}

/** What has the server try things before a command writes them. */
export function admissionFor(wishes: Wishes, { session, options }: Work): AdmissionDeps {
  return {
    ...session,
    documents: wishes.documents.map(({ document }) => document),
    ...(options.dryRun === 'none' && {
      onUntried: (why: string) => session.warn(`${why}: going on without this check of the server`),
    }),
  };
}

/** What is said against a document, and where it says so. */
export function problemLines({ message, paths }: Problem, { where, file }: Manifest): readonly string[] {
  const places = paths.length === 0 ? [`  in ${file}`] : paths.map((path) => `  at ${where(path)}`);
  return [message, ...new Set(places)];
}

/** An object that a dry run speaks of, and what would have become of it. */
export interface Pretended {
  readonly object: KubeObject;
  /** `petset/web` */
  readonly name: string;
  readonly verb: string;
}

/** Prints what would become of each object. */
export function pretend(all: readonly Pretended[], { dryRun, objects }: FileOptions, work: Work): void {
  if (objects !== undefined) {
    printObjects(
      all.map(({ object }) => object),
      objects,
      work.world.stdout,
    );
    return;
  }
  for (const { name, verb } of all) work.renderer.result(name, `${verb}${DRY_RUN[dryRun]}`);
}

/** `service/nginx`, `deployment.apps/web`. */
export function objectName({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0] ?? ''}` : '';
  return `${kind.toLowerCase()}${group}/${metadata.name ?? metadata.generateName ?? ''}`;
}
