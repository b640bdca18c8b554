import type { SetRef } from '../petset/petset.js';
import { givenArg, listArg, switchArg, textArg, UsageFailure } from './arguments.js';
import { adoptPods, adoptPodsOf } from './adopt-pods.js';
import { adoptStatefulSet } from './adopt-statefulset.js';
import type { Args, Command } from './command.js';
import { FILE_FLAGS } from './flags.js';
import { type FileOptions, readFileOptions } from './files.js';
import { readWorkOptions, withWork } from './foreground.js';

/** Who has the pods, by the words for it. */
const OWNERS: Readonly<Record<string, 'statefulset' | 'petset'>> = {
  statefulset: 'statefulset',
  statefulsets: 'statefulset',
  'statefulset.apps': 'statefulset',
  'statefulsets.apps': 'statefulset',
  sts: 'statefulset',
  petset: 'petset',
  petsets: 'petset',
};

export const adopt: Command = {
  usage: 'adopt [WHAT] [NAME]',
  synopsis: '(statefulset/NAME | -f FILENAME) [options]',
  group: 'Migration',
  describe: 'Take over pods of a StatefulSet, or of nobody',
  examples: [
    ['kubectl petset adopt statefulset/web', 'shows what will happen, and asks'],
    ['kubectl petset adopt sts web --yes', 'does not ask'],
    ['kubectl petset adopt statefulset/web --dry-run=client', 'only shows it'],
    ['kubectl petset adopt -f petset.yaml', 'a new set of pods web-0, web-1, ... that are there'],
  ],
  manual: `No container restarts. The StatefulSet is deleted, its pods and claims stay as
they are, and so does what its pods are updated by. The way back is
kubectl petset migrate NAME --to statefulset.
Where it is interrupted, the same command goes on.`,
  options: {
    yes: { alias: 'y', type: 'boolean', describe: 'do not ask' },
    force: { type: 'boolean', describe: 'also a StatefulSet of somebody, who may make it anew' },
    ...FILE_FLAGS,
  },
  run: (args, world) => {
    const answers = { yes: switchArg(args, 'yes'), force: switchArg(args, 'force') };
    const files = fileOptions(args);
    if (files !== undefined) return withWork(files, args, world, (work) => adoptPods({ ...files, ...answers }, work));
    const { owner, name } = ownerArg(args);
    const options = { ...readWorkOptions(args), ...answers };
    return withWork(options, { ...args, NAME: name }, world, (work) => {
      const ref: SetRef = { namespace: work.session.namespace, name };
      return owner === 'petset' ? adoptPodsOf(ref, work) : adoptStatefulSet(ref, options, work);
    });
  },
};

function fileOptions(args: Args): FileOptions | undefined {
  if (listArg(args, 'filename').length === 0) return undefined;
  const word = textArg(args, 'WHAT');
  if (word !== undefined) throw new UsageFailure(`there is no need to name ${word} besides --filename (-f)`);
  return readFileOptions(args);
}

/** What stands on the command line as `statefulset/web`, or as `statefulset web`. */
function ownerArg(args: Args): { readonly owner: 'statefulset' | 'petset'; readonly name: string } {
  const what = givenArg(args, 'WHAT');
  if (what === undefined) throw new UsageFailure('must specify what to adopt: statefulset/NAME, or --filename (-f)');
  const [kind = '', ...rest] = [...what.split('/'), ...[givenArg(args, 'NAME') ?? []].flat()];
  const owner = Object.hasOwn(OWNERS, kind.toLowerCase()) ? OWNERS[kind.toLowerCase()] : undefined;
  const [name] = rest;
  if (owner === undefined) throw new UsageFailure(`"${kind}" is nothing that can be adopted: name a statefulset`);
  if (name === undefined || name === '' || rest.length > 1) {
    throw new UsageFailure(`exactly one name is required, as in ${kind}/NAME`);
  }
  return { owner, name };
}
