import { Failure } from '../petset/failure.js';
import { ask, isYes } from './ask.js';
import type { Work } from './foreground.js';

/** What a user is asked before it is done. */
export interface Question {
  /** `pod/web-0`, and behind it what becomes of it; a line each. */
  readonly lines: readonly string[];
  /** Why it is not done where there is nobody to ask, to be read after `error: `. */
  readonly unasked: string;
  /** Where it is about no deletion: what stands above the lines, and what is said where it is not done after all. */
  readonly words?: { readonly title: string; readonly cancelled: string };
}

/**
 * Shows what will happen, and asks, in kubectl's words; on standard error where standard output is for a program. Throws a
 * `Failure` where there is nobody to ask.
 */
export async function confirmed(
  { lines, unasked, words }: Question,
  { options, world }: Pick<Work, 'options' | 'world'>,
): Promise<boolean> {
  if (world.stdin.isTTY !== true) {
    throw new Failure(`error: ${unasked}, and there is no terminal to ask`, {
      next: ['add --yes to do it without being asked, or --dry-run=client to see what would go'],
    });
  }
  const title = words?.title ?? `You are about to delete the following ${lines.length} resource(s):`;
  const stdout = options.format === undefined ? world.stdout : world.stderr;
  stdout.write(`${title}\n${lines.join('\n')}\n`);
  const isConfirmed = isYes(await ask('Do you want to continue? (y/N): ', { ...world, stdout }));
  if (!isConfirmed) stdout.write(`${words?.cancelled ?? 'deletion is cancelled'}\n`);
  return isConfirmed;
}
