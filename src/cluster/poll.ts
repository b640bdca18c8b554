import type { Clock } from './clock.js';

const SOONEST = 20;
const LATEST = 1_000;
/** Milliseconds after which whoever waits wants to know for what. */
const USUAL = 5_000;

/**
 * Asks again and again, ever more seldom, until there is an answer: for what nobody would tell us of. `overdue` is told
 * once, when it takes longer than it usually does.
 */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  clock: Clock,
  overdue: () => void = () => undefined,
): Promise<T> {
  let waited = 0;
  for (let pause = SOONEST; ; pause = Math.min(pause * 2, LATEST)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (waited < USUAL && waited + pause >= USUAL) overdue();
    waited += pause;
    await clock.sleep(pause);
  }
}
