import type { Trial } from '../controller/apply-document.js';
import type { KubeObject } from '../petset/kubernetes.js';
import { comparable, type Compared, unifiedDiff } from '../render/object-diff.js';
import { planApply, type SetPlan } from './apply-plan.js';
import type { Args, Command, World } from './command.js';
import { compareWith } from './external-diff.js';
import { objectName, readFileOptions, readFileWishes } from './files.js';
import { FLAGS } from './flags.js';
import { withWork, type Work } from './foreground.js';

/** As of diff itself: there are differences, and it could not be told. Source: kubectl pkg/cmd/util, CheckDiffErr. */
const DIFFERENT = 1;
const TROUBLE = 2;

/** A program that compares two directories, in the place of ours. */
const EXTERNAL = 'KUBECTL_EXTERNAL_DIFF';

export const diff: Command = {
  usage: 'diff',
  group: 'Basic',
  describe: 'Show what apply would change, as a unified diff',
  examples: [
    ['kubectl petset diff -f petset.yaml', 'exit code 0: no differences, 1: some, more: an error'],
    ['KUBECTL_EXTERNAL_DIFF="diff -y" kubectl petset diff -f petset.yaml', 'by a program of yours'],
    ['kubectl petset apply -f petset.yaml --dry-run=client', 'what it would do to pets, step by step'],
  ],
  options: { filename: FLAGS.filename, recursive: FLAGS.recursive },
  run: compare,
  failsWith: TROUBLE,
};

function compare(args: Args, world: World): Promise<number> {
  const options = readFileOptions({ ...args, 'dry-run': 'server' });
  return withWork(options, args, world, async (work) => {
    const nothing = 'nothing was compared';
    const wishes = await readFileWishes({ verb: 'apply', nothing }, options, work);
    const { documents, sets } = await planApply(wishes, nothing, work);
    const compared = [...documents.map(ofDocument), ...sets.map(ofSet)].filter(({ live, file }) => live !== file);
    return compared.length === 0 ? 0 : show(compared, work);
  });
}

async function show(compared: readonly Compared[], { world }: Work): Promise<number> {
  const program = (world.env[EXTERNAL] ?? '').split(/\s+/).filter((word) => word !== '');
  if (program.length > 0) return compareWith(program, compared, world);
  for (const each of compared) world.stdout.write(unifiedDiff(each));
  return DIFFERENT;
}

/** Where the server could not try it yet, what the file says. */
function ofDocument({ placed: { document }, present, after = document }: Trial): Compared {
  return comparable(objectName(document), present, after);
}

function ofSet({ set, before, wish }: SetPlan): Compared {
  const name = `petset/${set.metadata.name}`;
  return comparable(name, before && asObject(before), asObject(set), wish.namespace);
}

function asObject({ apiVersion, kind, metadata: { name, labels, annotations }, ...rest }: SetPlan['set']): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) },
    ...rest,
  };
}
