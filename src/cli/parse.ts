import yargs, { type Argv, type Options } from 'yargs';
import { UsageFailure } from '../commands/arguments.js';
import type { Args, Command, World } from '../commands/command.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { Failure } from '../petset/failure.js';
import { commandIn, wordsOfOurs } from './words.js';
import { COMMANDS } from './commands.js';
import { asKubectl } from './complaints.js';

const OVERVIEW = `PetSet for today's Kubernetes: sets of pods with sticky names and volumes, taken up and down one by one.

Usage: kubectl petset COMMAND [flags]`;

const GLOBAL_FLAGS_ARE_THERE = 'kubectl petset -h lists the flags that all commands have.';

/** A name may look like a number, and no flag has a second spelling. */
const WORDS_STAY_WORDS = {
  'populate--': true,
  'camel-case-expansion': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
};

/** What a command line asks for: a command, or only a text to be shown, such as help. */
export type Parsed = { readonly command: Command; readonly args: Args } | { readonly shown: string };

/** How a command leaves yargs, which would lay out its help now, for nobody: a tenth of what a short command costs. */
class Chosen extends Error {
  readonly command: Command;
  readonly args: Args;

  constructor(command: Command, args: Args) {
    super(command.usage);
    this.command = command;
    this.args = args;
  }
}

/** Throws a `UsageFailure` for what cannot be understood. */
export async function parse(argv: readonly string[], world: World): Promise<Parsed> {
  let shown = '';
  const parser = COMMANDS.reduce(
    (cli, command) =>
      cli.command(
        command.usage,
        command.describe,
        (builder) => build(builder, command),
        (args) => {
          throw new Chosen(command, lastWins(args, { ...GLOBAL_FLAGS, ...command.options }));
        },
      ),
    base(argv, world),
  );
  try {
    await parser.parseAsync(wordsOf(argv), {}, (error: Error | undefined | null, _args: unknown, output: string) => {
      shown = output;
      if (error) throw error;
    });
  } catch (error) {
    if (error instanceof Chosen) return error;
    throw error;
  }
  return { shown };
}

/** A flag that is there more than once: a list has all of its values, any other the last one, as kubectl has it. */
function lastWins(args: Args, flags: Readonly<Record<string, Options>>): Args {
  const single = Object.entries(flags).flatMap(([name, { array }]) => {
    const value = args[name];
    return array !== true && Array.isArray(value) ? [[name, value.at(-1)] as const] : [];
  });
  return { ...args, ...Object.fromEntries(single) };
}

/** The command line as yargs can take it: nothing asks for help, and `-` is a value where a file is wanted. */
function wordsOf(argv: readonly string[]): string[] {
  if (argv.length === 0) return ['--help'];
  const ours = wordsOfOurs(argv);
  const words = ours.flatMap((word, index) => {
    if (word === '-' && isFileFlag(ours[index - 1])) return [];
    return isFileFlag(word) && ours[index + 1] === '-' ? ['--filename=-'] : [word];
  });
  return [...words, ...argv.slice(ours.length)];
}

function isFileFlag(word: string | undefined): boolean {
  return word === '-f' || word === '--filename';
}

function base(argv: readonly string[], { stdout, version }: World): Argv {
  const isOverview = commandIn(argv) === '';
  const globalFlags = Object.entries(GLOBAL_FLAGS).map(
    ([name, flag]) => [name, { ...flag, hidden: !isOverview }] as const,
  );
  return yargs()
    .scriptName('kubectl petset')
    .usage(OVERVIEW)
    .options(withValues(Object.fromEntries(globalFlags)))
    .group(Object.keys(GLOBAL_FLAGS), 'Global flags:')
    .group(['help', 'version'], 'Flags:')
    .epilogue('kubectl petset COMMAND -h tells more about a command.')
    .parserConfiguration(WORDS_STAY_WORDS)
    .locale('en')
    .version(version)
    .help('help', 'show this help')
    .alias('help', 'h')
    .showHidden(false)
    .wrap(Math.min(stdout.columns ?? 80, 120))
    .strict()
    .demandCommand(1, 'a command is required')
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error: unknown) => {
      throw error instanceof Failure ? error : new UsageFailure(asKubectl(message, argv));
    });
}

/** A flag that is no switch wants a value; without one it would be taken for an empty one. */
function withValues(flags: Readonly<Record<string, Options>>): Record<string, Options> {
  const entries = Object.entries(flags);
  return Object.fromEntries(
    entries.map(([name, flag]) => [name, flag.type === 'string' ? { ...flag, nargs: 1 } : flag]),
  );
}

function build(builder: Argv, { usage, describe, options, examples, manual }: Command): Argv {
  const written = usage.replaceAll(/[<>]/g, '');
  const parts = [examplesOf(examples), ...(manual === undefined ? [] : [manual]), GLOBAL_FLAGS_ARE_THERE];
  return builder
    .usage(`${describe}.\n\nUsage: kubectl petset ${written} [flags]`)
    .options(withValues(options))
    .group(Object.keys(options), 'Flags:')
    .epilogue(parts.join('\n\n'));
}

/** Each command is on a line of its own, to be pasted: yargs would break it in two columns. */
const examplesOf = (examples: Command['examples']): string =>
  ['Examples:', ...examples.flatMap(([command, what]) => [`  ${command}`, `      ${what}`])].join('\n');
