import yargs, { type Argv } from 'yargs';
import { usageFailure } from '../commands/arguments.js';
import type { Args, Command, World } from '../commands/command.js';
import { GLOBAL_FLAGS } from '../commands/flags.js';
import { Failure } from '../petset/failure.js';
import { COMMANDS } from './commands.js';

declare const PETSET_VERSION: string;

const INTERRUPTED = 130;
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
    base(world),
  );
  try {
    let printed = '';
    await parser.parseAsync([...argv], {}, (error: Error | undefined | null, _args: unknown, output: string) => {
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

function base({ stdout }: World): Argv {
  return yargs()
    .scriptName('kubectl petset')
    .usage(OVERVIEW)
    .options(GLOBAL_FLAGS)
    .group(Object.keys(GLOBAL_FLAGS), 'Global flags:')
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': false, 'duplicate-arguments-array': false })
    .locale('en')
    .version(PETSET_VERSION)
    .help('help', 'show this help')
    .alias('help', 'h')
    .wrap(Math.min(stdout.columns ?? 100, 120))
    .strict()
    .demandCommand(1, 'a command is required')
    .recommendCommands()
    .exitProcess(false)
    .fail((message, error) => {
      throw error instanceof Failure ? error : usageFailure(asKubectl(message));
    });
}

function build(builder: Argv, { usage, describe, options, examples }: Command): Argv {
  return examples.reduce(
    (cli, [command, what]) => cli.example(command, what),
    builder.usage(`${describe}.\n\nUsage: kubectl petset ${usage} [flags]`).options(options),
  );
}

/** What yargs complains about, in kubectl's words. */
function asKubectl(message: string): string {
  const [, flag] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  if (flag !== undefined) return `unknown flag: --${flag}`;
  const [, missing] = /^Not enough non-option arguments/.exec(message) ? ['', 'NAME'] : [];
  return missing === undefined ? message.replace(/\n.*/s, '') : `a ${missing} is required`;
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
    stderr.write([error.message, ...error.next, ...stack, ''].join('\n'));
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = ['this is a fault of kubectl petset; run it again with -v=1 to see where, and please report it'];
  stderr.write([`error: ${message}`, ...(isVerbose ? stack : next), ''].join('\n'));
  return 1;
}
