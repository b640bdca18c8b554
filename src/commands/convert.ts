import { documentFailure, readManifests } from '../cluster/manifests.js';
import { Failure } from '../petset/failure.js';
import { getIn, setIn } from '../petset/json-edit.js';
import type { JsonObject } from '../petset/kubernetes.js';
import type { Target } from '../petset/legacy/draft.js';
import { TARGETS } from '../petset/legacy/sets.js';
import { readPetSet } from '../petset/read-petset.js';
import { printObjects } from '../render/objects.js';
import { givenArg, listArg, outputArg, switchArg, textArg, UsageFailure } from './arguments.js';
import type { Args, Command, World } from './command.js';
import { FLAGS } from './flags.js';
import { translated, type TranslatedManifest } from './translated.js';

const FORMATS = ['yaml', 'json'] as const;

interface ConvertOptions {
  readonly files: readonly string[];
  readonly recursive: boolean;
  readonly target: Target;
  readonly format: 'yaml' | 'json';
  /** Where documents belong that do not say so; it is not written into them. */
  readonly namespace: string | undefined;
}

export const convert: Command = {
  usage: 'convert',
  synopsis: '-f FILENAME [options]',
  group: 'Migration',
  describe: "Write today's manifests for those of 2016",
  examples: [
    ['kubectl petset convert -f petset.yaml', 'a set of ours, and services, budgets, ... as servers have them now'],
    ['kubectl petset convert -f petset.yaml --to statefulset > web.yaml', 'a StatefulSet that does the same'],
    ['kubectl petset convert -f manifests/ -R -o json', 'all files below a directory, as one List'],
  ],
  options: {
    filename: FLAGS.filename,
    recursive: FLAGS.recursive,
    to: {
      type: 'string',
      values: ['petset', 'statefulset'],
      describe: 'what sets become: petset (default) or statefulset',
    },
    output: { ...FLAGS.output, values: FORMATS, describe: 'output format: yaml (default) or json' },
  },
  manual: `They are written to stdout, and to stderr what became what. No cluster is asked.
Documents of today come out as they are, so that what was converted can be
converted again.`,
  run: async (args, world) => run(readOptions(args), world),
};

function readOptions(args: Args): ConvertOptions {
  const files = listArg(args, 'filename');
  if (files.length === 0) throw new UsageFailure('must specify --filename (-f)');
  return {
    files,
    recursive: switchArg(args, 'recursive'),
    target: readTarget(args),
    format: outputArg(args, FORMATS) ?? 'yaml',
    namespace: givenArg(args, 'namespace'),
  };
}

function readTarget(args: Args): Target {
  const value = textArg(args, 'to') ?? 'petset';
  if (value === 'petset' || value === 'statefulset') return value;
  throw new UsageFailure(`invalid argument "${value}" for "--to" flag: must be petset or statefulset`);
}

async function run(options: ConvertOptions, { stdin, stdout, stderr }: World): Promise<number> {
  const written = await readManifests({ ...options, stdin });
  const failures: string[] = [];
  const converted = written.flatMap((manifest): readonly JsonObject[] => {
    try {
      const { notes, document, where } = translated(manifest, options);
      checkSet({ notes, document, where, file: manifest.file });
      for (const note of notes) stderr.write(`${note}\n`);
      return [document];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error.message);
      return [];
    }
  });
  if (failures.length > 0) throw new Failure(failures.join('\n'), { next: ['nothing was converted'] });
  printObjects(converted, options.format, stdout);
  return 0;
}

/** A set must be one that we would create, whatever it is called. */
function checkSet({ document, where }: TranslatedManifest): void {
  const target = Object.values(TARGETS).find(
    ({ apiVersion, kind }) => document.apiVersion === apiVersion && document.kind === kind,
  );
  if (target === undefined) return;
  const strategy = ['spec', 'updateStrategy', 'type'];
  const read = readPetSet(setIn(document, strategy, getIn(document, strategy) ?? target.updateStrategy));
  if (!read.ok) throw documentFailure(read.errors, where);
}
