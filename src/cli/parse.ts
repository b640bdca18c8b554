import yargs, { type Argv, type Options } from 'yargs';
import { UsageFailure } from '../commands/arguments.js';
import type { Args, Command, World } from '../commands/command.js';
import { Failure } from '../petset/failure.js';
import { COMMANDS } from './commands.js';
import { asKubectl } from './complaints.js';
import { commandHelp, helpOn, globalOptions, overview } from './help.js';
import { flagsOf, type Line, readLine } from './line.js';
import { didYouMean, meantCommands } from './meant.js';
import { type Flags, spelled, wantsValue } from './spelling.js';
import { VOCABULARY } from './vocabulary.js';
import { wordsOfOurs } from './words.js';

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
  const line = readLine(argv, COMMANDS);
  const shown = textFor(line, argv, world);
  if (shown !== undefined) return { shown };
  const parser = COMMANDS.reduce(
    (cli, command) =>
      cli.command(
        command.usage,
        command.describe,
        (builder) => builder.options(withValues(command.options)),
        (args) => {
          throw new Chosen(command, lastWins(args, flagsOf(command)));
        },
      ),
    base(argv),
  );
  try {
    await parser.parseAsync(wordsOf(argv, line));
  } catch (error) {
    if (error instanceof Chosen) return error;
    throw error;
  }
  throw new UsageFailure('a command is required');
}

/** What is to be shown, where nothing is to be done. Throws a `UsageFailure` where that is clear without parsing. */
function textFor(line: Line, argv: readonly string[], { version }: World): string | undefined {
  const { verb, command, words, said, open } = line;
  if (argv.length === 0) return overview(VOCABULARY);
  if (verb === 'help') return helpOn(words[0], VOCABULARY);
  if (verb === 'options') return globalOptions();
  if (verb !== undefined && command === undefined) throw unknownCommand(verb, words[0]);
  if (open !== undefined) throw new UsageFailure(`flag needs an argument: ${argv.at(-1) ?? ''}`);
  if (isOn(line, 'help')) return command === undefined ? overview(VOCABULARY) : commandHelp(command);
  return verb === undefined && said.has('version') ? version : undefined;
}

const isOn = ({ said }: Line, flag: string): boolean => said.get(flag)?.at(-1) === 'true';

function unknownCommand(verb: string, next: string | undefined): UsageFailure {
  const meant = didYouMean(meantCommands(verb, next, COMMANDS));
  return new UsageFailure(`unknown command "${verb}" for "kubectl petset"${meant}`);
}

/** A flag that is there more than once: a list has all of its values, any other the last one, as kubectl has it. */
function lastWins(args: Args, flags: Flags): Args {
  const single = Object.entries(flags).flatMap(([name, { array }]) => {
    const value = args[name];
    return array !== true && Array.isArray(value) ? [[name, value.at(-1)] as const] : [];
  });
  return { ...args, ...Object.fromEntries(single) };
}

/** The command line as yargs can take it, to which `-ojson` is five flags, and `-` no value. */
function wordsOf(argv: readonly string[], { command }: Line): readonly string[] {
  const flags = flagsOf(command);
  const ours = wordsOfOurs(argv);
  const words: string[] = [];
  for (let index = 0; index < ours.length; index++) {
    const word = ours[index] ?? '';
    const last = spelled(word, flags).at(-1);
    if (last === undefined || !wantsValue(last.flag)) words.push(word);
    else {
      if (last.value === undefined) index += 1;
      const value = last.value ?? ours[index];
      const others = spelled(word, flags)
        .slice(0, -1)
        .map(({ name }) => `--${name}`);
      words.push(...others, value === undefined ? `--${last.name}` : `--${last.name}=${value}`);
    }
  }
  return [...words, ...argv.slice(ours.length)];
}

function base(argv: readonly string[]): Argv {
  return yargs()
    .scriptName('kubectl petset')
    .parserConfiguration(WORDS_STAY_WORDS)
    .locale('en')
    .version(false)
    .help(false)
    .options(withValues(flagsOf(undefined)))
    .strict()
    .demandCommand(1, 'a command is required')
    .exitProcess(false)
    .fail((message, error: unknown) => {
      throw error instanceof Failure ? error : new UsageFailure(asKubectl(message, argv));
    });
}

/** A flag that is no switch wants a value; without one it would be taken for an empty one. */
function withValues(flags: Flags): Record<string, Options> {
  const entries = Object.entries(flags);
  return Object.fromEntries(
    entries.map(([name, flag]) => [name, flag.type === 'string' ? { ...flag, nargs: 1 } : flag]),
  );
}
