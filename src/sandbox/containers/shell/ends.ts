import { FileFault } from '../files/fault.js';
import { BrokenPipe } from '../io/streams.js';
import type { Streams } from '../machine.js';
import { ArithmeticFault } from './arithmetic.js';
import { ExpansionFault } from './expansion-fault.js';
import { Exit, LoopJump, Return } from './jumps.js';
import { RedirectFault } from './redirect.js';
import type { State } from './state.js';

/** The exit code of what is killed by writing where nobody reads. */
const BROKEN_PIPE = 141;

/** The exit code of what a shell ends with; errors that are no concern of it go on. */
export async function endOfShell(error: unknown, { name, status }: State, { stderr }: Streams): Promise<number> {
  if (error instanceof Exit) return error.code;
  if (error instanceof BrokenPipe) return BROKEN_PIPE;
  if (error instanceof Return || error instanceof LoopJump) return status;
  if (error instanceof ExpansionFault || error instanceof ArithmeticFault) {
    await stderr.write(`${name}: ${error.message}\n`);
    return 2;
  }
  throw error;
}

/** That of a command which cannot have its streams; the shell goes on after it. */
export async function endOfCommand(error: unknown, { name }: State, { stderr }: Streams): Promise<number> {
  if (!(error instanceof RedirectFault || error instanceof FileFault)) throw error;
  const words = error instanceof FileFault ? `write error: ${error.reason}` : error.message;
  await stderr.write(`${name}: ${words}\n`);
  return 1;
}
