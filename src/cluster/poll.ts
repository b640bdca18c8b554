import type { Clock } from './clock.js';

const SOONEST = 20;
const LATEST = 1_000;

/** Asks again and again, ever more seldom, until there is an answer: for what nobody would tell us of. */
export async function poll<T>(ask: () => Promise<T | undefined>, clock: Clock): Promise<T> {
  for (let pause = SOONEST; ; pause = Math.min(pause * 2, LATEST)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await clock.sleep(pause);
  }
}
