import type { Choices } from './command-line.js';
import type { Case } from './row.js';

/** What every part is given. */
export interface Bench {
  readonly choices: Choices;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** A folder that is removed in the end. */
  readonly home: string;
  /** Tells what goes on, beside the table. */
  readonly tell: (text: string) => void;
  /** How often a case is to be measured. */
  readonly runsOf: (what: Case) => number;
}
