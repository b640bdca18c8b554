import yargs, { type Argv } from 'yargs';
import { UsageFailure } from '../commands/arguments.js';
import type { Args, Command, World } from '../commands/command.js';
import { INTERRUPTED } from '../commands/exit-codes.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { Failure } from '../petset/failure.js';
import { COMMANDS } from './commands.js';

const OVERVIEW = `PetSet for today's Kubernetes: sets of pods with sticky names and volumes, taken up and down one by one.

Usage: kubectl petset COMMAND [flags]`;

/** Runs one command line. Answers with the exit code; never throws for what a user did or a server said. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  let chosen: { readonly command: Command; readonly args: Args } | undefined;
  const parser = COMMANDS.reduce(
    (cli, command) =>
      cli.command(
        command.usage,
        command.describe,
        (builder) => build(builder, command),
        (args) => {
          chosen = { command, args };
        },
      ),
    base(argv, world),
  );
  try {
    let printed = '';
    await parser.parseAsync(wordsOf(argv), {}, (error: Error | undefined | null, _args: unknown, output: string) => {
      printed = output;
      if (error) throw error;
    });
    if (printed !== '') world.stdout.write(`${printed}\n`);
    return chosen === undefined
      ? 0
      : await Promise.race([chosen.command.run(chosen.args, world), interruption(chosen.command, world)]);
  } catch (error) {
    return report(error, argv, world);
  }
}

/** The command line as yargs can take it: nothing asks for help, and `-` is a value where a file is wanted. */
function wordsOf(argv: readonly string[]): string[] {
  if (argv.length === 0) return ['--help'];
  return argv.flatMap((word, index) => {
    if (word === '-' && isFileFlag(argv[index - 1])) return [];
    return isFileFlag(word) && argv[index + 1] === '-' ? ['--filename=-'] : [word];
  });
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
    .options(Object.fromEntries(globalFlags))
    .group(Object.keys(GLOBAL_FLAGS), 'Global flags:')
    .group(['help', 'version'], 'Flags:')
    .epilogue(
      isOverview
        ? 'kubectl petset COMMAND -h tells more about a command.'
        : 'kubectl petset -h lists the flags that all commands have.',
    )
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': false, 'duplicate-arguments-array': false })
    .locale('en')
    .version(version)
    .help('help', 'show this help')
    .alias('help', 'h')
    .showHidden(false)
    .wrap(Math.min(stdout.columns ?? 100, 120))
    .strict()
    .demandCommand(1, 'a command is required')
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error: unknown) => {
      throw error instanceof Failure ? error : new UsageFailure(asKubectl(message));
    });
}

function build(builder: Argv, { usage, describe, options, examples }: Command): Argv {
  const written = usage.replaceAll(/[<>]/g, '');
  return examples.reduce(
    (cli, [command, what]) => cli.example(command, what),
    builder
      .usage(`${describe}.\n\nUsage: kubectl petset ${written} [flags]`)
      .options(options)
      .group(Object.keys(options), 'Flags:'),
  );
}

/** What yargs complains about, and how kubectl says the same. */
const COMPLAINTS: readonly (readonly [pattern: RegExp, words: (part: string) => string])[] = [
  [/^Unknown arguments?: ([^,]+)/, (flag) => `unknown flag: --${flag}`],
  [/^Unknown commands?: ([^,]+)/, (name) => `unknown command "${name}" for "kubectl petset"`],
  [/^Did you mean (.+)\?$/, (name) => `unknown command for "kubectl petset"\n\nDid you mean this?\n\t${name}\n`],
  [/^Not enough non-option arguments/, () => 'a NAME is required'],
  [
    /^Not enough arguments following: (.+)/,
    (flag) => `flag needs an argument: ${flag.length === 1 ? '-' : '--'}${flag}`,
  ],
];

function asKubectl(message: string): string {
  for (const [pattern, words] of COMPLAINTS) {
    const match = pattern.exec(message);
    if (match) return words(match[1] ?? '');
  }
  return message;
}

/** Commands that do not end in good order by themselves are ended at once. */
function interruption({ handlesInterrupt }: Command, { interrupted }: World): Promise<number> {
  return new Promise((resolve) => {
    if (handlesInterrupt) return;
    interrupted.addEventListener('abort', () => resolve(INTERRUPTED), { once: true });
  });
}

/** Says what went wrong. A stack trace is shown only for `-v`, and for what is our own fault a way to report it. */
function report(error: unknown, argv: readonly string[], { stderr }: World): number {
  const isVerbose = argv.some((arg) => /^(-v|--v)(=?[1-9]\d*)?$/.test(arg));
  const stack = error instanceof Error && isVerbose ? [error.stack ?? ''] : [];
  if (error instanceof Failure) {
    const help =
      error instanceof UsageFailure ? [`See 'kubectl petset${commandIn(argv)} -h' for help and examples`] : [];
    stderr.write([error.message, ...error.next, ...help, ...stack, ''].join('\n'));
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = ['this is a fault of kubectl petset; run it again with -v=1 to see where, and please report it'];
  stderr.write([`error: ${message}`, ...(isVerbose ? stack : next), ''].join('\n'));
  return 1;
}

/** ` scale`, where the command line has a command of ours. */
function commandIn(argv: readonly string[]): string {
  const names = COMMANDS.map(({ usage }) => usage.split(' ')[0]);
  const found = argv.find((arg) => names.includes(arg));
  return found === undefined ? '' : ` ${found}`;
}
