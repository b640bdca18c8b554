/** How much is done at once, and in advance: a choice of whoever reconciles, of which no record knows. */
export interface Pace {
  /** So many requests at most are under way for one set. */
  readonly concurrency: number;
  /** While a pet is waited for, the claims of so many that come after it are made. */
  readonly claimsAhead: number;
}

/** For whoever only wants to know what has to be done by now. */
export const IN_TURN: Pace = { concurrency: 1, claimsAhead: 0 };

export const USUAL_PACE: Pace = { concurrency: 20, claimsAhead: 1 };
