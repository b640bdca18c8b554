import { type Pace, USUAL_PACE } from '../controller/pace.js';
import { countArg } from './arguments.js';
import type { Args } from './command.js';
import type { Flag } from './flag.js';

/** Flags of every command that reconciles: how much is done at once, and in advance. */
export const PACE_FLAGS = {
  'claims-ahead': {
    type: 'string',
    defaultDescription: String(USUAL_PACE.claimsAhead),
    describe: 'make claims of so many next pets while one starts; 0: none',
  },
  concurrency: {
    type: 'string',
    defaultDescription: String(USUAL_PACE.concurrency),
    describe: 'how many requests may be under way at once',
  },
} as const satisfies Record<string, Flag>;

/** Throws a `UsageFailure` where a number makes no sense. */
export function readPace(args: Args): Pace {
  return {
    concurrency: countArg(args, 'concurrency', 1) ?? USUAL_PACE.concurrency,
    claimsAhead: countArg(args, 'claims-ahead') ?? USUAL_PACE.claimsAhead,
  };
}
