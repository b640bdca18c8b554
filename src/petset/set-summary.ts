import type { PetSetRecord } from './record.js';

/** A set and how many pets it has. */
export interface SetSummary {
  readonly record: PetSetRecord;
  /** Pets that exist. */
  readonly current: number;
  /** Pets that are healthy. */
  readonly ready: number;
}
