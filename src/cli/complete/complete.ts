import { durationArg } from '../../commands/arguments.js';
import type { World } from '../../commands/command.js';
import type { Vocabulary } from '../vocabulary.js';
import { type Choice, choicesFor, type Offer, type Wanted } from './choices.js';

/** Milliseconds from the start of this program to its answer; kubectl and a shell need some, too, of 300. */
const LIMIT = 230;
/** Milliseconds that there are in any case for looking things up: a busy machine may take long to get here. */
const LEAST = 100;

/** Says that one waits longer than usual, as for a cluster that is far away: `2s`. */
export const LIMIT_VARIABLE = 'PETSET_COMPLETION_TIMEOUT';

interface Asked {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly world: World;
}

/**
 * Prints how a command line may go on, as kubectl wants it from `kubectl_complete-petset`: a choice a line, and what it is
 * behind a tab; at the end `:` and a directive. Answers with the exit code. It says nothing of what goes wrong: whoever presses
 * TAB has not asked for that.
 */
export async function complete(
  words: readonly string[],
  vocabulary: Vocabulary,
  { startedAt, world }: Asked,
): Promise<number> {
  const first = choicesFor(words, vocabulary);
  const { choices, directive } = 'choices' in first ? first : await looked(first, { startedAt, world });
  world.stdout.write(`${[...choices.map(lineOf), `:${directive}`].join('\n')}\n`);
  return 0;
}

async function looked(wanted: Wanted, { startedAt, world }: Asked): Promise<Offer> {
  const said = saidLimit(world);
  const limit = said ?? Math.max(LEAST, startedAt + LIMIT - world.clock.now());
  // It is as large as all the rest.
  const { lookUp } = await import('./look-up.js');
  return lookUp(wanted, { limit, isSaid: said !== undefined }, world);
}

function saidLimit({ env }: World): number | undefined {
  try {
    return durationArg({ limit: env[LIMIT_VARIABLE] }, 'limit');
  } catch {
    // It is empty, or no duration: then nobody has said anything.
    return undefined;
  }
}

/** What somebody wrote into a cluster must not end the line, nor the choice. */
function lineOf({ value, describe = '' }: Choice): string {
  // eslint-disable-next-line no-control-regex
  const shown = describe.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return shown === '' ? value : `${value}\t${shown}`;
}
