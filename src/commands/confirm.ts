import { Failure } from '../petset/failure.js';
import { ask, isYes } from './ask.js';
import type { World } from './command.js';

/** What a user is asked before it goes. */
export interface Question {
  /** `pod/web-0`, and behind it what becomes of it; a line each. */
  readonly lines: readonly string[];
  /** Why it is not done where there is nobody to ask, to be read after `error: `. */
  readonly unasked: string;
}

/** Shows what will be lost, and asks, in kubectl's words. Throws a `Failure` where there is nobody to ask. */
export async function confirmed({ lines, unasked }: Question, world: World): Promise<boolean> {
  if (world.stdin.isTTY !== true) {
    throw new Failure(`error: ${unasked}, and there is no terminal to ask`, {
      next: ['add --yes to do it without being asked, or --dry-run=client to see what would go'],
    });
  }
  world.stdout.write(`You are about to delete the following ${lines.length} resource(s):\n${lines.join('\n')}\n`);
  const isConfirmed = isYes(await ask('Do you want to continue? (y/N): ', world));
  if (!isConfirmed) world.stdout.write('deletion is cancelled\n');
  return isConfirmed;
}
