import { UsageFailure } from '../commands/arguments.js';
import type { CommandWords, World } from '../commands/command.js';
import { overCtrlC } from '../commands/interruption.js';
import { Failure } from '../petset/failure.js';
import { type Line, nameOf, readLine } from './line.js';
import type { Vocabulary } from './vocabulary.js';

/** Says what went wrong. A stack trace is shown only for `-v`, and for what is our own fault a way to report it. */
export function report(error: unknown, argv: readonly string[], { commands }: Vocabulary, world: World): number {
  const { stderr, interrupted } = world;
  const line = readLine(argv, commands);
  const { command } = line;
  const isVerbose = verbosity(line) > 0;
  const least = command?.failsWith ?? 1;
  const stack = error instanceof Error && isVerbose ? [error.stack ?? ''] : [];
  if (error instanceof Failure) {
    // As with any program in a pipe: whoever reads it has seen enough, and that is all there is to say.
    if (interrupted.reason === 'SIGPIPE' && error.next.length === 0) return error.exitCode;
    const help =
      error instanceof UsageFailure ? [`See 'kubectl petset${verbOf(command)} -h' for help and examples`] : [];
    stderr.write(overCtrlC(world) + [error.message, ...error.next, ...help, ...stack, ''].join('\n'));
    return Math.max(error.exitCode, least);
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = ['this is a fault of kubectl petset; run it again with -v=1 to see where, and please report it'];
  stderr.write([`error: ${message}`, ...(isVerbose ? stack : next), ''].join('\n'));
  return least;
}

/** ` scale`, where the command line has a command of ours. */
function verbOf(command: CommandWords | undefined): string {
  return command === undefined ? '' : ` ${nameOf(command)}`;
}

const verbosity = ({ said }: Line): number => Number(said.get('v')?.at(-1) ?? 0);
