import { readManifests } from '../cluster/manifests.js';
import { grownTemplates } from '../petset/claim-templates.js';
import { Failure } from '../petset/failure.js';
import { type ContainerImage, withImages } from '../petset/images.js';
import type { PetSet } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { recorded } from '../petset/record-form.js';
import { replacing } from '../petset/replacing.js';
import { revisionHash } from '../petset/revision.js';
import { listArg, nameArg, textArg, UsageFailure } from './arguments.js';
import { CHANGE_CAUSE_FLAG, commandAsCause, withCause } from './change-cause.js';
import type { Args, Command } from './command.js';
import { FLAGS, WORK_FLAGS } from './flags.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { imagesArg } from './images-arg.js';
import { rehearsable } from './rehearse/rehearse.js';
import { rollOut } from './rollout.js';
import {
  completeWish,
  type GivenWish,
  IN_PLACE_FLAG,
  readRolloutFlags,
  ROLLOUT_FLAGS,
  sameWay,
} from './rollout-flags.js';
import { readStorage, STORAGE_FLAG } from './storage.js';
import { readWishes, type SetWish } from './wishes.js';

interface UpgradeOptions extends WorkOptions {
  readonly name: string;
  readonly images: readonly ContainerImage[];
  /** By claim template. */
  readonly storage: ReadonlyMap<string, string>;
  readonly files: readonly string[];
  readonly given: GivenWish;
  /** What history is to say, where the user has words for it. */
  readonly cause: string | undefined;
  /** What history says otherwise. */
  readonly command: string;
}

export const upgrade: Command = rehearsable({
  usage: 'upgrade <NAME>',
  group: 'Rollout',
  describe: 'Give a set another template, and its pets one by one',
  examples: [
    ['kubectl petset upgrade web --image nginx=nginx:1.29', 'another image: the highest pet first, pet 0 last'],
    ['kubectl petset upgrade web -f web.yaml', 'whatever of the set may change, as the file has it'],
    ['kubectl petset upgrade web --image nginx=nginx:1.29 --partition=2', 'only web-2 and above, to try it'],
    ['kubectl petset upgrade web', 'go on with the others, or roll out a template that waits'],
    ['kubectl petset upgrade web --image nginx=nginx:1.29 --in-place', 'pets stay on their nodes'],
    ['kubectl petset upgrade web --storage www=2Gi', 'have its claims grow'],
    ['kubectl petset upgrade web --image nginx=nginx:1.29 --rehearse', 'only to a copy of it'],
  ],
  manual: `Each pet is replaced when the one before it is healthy, as the set's strategy
has it or the flags say.`,
  options: {
    image: { type: 'string', array: true, values: 'images', describe: 'CONTAINER=IMAGE (*: all); repeatable' },
    storage: STORAGE_FLAG,
    filename: FLAGS.filename,
    ...ROLLOUT_FLAGS,
    'in-place': IN_PLACE_FLAG,
    'change-cause': CHANGE_CAUSE_FLAG,
    ...WORK_FLAGS,
    ...GATE_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
});

function readOptions(args: Args): UpgradeOptions {
  const options = {
    ...readWorkOptions(args),
    name: nameArg(args),
    images: imagesArg(args, 'image'),
    storage: readStorage(args),
    files: listArg(args, 'filename'),
    given: readRolloutFlags(args),
    cause: textArg(args, 'change-cause'),
    command: commandAsCause('upgrade', args),
  };
  const { files, images, storage } = options;
  if (files.length > 0 && (images.length > 0 || storage.size > 0)) {
    throw new UsageFailure(`--filename cannot be used with --${images.length > 0 ? 'image' : 'storage'}`);
  }
  return options;
}

async function run(options: UpgradeOptions, work: Work): Promise<Job | number> {
  const { name, images, storage, files, given, cause, command } = options;
  const written = files.length === 0 ? undefined : await readSet(options, work);
  const isChange = written !== undefined || images.length > 0 || storage.size > 0;
  return rollOut(
    {
      name,
      participle: 'upgraded',
      change: (record) => {
        const set = written === undefined ? edited(record.set, options) : rewritten(record.set, written);
        return caused(set, record, cause, command);
      },
      wish: (record) => completeWish(given, record, isChange ? {} : sameWay(record)),
      words: { changed: images.length > 0 ? 'image updated' : 'updated', begun: 'rolling out', unchanged: 'unchanged' },
      ...(written && { where: written.manifest.where }),
    },
    work,
  );
}

/** The set of the files. Throws a `Failure` where they have none of this name, or several. */
async function readSet({ name, files }: UpgradeOptions, { world, session }: Work): Promise<SetWish> {
  const manifests = await readManifests({ files, recursive: false, stdin: world.stdin });
  const { sets, documents, notes } = readWishes(
    manifests,
    { namespace: session.namespace, isExplicit: true },
    `petset/${name} was not changed`,
  );
  for (const note of notes) world.stderr.write(`${note}\n`);
  const wish = sets.find(({ set }) => set.metadata.name === name);
  if (wish === undefined) throw new Failure(`error: there is no PetSet ${name} in these files`);
  const others = [
    ...sets.filter((each) => each !== wish).map(({ set }) => `petset/${set.metadata.name}`),
    ...documents.map(({ document: { kind, metadata } }) => `${kind.toLowerCase()}/${metadata.name ?? ''}`),
  ];
  if (others.length > 0)
    world.stderr.write(`left alone, since only petset/${name} is upgraded: ${others.join(', ')}\n`);
  return wish;
}

/** The set with other images and sizes. Throws a `Failure` where it has no such containers or claim templates. */
function edited(set: PetSet, { images, storage }: UpgradeOptions): PetSet {
  const change = withImages(set.spec.template, images);
  if (!change.ok) throw new Failure(`error: unable to find container named "${change.unknown}"`);
  const grown = grownTemplates({ ...set, spec: { ...set.spec, template: change.template } }, storage);
  if (grown.ok) return grown.set;
  throw new Failure(grown.problems.map((problem) => `error: ${problem}`).join('\n'));
}

function rewritten(present: PetSet, { set, manifest }: SetWish): PetSet {
  return replacing(present, recorded(set), manifest.document);
}

/** History says why there is a new template; of anything else only what the user has to say. */
function caused(set: PetSet, record: PetSetRecord, cause: string | undefined, command: string): PetSet {
  if (cause !== undefined) return withCause(set, cause);
  const isNewTemplate = revisionHash(set.spec.template) !== revisionHash(record.set.spec.template);
  return isNewTemplate ? withCause(set, command) : set;
}
